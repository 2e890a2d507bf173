"""What day it is in London, and when a working day begins there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY_BEGINS = time(6, 0)


def london_day(now: datetime) -> date:
    """The calendar day in London at an aware moment."""
    return now.astimezone(LONDON).date()


def morning_of(day: date) -> datetime:
    """6 a.m. in London on a day."""
    return datetime.combine(day, DAY_BEGINS, LONDON)


def said_day(day: date) -> str:
    """A day as people write it: 3 March 2027."""
    return f"{day.day} {day:%B %Y}"


def next_morning(now: datetime) -> datetime:
    """The next 6 a.m. in London after an aware moment, in the moment's own time zone."""
    today = datetime.combine(london_day(now), DAY_BEGINS, LONDON)
    morning = (
        today if today > now else datetime.combine(london_day(now) + timedelta(days=1), DAY_BEGINS, LONDON)
    )
    return morning.astimezone(now.tzinfo)


def last_time_of_day(now: datetime, at: time) -> datetime:
    """When it was last that time of day in London, at an aware moment or before it, in the moment's time zone."""
    today = datetime.combine(london_day(now), at, LONDON)
    last = today if today <= now else datetime.combine(london_day(now) - timedelta(days=1), at, LONDON)
    return last.astimezone(now.tzinfo)
