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
from tasks.sweeping import Swept, owed_now, sweep_portfolio

# Prefect looks into everything that a flow returns, piece by piece: what is found is handed over beside it.
_found: ContextVar[list[Swept] | None] = ContextVar("found", default=None)


@flow(name="sweep", flow_run_name="portfolio sweep", persist_result=False)
async def sweep() -> str:
    """Check every open change at the gate where it stands, and publish who owes what."""
    house, context = current_house(), FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise TypeError("sweep is called as a flow")
    swept = await asyncio.to_thread(sweep_portfolio, house)
    async with get_client() as client:
        await _publish(house, client, context.flow_run.id, swept)
    found = _found.get()
    if found is not None:
        found.append(swept)
    return f"{swept.checked} changes checked, {swept.late} with evidence missing"


async def sweep_for() -> Swept:
    """Run the flow, and have what it found."""
    found: list[Swept] = []
    token = _found.set(found)
    try:
        await sweep()
    finally:
        _found.reset(token)
    return found[0]


async def _publish(house: House, client: PrefectClient, run: UUID, swept: Swept) -> None:
    owed = await asyncio.to_thread(owed_now, house, swept)
    names = house.names({person for one in owed for person in one.owners})
    await publish_table(client, run, SWEEP_KEY, sweep_table(owed, swept, names))
