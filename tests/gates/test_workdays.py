"""Clear days, working days and months. Bank holidays as gov.uk/bank-holidays lists them for past and coming years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.workdays import (
    SUBDIVISIONS,
    add_months,
    after_clear_working_days,
    clear_days_between,
    is_working_day,
    working_days_between,
)

NATIONS = [*SUBDIVISIONS, None]
ALL = set(SUBDIVISIONS)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
ANY_NATION = st.sampled_from(NATIONS)


@pytest.mark.parametrize(
    ("day", "off_in"),
    [
        # Easter.
        ("2026-04-03", ALL),
        ("2026-04-06", ALL - {"scotland"}),
        ("2027-03-26", ALL),
        ("2027-03-29", ALL - {"scotland"}),
        # Substitute days: Christmas Day 2027 is a Saturday, Boxing Day a Sunday; Boxing Day 2026 a Saturday.
        ("2027-12-27", ALL),
        ("2027-12-28", ALL),
        ("2026-12-28", ALL),
        # New Year, and the second of January in Scotland with its substitute.
        ("2026-01-01", ALL),
        ("2026-01-02", {"scotland"}),
        ("2022-01-03", ALL),
        ("2022-01-04", {"scotland"}),
        # St Andrew's Day and, in 2024, its substitute.
        ("2026-11-30", {"scotland"}),
        ("2024-12-02", {"scotland"}),
        # St Patrick's Day; the Boyne, with its substitute in 2026.
        ("2026-03-17", {"northern_ireland"}),
        ("2027-07-12", {"northern_ireland"}),
        ("2026-07-13", {"northern_ireland"}),
        # Summer: first Monday of August in Scotland, last elsewhere.
        ("2026-08-03", {"scotland"}),
        ("2026-08-31", ALL - {"scotland"}),
        # Moved and one-off holidays.
        ("2020-05-08", ALL),
        ("2022-06-03", ALL),
        ("2022-09-19", ALL),
        ("2023-05-08", ALL),
        # Ordinary days, the first Monday of May 2020 among them; a leap day.
        ("2020-05-04", set()),
        ("2026-06-10", set()),
        ("2028-02-29", set()),
        # The days after the clocks change.
        ("2026-03-30", set()),
        ("2026-10-26", set()),
    ],
)
def test_bank_holidays_differ_by_nation(day, off_in):
    when = date.fromisoformat(day)

    assert {nation for nation in SUBDIVISIONS if not is_working_day(when, nation)} == off_in
    assert is_working_day(when, None) == (not off_in)
    assert is_working_day(when, "atlantis") == (not off_in)


@pytest.mark.parametrize("day", ["2026-06-13", "2026-06-14", "2024-11-30"])
def test_nobody_works_at_the_weekend(day):
    assert not any(is_working_day(date.fromisoformat(day), nation) for nation in NATIONS)


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        ("2026-06-01", "2026-06-02", 0),
        ("2026-06-01", "2026-06-08", 6),
        ("2026-06-01", "2026-06-01", 0),
        ("2026-06-02", "2026-06-01", -1),
        ("2026-06-08", "2026-06-01", -7),
        ("2026-12-30", "2027-01-02", 2),
        ("2028-02-28", "2028-03-01", 1),
        ("2027-02-28", "2027-03-01", 0),
        ("2026-03-28", "2026-03-30", 1),
        ("2026-10-24", "2026-10-26", 1),
    ],
)
def test_clear_days_leave_out_both_ends(first, then, days):
    assert clear_days_between(date.fromisoformat(first), date.fromisoformat(then)) == days


@pytest.mark.parametrize(
    ("first", "then", "nation", "days"),
    [
        ("2026-06-08", "2026-06-16", "england", 5),
        ("2026-06-08", "2026-06-15", "england", 4),
        ("2026-06-12", "2026-06-15", "england", 0),
        # Over Easter: Good Friday everywhere, Easter Monday not in Scotland.
        ("2026-04-01", "2026-04-08", "england", 2),
        ("2026-04-01", "2026-04-08", "scotland", 3),
        ("2026-04-01", "2026-04-08", None, 2),
        # Over the year's end: New Year's Day, and in Scotland the day after.
        ("2026-12-31", "2027-01-06", "england", 2),
        ("2026-12-31", "2027-01-06", "scotland", 1),
        # Over 12 July.
        ("2027-07-09", "2027-07-14", "northern_ireland", 1),
        ("2027-07-09", "2027-07-14", "england", 2),
        # Over St Andrew's Day.
        ("2026-11-27", "2026-12-02", "scotland", 1),
        ("2026-11-27", "2026-12-02", "wales", 2),
        ("2028-02-28", "2028-03-01", "england", 1),
        ("2026-06-08", "2026-06-08", "england", 0),
        ("2026-06-09", "2026-06-08", "england", -1),
        ("2026-06-16", "2026-06-08", "england", -6),
    ],
)
def test_clear_working_days_are_counted_in_the_nation(first, then, nation, days):
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(then), nation) == days


@pytest.mark.parametrize(
    ("day", "count", "nation", "after"),
    [
        ("2026-06-08", 5, "england", "2026-06-16"),
        ("2026-06-08", 4, "england", "2026-06-13"),
        ("2026-06-08", 1, "england", "2026-06-10"),
        ("2026-06-08", 0, "england", "2026-06-08"),
        ("2026-04-01", 5, "england", "2026-04-11"),
        ("2026-04-01", 5, "scotland", "2026-04-10"),
        ("2026-12-24", 5, "england", "2027-01-06"),
        ("2026-12-24", 5, "scotland", "2027-01-07"),
        ("2027-12-31", 1, "scotland", "2028-01-06"),
        ("2028-02-25", 2, "england", "2028-03-01"),
    ],
)
def test_the_first_day_after_clear_working_days(day, count, nation, after):
    assert after_clear_working_days(date.fromisoformat(day), count, nation) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2026-01-15", 3, "2026-04-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-31", -2, "2025-11-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(day, months, after):
    """Dodds v Walker [1981] 1 WLR 1027."""
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(after)


@given(first=DAYS, length=st.integers(0, 120), nation=ANY_NATION)
def test_counting_is_the_same_as_walking(first, length, nation):
    then = first + timedelta(days=length)
    walked = sum(is_working_day(first + timedelta(days=n), nation) for n in range(1, length))

    assert working_days_between(first, then, nation) == walked
    assert working_days_between(first, then, None) <= working_days_between(first, then, nation)


@given(first=DAYS, count=st.integers(0, 30), nation=ANY_NATION)
def test_the_first_day_after_is_the_first_on_which_enough_days_have_passed(first, count, nation):
    after = after_clear_working_days(first, count, nation)

    assert working_days_between(first, after, nation) == count
    assert count == 0 or working_days_between(first, after - timedelta(days=1), nation) < count


@given(first=DAYS, then=DAYS, nation=ANY_NATION)
def test_the_wrong_way_round_is_always_negative(first, then, nation):
    first, then = max(first, then), min(first, then)

    if first != then:
        assert working_days_between(first, then, nation) < 0
        assert clear_days_between(first, then) < 0


def test_three_hundred_years_are_counted_without_the_library_knowing_them_all():
    """The library `holidays` knows British bank holidays up to 2100; of later years only the weekends count."""
    assert working_days_between(date(1900, 1, 1), date(2200, 12, 31), None) > 75_000
    assert is_working_day(date(2150, 12, 25), "england")
    assert not is_working_day(date(2100, 12, 27), "england")
