"""The whole portfolio held against its rules, in one pass over the ledger's table of evidence."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.context import FlowRunContext

from tasks.artifacts import SWEEP_KEY, publish_table
from tasks.house import House, current_house
from tasks.portfolio_page import sweep_table
from tasks.sweep_notes import Compared, owed_now, swept_now

# What a table in Prefect still shows without making anybody wait.
MOST_OWED = 500

# Prefect looks into everything that a flow returns, piece by piece: what is found is handed over beside it.
_found: ContextVar[list[Compared] | None] = ContextVar("found", default=None)


@flow(name="sweep", flow_run_name="portfolio sweep", persist_result=False)
async def sweep(keep_result: bool = False) -> str:
    """Check every open change at the gate where it stands, and publish who owes what, the newest gaps first.

    With `keep_result` the next sweep is compared with this one.
    """
    house, context = current_house(), FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise TypeError("sweep is called as a flow")
    result = await asyncio.to_thread(swept_now, house, keep_result=keep_result)
    async with get_client() as client:
        await _publish(house, client, context.flow_run.id, result)
    found = _found.get()
    if found is not None:
        found.append(result)
    return f"{result.swept.checked} changes checked, {result.swept.late} with evidence missing"


async def sweep_for(*, keep_result: bool = False) -> Compared:
    """Run the flow, and have what it found."""
    found: list[Compared] = []
    token = _found.set(found)
    try:
        await sweep(keep_result)
    finally:
        _found.reset(token)
    return found[0]


async def _publish(house: House, client: PrefectClient, run: UUID, result: Compared) -> None:
    owed = await asyncio.to_thread(owed_now, house, result, MOST_OWED)
    names = house.names({person for one in owed for person in one.owners})
    await publish_table(client, run, SWEEP_KEY, sweep_table(owed, result, names))
