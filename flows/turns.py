"""Whose turn it is to write to Prefect: many passes at once, or one maker of runs alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Passes go on beside each other; a maker of runs waits for them and then has Prefect to itself.

    Prefect's server on SQLite reads before it writes when it makes a run: any other write in between is a lock,
    a refusal, and two seconds of waiting for whoever asked. Alone, ten runs are made in the time of one such wait.
    """

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._passing = 0
        self._makers = 0
        self._making = False

    @asynccontextmanager
    async def beside_others(self) -> AsyncIterator[None]:
        """A turn for one pass."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._makers)
            self._passing += 1
        try:
            yield
        finally:
            async with self._changed:
                self._passing -= 1
                self._changed.notify_all()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A turn for one maker of runs."""
        async with self._changed:
            self._makers += 1
            try:
                await self._changed.wait_for(lambda: not self._passing and not self._making)
            except BaseException:
                self._makers -= 1
                self._changed.notify_all()
                raise
            self._making = True
        try:
            yield
        finally:
            async with self._changed:
                self._makers -= 1
                self._making = False
                self._changed.notify_all()
