"""The flow run that shows a change: found, made, or put in the place of one that was cancelled or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import FlowRunCreate
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Pending, to_state_create

from flows.reconcile import KEEPER
from gates.events import RunReplaced
from gates.state import ChangeState
from gates.waiting import waiting_for
from ledger.runs import Run
from tasks.house import House

DELETED = "it was deleted in Prefect"
CANCELLED = "it was cancelled in Prefect"
STRAYED = 'it was set to "{state}" in Prefect, where nobody runs it; it is held again'
TAG_FACT = "change_type"
LONGEST_TITLE = 45

AnyFlow = Flow[..., Any]


@dataclass(frozen=True)
class Shown:
    """The run of a change, and whether it shows the change as it stands."""

    flow_run: FlowRun
    is_current: bool


async def run_for(house: House, client: PrefectClient, flow: AnyFlow, ref: str) -> Shown:
    """The run that shows the change, ready to be run. Made if there is none; replaced if it cannot be used.

    A replacement is recorded in the ledger: nothing was decided by it, but somebody meddled with the display.
    """
    state, known = house.ledger.load(ref), house.ledger.runs.get(ref)
    if known is None:
        return Shown(await make_first(house, client, flow, ref), is_current=False)
    found = await _read(client, known.run_id)
    if found is None or found.state_type in {StateType.CANCELLED, StateType.CANCELLING}:
        why = DELETED if found is None else CANCELLED
        made = await _make(client, flow, house, ref, after=known.run_id)
        _record(house, ref, known, made, why)
        return Shown(made, is_current=False)
    if _is_stray(found, known, state):
        _record(house, ref, known, found, STRAYED.format(state=found.state_name))
        return Shown(found, is_current=False)
    return Shown(found, is_current=_is_current(house, found, known, state))


async def make_first(house: House, client: PrefectClient, flow: AnyFlow, ref: str) -> FlowRun:
    """The first run of a change that has none."""
    made = await _make(client, flow, house, ref, after="")
    house.ledger.runs.put(ref, str(made.id), 0, "", house.now())
    return made


def tags_of(house: House, state: ChangeState) -> list[str]:
    """What the run is known by in Prefect: title, gate, what it waits for, which type of change it is.

    The title is there for people: the list of runs shows tags, and the run's own name is the reference.
    """
    kind = waiting_for(state, house.ledger.catalogues.get(state.catalogue)).kind
    value = state.facts.get(TAG_FACT, ())
    types = value if isinstance(value, tuple) else (str(value),)
    places = [f"gate:{state.gate}", *([f"waiting:{kind}"] if kind else [])]
    return [shorten(state.title, LONGEST_TITLE, placeholder="..."), *places, *sorted(map(str, types))]


async def _make(client: PrefectClient, flow: AnyFlow, house: House, ref: str, *, after: str) -> FlowRun:
    """A new run, or the one that a keeper made which died before it could note it: the key is the same.

    Pending, and of no deployment: a scheduled run would be started by others, a deployment's runs cost more.
    """
    state = house.ledger.load(ref)
    wanted = FlowRunCreate(
        flow_id=await client.create_flow(flow),
        name=ref,
        parameters={"ref": ref},
        tags=tags_of(house, state),
        state=to_state_create(Pending()),
        # Another ledger that is shown on the same server has other moments, whatever its references are.
        idempotency_key=f"{house.ledger.council}/{ref}/{state.registered_at.isoformat()}/{after}",
    )
    body = wanted.model_dump(mode="json", exclude_unset=True)
    answer = await client.request("POST", "/flow_runs/", json=body)
    return FlowRun.model_validate(answer.json())


async def _read(client: PrefectClient, run_id: str) -> FlowRun | None:
    try:
        return await client.read_flow_run(UUID(run_id))
    except ObjectNotFound:
        return None


def _record(house: House, ref: str, known: Run, made: FlowRun, why: str) -> None:
    new = str(made.id)
    event = RunReplaced(old_run=known.run_id, new_run=new, why=why)

    def command(_: ChangeState) -> list[RunReplaced]:
        now = house.ledger.runs.get(ref)
        # Another keeper may have been here first: one interference is one event.
        return [event] if now is not None and now.run_id == known.run_id else []

    house.ledger.decide(ref, command, acting=KEEPER, at=house.now())
    house.ledger.runs.put(ref, new, 0, "", house.now())


def _is_stray(found: FlowRun, known: Run, state: ChangeState) -> bool:
    """Whether somebody set the run going: it had shown the change as it stands, and is no longer held.

    A run that is behind and runs was left so by a keeper that died; the pass that follows mends it.
    """
    held = {StateType.PAUSED, StateType.COMPLETED}
    return known.shown_version == state.version and found.state_type not in held


def _is_current(house: House, found: FlowRun, known: Run, state: ChangeState) -> bool:
    label = waiting_for(state, house.ledger.catalogues.get(state.catalogue)).label
    return known.shown_version == state.version and found.state_name == label == known.shown_name
