"""The whole portfolio in one pass finds what the single checks find, and tells what is new since the last time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.reconcile import reconcile
from gates.clock import london_day
from gates.vocabulary import Gate
from tasks.check import gaps_of
from tasks.portfolio_page import sweep_table
from tasks.sweep_notes import compared, owed_now, record, swept_now
from tasks.sweeping import sweep_portfolio
from tests.factories import tiny_catalogue
from tests.flows.council import VOTERS, new_change, stop_change, submit, vote


@pytest.fixture
def later(house):
    """Lets days pass for the house."""

    def pass_days(days):
        began = house.now
        house.now = lambda: began() + timedelta(days=days)

    return pass_days


def test_a_sweep_finds_for_each_change_what_its_own_check_finds(house, office):
    late, complete, further, stopped = (new_change(office, title=f"Change {n}") for n in range(4))
    for ref in (complete, further):
        submit(office, ref, Gate.IMPACT)
        reconcile(house, ref)
    for member in VOTERS:
        vote(office, further, member)
    reconcile(house, further)
    stop_change(office, stopped)

    swept = sweep_portfolio(house)

    today = london_day(house.now())
    single = {ref: gaps_of(house, house.ledger.load(ref), today) for ref in (late, complete, further)}
    assert swept.gaps == {ref: gaps for ref, gaps in single.items() if gaps}
    assert (swept.checked, swept.late, swept.blocking) == (3, 2, 2)
    assert [gap.gate for gap in swept.gaps[further]] == [Gate.EQUALITY]


def test_a_portfolio_without_changes_has_no_gaps(house, office):
    result = swept_now(house, keep_result=True)

    assert (result.swept.checked, result.swept.late, result.swept.blocking) == (0, 0, 0)
    assert list(result.newest(10)) == []


def test_changes_under_different_catalogues_are_each_held_against_their_own(house, office):
    old = new_change(office)
    newer = tiny_catalogue(name="Another catalogue")
    office.ledger.catalogues.put(newer)
    new = new_change(office, catalogue=newer.version)

    assert set(sweep_portfolio(house).gaps) == {old, new}
    assert compared(house, sweep_portfolio(house)).opened == 2


def test_the_table_names_who_owes_what(house, office):
    ref = new_change(office, title="Late")
    result = swept_now(house, keep_result=False)
    owed = owed_now(house, result, most=10)

    made = sweep_table(owed, result, house.names({person for one in owed for person in one.owners}))

    (row,) = made.rows
    assert (row["Change"], row["Evidence"], row["Who owes it"]) == (ref, "IA-01", "Programme-manager")
    assert "1 open change checked, 1 with evidence missing." in made.says
    assert made.says.endswith("There is no earlier sweep to compare it with.")


def test_what_is_not_recorded_is_not_compared_with(house, office):
    new_change(office)
    swept_now(house, keep_result=False)

    assert swept_now(house, keep_result=False).last is None


def test_the_next_sweep_tells_what_is_new_and_what_is_closed(house, office, later):
    old, closing = new_change(office, title="Old"), new_change(office, title="Closing")
    first = swept_now(house, keep_result=True)
    later(1)
    new = new_change(office, title="New")
    submit(office, closing, Gate.IMPACT)

    second = swept_now(house, keep_result=True)

    assert (first.opened, first.closed) == (2, 0)
    assert (second.opened, second.closed) == (1, 1)
    assert second.last is not None
    assert second.last.day == first.swept.day
    owed = owed_now(house, second, most=10)
    assert [(one.ref, one.is_new) for one in owed] == [(new, True), (old, False)]
    assert [one.since - first.swept.day for one in owed] == [timedelta(days=1), timedelta(0)]
    assert "1 gap is new and 1 closed." in sweep_table(owed, second, {}).says


def test_a_gap_that_comes_back_is_new_again(house, office, later):
    ref = new_change(office)
    swept_now(house, keep_result=True)
    submit(office, ref, Gate.IMPACT)
    later(1)
    assert swept_now(house, keep_result=True).closed == 1
    submit(office, ref, Gate.IMPACT, note="too short")
    later(1)

    again = swept_now(house, keep_result=True)

    assert (again.opened, again.closed) == (1, 0)
    assert [since for _, _, since in again.newest(1)] == [again.swept.day]


def test_two_sweeps_at_once_are_each_compared_with_the_one_before(house, office, later):
    new_change(office)
    mine = sweep_portfolio(house)
    swept_now(house, keep_result=True)

    result = record(house, mine)

    assert (result.opened, result.closed) == (0, 0)
    assert result.last is not None


def test_only_the_newest_gaps_are_shown_where_there_are_many(house, office):
    for _ in range(3):
        new_change(office)
    result = swept_now(house, keep_result=False)
    owed = owed_now(house, result, most=2)

    assert len(owed) == 2
    assert "The newest 2 of 3 gaps are shown." in sweep_table(owed, result, {}).says


def test_a_day_in_the_notes_is_that_of_london(house, office):
    new_change(office)

    assert isinstance(swept_now(house, keep_result=True).swept.day, date)
    assert house.ledger.sweeps.last().day == london_day(house.now())
