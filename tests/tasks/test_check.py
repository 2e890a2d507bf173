"""What Great Expectations finds is held against the events: an altered table never lets a gate pass."""

from __future__ import annotations

import sqlite3

import pytest

from gates.clock import london_day
from gates.errors import GateError
from gates.vocabulary import Gate
from ledger.errors import Conflict
from tasks.check import EvidenceAltered, gaps_of
from tasks.house import utc_now
from tests.flows.council import new_change, submit


def alter(house, statement: str) -> None:
    with sqlite3.connect(house.settings.home / "gatehouse.db") as connection:
        connection.execute(statement)


def test_gaps_are_those_that_the_events_leave(house, office):
    ref = new_change(office)

    gaps = gaps_of(house, house.ledger.load(ref), london_day(utc_now()))

    assert [gap.rule for gap in gaps] == ["IA-01.provided"]


def test_a_table_made_to_look_complete_decides_nothing(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT, note="tbc")
    alter(house, f"UPDATE gate_evidence SET q1 = 99 WHERE item = 'IA-01' AND ref = '{ref}'")  # noqa: S608

    with pytest.raises(EvidenceAltered, match=r"IA-01\."):
        gaps_of(house, house.ledger.load(ref), london_day(utc_now()))


def test_a_table_with_a_row_removed_decides_nothing(house, office):
    ref = new_change(office)
    alter(house, f"DELETE FROM gate_evidence WHERE item = 'IA-01' AND ref = '{ref}'")  # noqa: S608

    with pytest.raises(GateError, match=r"holds other items of change .*: IA-01"):
        gaps_of(house, house.ledger.load(ref), london_day(utc_now()))


def test_a_state_read_before_somebody_wrote_is_a_race_and_not_a_fault(house, office):
    ref = new_change(office)
    before = house.ledger.load(ref)
    submit(office, ref, Gate.IMPACT)

    with pytest.raises(Conflict):
        gaps_of(house, before, london_day(utc_now()))
