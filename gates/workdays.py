"""Clear days, clear working days and months: how a period that the law or a policy sets is counted.

"Clear" days leave out the day on which something happens at either end (general knowledge, not re-checked). A working
day is Monday to Friday and no bank holiday of the nation, which differ: the Banking and Financial Dealings
Act 1971, Sch 1, as proclaimed each year. Days are calendar days: a change of the clocks does not touch them.

Bank holidays come from the library `holidays`, which computes them by rule and holds one-off ones that were
proclaimed before its release. Of a year that it does not know (from 2101) only the weekends count.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
_SATURDAY = 5
_DAY = timedelta(days=1)


def _bank_holidays(year: int, nation: str | None) -> frozenset[date]:
    """The bank holidays of a year that fall on Monday to Friday; of all four nations when it is none of them."""
    nations = (nation,) if nation in SUBDIVISIONS else tuple(SUBDIVISIONS)
    return frozenset().union(*(_proclaimed(year, SUBDIVISIONS[one]) for one in nations))


@cache
def _proclaimed(year: int, subdivision: str) -> frozenset[date]:
    from holidays import country_holidays  # 0.1 s, and most commands never need it

    days = country_holidays("GB", subdiv=subdivision, years=year)
    return frozenset(day for day in days if day.year == year and day.weekday() < _SATURDAY)


def is_working_day(day: date, nation: str | None) -> bool:
    """Whether it is Monday to Friday and no bank holiday of the nation.

    While the nation is unknown, a bank holiday of any of the four does not count: a period worked out so is
    never too short.
    """
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year, nation)


def clear_days_between(first: date, then: date) -> int:
    """Whole days strictly between two days: none from Monday to Tuesday, six from Monday to Monday.

    None for one and the same day. The wrong way round it is negative, and -1 for the day before.
    """
    return then.toordinal() - first.toordinal() - (1 if then > first else 0)


def working_days_between(first: date, then: date, nation: str | None) -> int:
    """Clear working days strictly between two days, in that nation.

    None for one and the same day. The wrong way round it is negative: one more than the working days between.
    """
    if then < first:
        return -1 - working_days_between(then, first, nation)
    start = first + _DAY
    if start >= then:
        return 0
    holidays = (day for year in range(start.year, then.year + 1) for day in _bank_holidays(year, nation))
    return _weekdays_before(then) - _weekdays_before(start) - sum(start <= day < then for day in holidays)


def _weekdays_before(day: date) -> int:
    """Mondays to Fridays before a day, counted from the calendar's first Monday (1 January of the year 1)."""
    weeks, days = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(days, _SATURDAY)


def after_clear_working_days(day: date, count: int, nation: str | None) -> date:
    """The first day on which `count` clear working days have passed since `day`; the day itself if none need to.

    From a Monday without holidays, 5 clear working days are Tuesday to the next Monday: it is the Tuesday after.
    """
    while count > 0:
        day += _DAY
        count -= is_working_day(day, nation)
        if count == 0:
            day += _DAY
    return day


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later (earlier if negative), or the last day of a shorter month.

    The corresponding date rule: Dodds v Walker [1981] 1 WLR 1027 (general knowledge, not re-checked).
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
