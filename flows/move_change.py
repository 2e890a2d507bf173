"""The flow of one change: move it in the ledger, ask whom it waits for, show where it stands, hold."""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn
from uuid import uuid4

from prefect import flow, get_run_logger, task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.states import Completed, Paused
from prefect.utilities.annotations import quote
from prefect.utilities.engine import propose_state

from flows.quiet import quieten
from flows.reconcile import reconcile
from flows.runs import tags_of
from gates.state import ChangeState
from gates.vocabulary import Phase
from gates.waiting import waiting_for
from tasks.artifacts import publish_change, subject_of
from tasks.change_page import news_since
from tasks.house import House, current_house
from tasks.prompts import Work, carry_out, plan_prompts

MOST_TRIES = 20

quieten()


@task(name="ask-people", task_run_name="{what}", persist_result=False)
async def ask_people(what: str, work: Work) -> None:
    """Send, update and settle the cards of a change."""
    await asyncio.to_thread(carry_out, current_house(), work)


@flow(name="move-change", persist_result=False)
async def move_change(ref: str) -> str:
    """Bring one change as far as it goes, and its run up to date. Safe to run twice, late, or twice at once."""
    house = current_house()
    flow_run, client = _own_run()
    if not await asyncio.to_thread(_is_own_run, house, ref, flow_run):
        return await _visit(house, ref)
    for _ in range(MOST_TRIES):
        state = await _outward_work(house, client, flow_run, ref)
        await _label(house, client, flow_run, state)
        if await asyncio.to_thread(_is_current, house, state):
            break
    await _hold(house, client, flow_run, state)


def _own_run() -> tuple[FlowRun, PrefectClient]:
    context = FlowRunContext.get()
    if context is None or not isinstance(context.flow_run, FlowRun):
        raise TypeError("move_change is called as a flow")
    if not isinstance(context.client, PrefectClient):
        raise TypeError("move_change is an asynchronous flow")
    return context.flow_run, context.client


async def _outward_work(house: House, client: PrefectClient, flow_run: FlowRun, ref: str) -> ChangeState:
    """Move the change, ask the people, publish its page."""
    state = await asyncio.to_thread(reconcile, house, ref)
    work = await asyncio.to_thread(plan_prompts, house, state)
    if not work.is_empty:
        await ask_people(work.says, _as_it_is(work))
    shown = await asyncio.to_thread(house.ledger.runs.get, ref)
    subject = await asyncio.to_thread(subject_of, house, state)
    for sentence in news_since(subject, shown.shown_version if shown else 0):
        get_run_logger().info("%s", sentence)
    if not work.is_empty:
        get_run_logger().info("Cards: %s.", work.says)
    await publish_change(client, flow_run.id, subject, is_new=flow_run.run_count <= 1)
    return state


def _as_it_is(work: Work) -> Any:
    """The task gets the work itself; Prefect does not look into it."""
    return quote(work)


async def _visit(house: House, ref: str) -> str:
    """What a run does that somebody started by hand beside the change's own: it moves the change and ends."""
    state = await asyncio.to_thread(reconcile, house, ref)
    label = waiting_for(state, house.ledger.catalogues.get(state.catalogue)).label
    await asyncio.to_thread(house.ledger.wakes.wake, ref, house.now())
    get_run_logger().info("Moved. %s has a run of its own, which shows this too.", ref)
    return label


def _is_own_run(house: House, ref: str, flow_run: FlowRun) -> bool:
    """Whether this run is the change's. A change without one takes the first that comes."""
    known = house.ledger.runs.get(ref)
    if known is None:
        house.ledger.load(ref)
        house.ledger.runs.put(ref, str(flow_run.id), 0, "", house.now())
        return True
    return known.run_id == str(flow_run.id)


def _is_current(house: House, state: ChangeState) -> bool:
    return house.ledger.load(state.ref).version == state.version


async def _label(house: House, client: PrefectClient, flow_run: FlowRun, state: ChangeState) -> None:
    """Name and tags, where they are not right yet."""
    tags = await asyncio.to_thread(tags_of, house, state)
    if flow_run.name != state.ref or set(flow_run.tags) != set(tags):
        await client.update_flow_run(flow_run.id, name=state.ref, tags=tags)
        flow_run.name, flow_run.tags = state.ref, tags


async def _hold(house: House, client: PrefectClient, flow_run: FlowRun, state: ChangeState) -> NoReturn:
    """End this execution with the run waiting, or finished, under a name that people can read."""
    label = waiting_for(state, house.ledger.catalogues.get(state.catalogue)).label
    message = f"As of event {state.version} of the record"
    wanted: State[Any]
    if state.phase in {Phase.REJECTED, Phase.STOPPED}:
        wanted = Completed(name=label, message=message)
    else:
        wanted = Paused(name=label, message=message, reschedule=False, pause_key=str(uuid4()))
    held = await propose_state(client, wanted, flow_run_id=flow_run.id)
    if held.name == label:
        await asyncio.to_thread(
            house.ledger.runs.put, state.ref, str(flow_run.id), state.version, label, house.now()
        )
    raise Pause(state=held)
