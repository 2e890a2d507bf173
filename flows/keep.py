"""The keeper: a flow that runs for as long as the service does, moves changes as they come due, shows them."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.context import AsyncClientContext, FlowRunContext
from prefect.filesystems import LocalFileSystem
from prefect.states import Completed

from flows.follower import Follower
from flows.mover import Mover
from flows.nightly import LOOK_EVERY_SECONDS, is_night_due
from flows.patrol import end_dead_keepers
from flows.prefect_env import RESULTS_BLOCK
from flows.quiet import deliver_the_rest
from flows.showing import show
from flows.sweep import sweep_for
from gates.state import ChangeState
from tasks.artifacts import PORTFOLIO_KEY, portfolio_of, publish_table
from tasks.house import House, current_house
from tasks.sweep_notes import Compared

log = logging.getLogger("gatehouse.keeper")
STOP_LOOKED_AT_SECONDS = 0.2
SHARE_FOR_THE_PORTFOLIO = 10

_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


@contextmanager
def stopped_by(stop: threading.Event) -> Iterator[None]:
    """Have a keeper that is started in here stop when the event is set."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


@flow(name="keep", flow_run_name="keeper", persist_result=False)
async def keep(until_idle: bool = False) -> Any:
    """Move changes as they come due and bring their runs up to date, until stopped or until nothing is left.

    Its result is how many changes were looked at, where it ended for want of more.
    """
    house, context = current_house(), FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise TypeError("keep is called as a flow")
    async with get_client() as client:
        keeper = Keeper(house, client, context.flow_run.id)
        if until_idle:
            return Completed(name="Nothing left to do", data=await keeper.until_idle())
        await keeper.for_ever(_stop.get() or threading.Event())
    return Completed(name="Stopped", data=0)


async def keep_here(until_idle: bool = False) -> int:
    """Keep in this process. The result is that of the flow."""
    house = current_house()
    async with _at_work(house) as client:
        if not house.settings.own_prefect and not until_idle:
            await end_dead_keepers(client, keep.name)
        return int(await keep(until_idle))


async def show_here(ref: str) -> bool:
    """Bring one change's run up to date in this process; True when that is done. Raises Unreachable."""
    house = current_house()
    async with _at_work(house) as client:
        await show(house, client, ref)
    return True


async def sweep_here(*, keep_result: bool = False) -> Compared:
    """Sweep the portfolio in this process. The result is that of the flow."""
    async with _at_work(current_house()):
        return await sweep_for(keep_result=keep_result)


@asynccontextmanager
async def _at_work(house: House) -> AsyncIterator[PrefectClient]:
    """One client for everything, and the block that Prefect wants for results; Gatehouse keeps none there."""
    async with AsyncClientContext.get_or_create(), get_client() as client:
        block = LocalFileSystem(basepath=str(house.settings.prefect_home / "results"))
        await block.save(RESULTS_BLOCK, overwrite=True, client=client)
        try:
            yield client
        finally:
            await deliver_the_rest()


class Keeper:
    """The body of the flow: a mover in a thread of its own, a follower, and the portfolio's table."""

    def __init__(self, house: House, client: PrefectClient, run: UUID) -> None:
        self.house = house
        self.client = client
        self.run = run
        self.mover = Mover(house, self._on_moved)
        self.follower = Follower(house, client, lambda: self.mover.is_busy)
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._published = False

    async def until_idle(self) -> int:
        """Move and show until nothing is due and no run is behind. How many changes were looked at."""
        moved = 0
        while count := await asyncio.to_thread(self.mover.move_until_idle):
            moved += count
            await self.follower.catch_up()
        await self.follower.catch_up()
        await self._publish_portfolio()
        return moved

    async def for_ever(self, stop: threading.Event) -> None:
        """Move and show until told to stop; what is under way is finished."""
        stopping = asyncio.Event()
        # What changed while nobody kept is in the table from the start, and what changed last when it ends.
        self._changed.set()
        async with _moving(self.mover, stop):
            portfolio = asyncio.create_task(self._keep_portfolio())
            nights = asyncio.create_task(self._sweep_nightly())
            following = asyncio.create_task(self.follower.run(stopping))
            while not stop.is_set() and not following.done():
                await asyncio.sleep(STOP_LOOKED_AT_SECONDS)
            stopping.set()
            await following
            portfolio.cancel()
            nights.cancel()
        if self._changed.is_set() or not self._published:
            await self._publish_portfolio()

    def _on_moved(self, state: ChangeState) -> None:
        """Told by the mover's thread."""
        self._loop.call_soon_threadsafe(self.follower.want, state.ref)
        self._loop.call_soon_threadsafe(self._changed.set)

    async def _keep_portfolio(self) -> None:
        """Publish the portfolio after changes moved, at most every few seconds and a tenth of the time."""
        pause = self.house.settings.portfolio_seconds
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._published = False
            started = time.monotonic()
            await self._publish_portfolio()
            await asyncio.sleep(max(pause, SHARE_FOR_THE_PORTFOLIO * (time.monotonic() - started)))

    async def _sweep_nightly(self) -> None:
        """Sweep the portfolio whenever its hour has come, as a run of its own."""
        while True:
            try:
                if await asyncio.to_thread(is_night_due, self.house, self.mover.worker):
                    await sweep_for(keep_result=True)
            except Exception as fault:
                log.warning("The nightly sweep could not be made, and is tried again: %s", fault)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _publish_portfolio(self) -> None:
        try:
            table = await asyncio.to_thread(portfolio_of, self.house)
            await publish_table(self.client, self.run, PORTFOLIO_KEY, table)
            self._published = True
        except Exception as fault:
            log.warning("The portfolio's table could not be published: %s", fault)


@asynccontextmanager
async def _moving(mover: Mover, stop: threading.Event) -> AsyncIterator[None]:
    """The mover in a thread of its own, so that showing never holds up moving; ended, whatever ends this."""
    thread = threading.Thread(target=mover.run, args=(stop,), name="gatehouse-mover")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(thread.join)
