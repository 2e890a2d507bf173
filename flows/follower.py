"""Bringing the changes' flow runs up to date in Prefect, in the background: in order per change, newest state only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.exceptions import PrefectHTTPStatusError

from flows.line import Line
from flows.move_change import move_change
from flows.patrol import interfered_with
from flows.prefect_server import prefect_answers
from flows.showing import Unreachable, made_first, show
from flows.turns import Turns
from tasks.house import House
from tasks.prompts import reconcile_prompts

GiveWay = Callable[[], bool]

log = logging.getLogger("gatehouse.keeper")
REFILL = 200
RUNS_MADE_AT_ONCE = 20
GIVE_WAY_SECONDS = 0.05
REFILL_EVERY_SECONDS = 5.0
PATROL_EVERY_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 30.0
FAILS_BEFORE_PROMPTS = 2


class Follower:
    """Follows the ledger in Prefect, with so many passes at once as the settings say.

    While `give_way` says so it makes one pass at a time: moving comes before showing, and both want this process.
    """

    def __init__(self, house: House, client: PrefectClient, give_way: GiveWay = lambda: False) -> None:
        self.house = house
        self._give_way = give_way
        self.client = client
        self.line = Line()
        self._turns = Turns()
        self.news = asyncio.Event()
        self._up = asyncio.Event()
        self._up.set()
        self._is_patient = True

    def want(self, ref: str) -> None:
        """Have the change's run brought up to date. From the loop's own thread."""
        self.line.want(ref)
        self.news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop; passes under way are finished."""
        places = range(self.house.settings.keeper_passes)
        passes = [asyncio.create_task(self._pass_on(stop, place)) for place in places]
        helpers = [asyncio.create_task(self._refill(stop)), asyncio.create_task(self._patrol(stop))]
        await stop.wait()
        self._up.set()
        self.news.set()
        await asyncio.gather(*passes)
        for helper in helpers:
            helper.cancel()
        await asyncio.gather(*helpers, return_exceptions=True)

    async def catch_up(self) -> None:
        """Follow until no run is behind, or Prefect does not answer: then cards go out without it."""
        self._is_patient = False
        before: list[str] = []
        while refs := await asyncio.to_thread(self.house.ledger.runs.behind, REFILL):
            if refs == before:
                return
            before = refs
            for ref in refs:
                self.want(ref)
            await asyncio.gather(*(self._drain() for _ in range(self.house.settings.keeper_passes)))
            if not self._up.is_set():
                await self._prompt_without_prefect()
            if self.line.waiting:
                return

    async def _drain(self) -> None:
        while self._up.is_set() and (ref := self.line.take()):
            await self._follow(ref)

    async def _pass_on(self, stop: asyncio.Event, place: int) -> None:
        while not stop.is_set():
            await self._up.wait()
            if place and self._give_way():
                await asyncio.sleep(GIVE_WAY_SECONDS)
                continue
            if ref := self.line.take():
                await self._follow(ref)
                continue
            self.news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), REFILL_EVERY_SECONDS)

    async def _follow(self, ref: str) -> None:
        """One pass over one change's run, and what becomes of it."""
        try:
            if await asyncio.to_thread(self.house.ledger.runs.get, ref) is None:
                await self._make_runs(ref)
            async with self._turns.beside_others():
                await show(self.house, self.client, ref)
        except Unreachable as trouble:
            self.line.put_back(ref)
            await self._wait_for_prefect(str(trouble))
        except Exception as fault:
            pause = self.line.failed(ref)
            log.warning(
                "%s cannot be shown in Prefect; next try in %.0f s: %s", ref, pause, fault, exc_info=fault
            )
        else:
            self.line.done(ref)
            self.news.set()

    async def _make_runs(self, ref: str) -> None:
        """Make the first runs of this change and of others in the line that have none."""
        async with self._turns.alone():
            for each in (ref, *list(islice(self.line.waiting, RUNS_MADE_AT_ONCE - 1))):
                if await asyncio.to_thread(self.house.ledger.runs.get, each) is None:
                    await made_first(self.house, self.client, each)

    async def _wait_for_prefect(self, why: str) -> None:
        """Hold all passes until Prefect answers. The first to notice waits; cards go out without Prefect meanwhile."""
        if not self._up.is_set():
            return
        self._up.clear()
        if not self._is_patient:
            return
        api, wait, fails = self.house.settings.prefect_api, 1.0, 0
        log.warning(
            "Prefect does not answer at %s (%s). Changes move on; their runs will catch up.", api, why
        )
        while not self._up.is_set():
            await asyncio.sleep(wait)
            if await asyncio.to_thread(prefect_answers, api):
                log.warning("Prefect answers again. %d runs to bring up to date.", len(self.line.waiting))
                self._up.set()
                return
            fails, wait = fails + 1, min(LONGEST_WAIT_SECONDS, wait * 1.5)
            if fails >= FAILS_BEFORE_PROMPTS:
                await self._prompt_without_prefect()

    async def _prompt_without_prefect(self) -> None:
        for ref in list(self.line.waiting):
            try:
                state = await asyncio.to_thread(self.house.ledger.load, ref)
                await asyncio.to_thread(reconcile_prompts, self.house, state)
            except Exception as fault:
                log.warning("The cards of %s could not be sent: %s", ref, fault)

    async def _refill(self, stop: asyncio.Event) -> None:
        """Take up what was left undone: by a keeper that died, or while Prefect did not answer."""
        while not stop.is_set():
            if not self.line.waiting:
                limit = REFILL + len(self.line.later)
                with suppress(Exception):
                    for ref in await asyncio.to_thread(self.house.ledger.runs.behind, limit):
                        if ref not in self.line.busy:
                            self.want(ref)
            await asyncio.sleep(REFILL_EVERY_SECONDS)

    async def _patrol(self, stop: asyncio.Event) -> None:
        """Look for runs that somebody cancelled or set going in Prefect."""
        since = self.house.now()
        while not stop.is_set():
            await asyncio.sleep(PATROL_EVERY_SECONDS)
            now = self.house.now()
            with suppress(httpx.HTTPError, PrefectHTTPStatusError):
                for ref in await interfered_with(self.client, move_change.name, since):
                    if ref not in self.line.busy:
                        self.want(ref)
                since = now
