"""Keeps out of the runs' logs what Prefect says of its own workings, and sees that the rest arrives."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogHandler

DELIVERED_WITHIN_SECONDS = 5.0

ENGINES = {"flow_engine", "task_engine"}
BEGINS, ENDS = "Beginning ", "Finished in state "
AS_IT_SHOULD = ("type=PAUSED)", "type=COMPLETED)", "state Completed()")


class OwnWorkings(logging.Filter):
    """Drops the engine's lines about beginning, being held and ending well.

    Prefect calls a run that is held an error ("Finished in state ... PAUSED", at ERROR): here it is the normal thing.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is worth reading."""
        message = record.getMessage()
        ended_well = message.startswith(ENDS) and message.endswith(AS_IT_SHOULD)
        return record.module not in ENGINES or not (message.startswith(BEGINS) or ended_well)


def quieten() -> None:
    """Have the filter look at every line of a run before anything else does."""
    # A log line that Prefect cannot take is no reason to write to the terminal.
    logging.raiseExceptions = False
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, OwnWorkings) for one in logger.filters):
            logger.addFilter(OwnWorkings())


async def deliver_the_rest() -> None:
    """Send Prefect the log lines and events that still wait, while it is there to take them.

    Left to the end of the process, they would be tried for a minute against a server that has gone.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(APILogHandler.aflush(), DELIVERED_WITHIN_SECONDS)
    await asyncio.to_thread(EventsWorker.drain_all, DELIVERED_WITHIN_SECONDS)
