"""The whole portfolio in one pass finds what the single checks find."""

from __future__ import annotations

from flows.reconcile import reconcile
from gates.clock import london_day
from gates.vocabulary import Gate
from tasks.check import gaps_of
from tasks.portfolio_page import sweep_table
from tasks.sweeping import owed_now, sweep_portfolio
from tests.factories import tiny_catalogue
from tests.flows.council import VOTERS, new_change, stop_change, submit, vote


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


def test_changes_under_different_catalogues_are_each_held_against_their_own(house, office):
    old = new_change(office)
    newer = tiny_catalogue(name="Another catalogue")
    office.ledger.catalogues.put(newer)
    new = new_change(office, catalogue=newer.version)

    assert set(sweep_portfolio(house).gaps) == {old, new}


def test_the_table_names_who_owes_what(house, office):
    ref = new_change(office, title="Late")
    swept = sweep_portfolio(house)
    owed = owed_now(house, swept)

    made = sweep_table(owed, swept, house.names({person for one in owed for person in one.owners}))

    (row,) = made.rows
    assert (row["Change"], row["Evidence"], row["Who owes it"]) == (ref, "IA-01", "Programme-manager")
    assert made.says.endswith("1 open changes checked, 1 with evidence missing.")
