"""One clock of a change at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from gates.clocks import Clock, ClockPolicy, clocks_of


def on(day: str) -> date:
    """A day from its ISO text."""
    return date.fromisoformat(day)


def clock(clock_id: str, facts: dict[str, Any], *, today: str = "2026-06-01", **policy: int) -> Clock:
    """That clock, for a change with these facts."""
    found = clocks_of(facts, on(today), ClockPolicy(**policy))
    return next(one for one in found if one.id == clock_id)
