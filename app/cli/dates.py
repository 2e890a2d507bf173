"""Moments and days as they are said in Britain, in London's time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from gates.clock import LONDON, said_day


def now() -> datetime:
    """This moment, in UTC. The one place where the command line reads the clock."""
    return datetime.now(UTC)


def day(when: date | datetime | None) -> str:
    """A day as "21 November 2026", in London; an empty string for none."""
    if when is None:
        return ""
    local = when.astimezone(LONDON) if isinstance(when, datetime) else when
    return said_day(local)


def moment(when: datetime | None) -> str:
    """A moment as "21 November 2026, 14:05", in London; an empty string for none."""
    return f"{day(when)}, {when.astimezone(LONDON):%H:%M}" if when else ""
