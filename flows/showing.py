"""One pass over one change's flow run: after it, Prefect shows the change as the ledger has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.exceptions import Abort, Pause, PrefectHTTPStatusError
from prefect.flow_engine import run_flow

from flows.move_change import move_change
from flows.runs import make_first, run_for
from tasks.house import House
from tasks.prompts import plan_prompts

SERVER_FAULT = 500


class Unreachable(Exception):
    """Prefect's API does not answer, or only with faults of its own."""


async def show(house: House, client: PrefectClient, ref: str) -> None:
    """Bring the run of a change up to date, unless it is. Raises Unreachable, or what the pass fails with."""
    with told_when_unreachable():
        await _show(house, client, ref)


async def made_first(house: House, client: PrefectClient, ref: str) -> None:
    """Make the first run of a change. Raises Unreachable."""
    with told_when_unreachable():
        await make_first(house, client, move_change, ref)


@contextmanager
def told_when_unreachable() -> Iterator[None]:
    """Tell faults of Prefect's from those of the work. Raises Unreachable."""
    try:
        yield
    except (httpx.TransportError, PrefectHTTPStatusError) as trouble:
        if isinstance(trouble, PrefectHTTPStatusError) and trouble.response.status_code < SERVER_FAULT:
            raise
        raise Unreachable(str(trouble) or type(trouble).__name__) from trouble


async def _show(house: House, client: PrefectClient, ref: str) -> None:
    found = await run_for(house, client, move_change, ref)
    if found.is_current and not await asyncio.to_thread(_has_cards_to_do, house, ref):
        return
    with suppress(Pause, Abort):
        state: State[Any] = await _pass(found.flow_run)
        if state.type is StateType.FAILED:
            await state.aresult(raise_on_failure=True)


def _pass(flow_run: FlowRun) -> Awaitable[State[Any]]:
    running: Any = run_flow(move_change, flow_run=flow_run, return_type="state")
    return running  # type: ignore[no-any-return]


def _has_cards_to_do(house: House, ref: str) -> bool:
    return not plan_prompts(house, house.ledger.load(ref)).is_empty
