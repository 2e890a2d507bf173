"""What the keeper has to say, on the terminal of `gatehouse up`: readable, and never a flood."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.cli.words import phrase

LINES_AT_ONCE = 20
WINDOW_SECONDS = 5.0


class Terminal(logging.Handler):
    """Passes lines on. Of many changes that move at once, the first few are named and the others counted."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self._began = 0.0
        self._told = 0
        self._turn = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line: the time, and what there is to say."""
        try:
            with self._turn:
                if record.levelno >= logging.WARNING or self._may_tell():
                    self._tell(f"{time.strftime('%H:%M:%S')}  {record.getMessage()}")
        except Exception:
            self.handleError(record)

    def _may_tell(self) -> bool:
        now = time.monotonic()
        if now - self._began > WINDOW_SECONDS:
            if self._told > LINES_AT_ONCE:
                self._tell(phrase("up.more", count=self._told - LINES_AT_ONCE))
            self._began, self._told = now, 0
        self._told += 1
        return self._told <= LINES_AT_ONCE


@contextmanager
def told_to(tell: Callable[[str], None]) -> Iterator[None]:
    """Have what Gatehouse logs printed."""
    logger, handler = logging.getLogger("gatehouse"), Terminal(tell)
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
