"""What sweeps found is kept once, for one comparison after the other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.sweeps import SweepNote
from tests.factories import START as NOW
from tests.factories import register

DAY = date(2026, 11, 21)
LEASE = timedelta(minutes=10)


def note(*, day=DAY, at=NOW, **figures):
    zero = dict.fromkeys(("checked", "late", "blocking", "opened", "closed"), 0)
    return SweepNote(day=day, at=at, **{**zero, **figures})


def test_nothing_was_swept_yet(ledger):
    assert ledger.sweeps.last() is None
    assert ledger.sweeps.gaps() == {}


def test_the_latest_sweep_stands_with_its_gaps(ledger):
    first, second = note(blocking=2), note(day=DAY + timedelta(days=1), at=NOW + timedelta(days=1), opened=1)

    assert ledger.sweeps.record(first, {"IA-01.provided": (b"a", b"b")}, after=None)
    assert ledger.sweeps.record(second, {"IA-02.provided": (b"c", b"d")}, after=first)

    assert ledger.sweeps.last() == second
    assert ledger.sweeps.gaps() == {"IA-02.provided": (b"c", b"d")}


def test_a_second_sweep_of_a_day_replaces_the_first(ledger):
    first, again = note(blocking=2), note(at=NOW + timedelta(hours=1), blocking=1)
    ledger.sweeps.record(first, {}, after=None)

    assert ledger.sweeps.record(again, {}, after=first)
    assert ledger.sweeps.last() == again


def test_a_sweep_that_was_overtaken_keeps_nothing(ledger):
    ledger.sweeps.record(note(), {"IA-01.provided": (b"a", b"b")}, after=None)

    assert not ledger.sweeps.record(note(at=NOW + timedelta(hours=1)), {}, after=None)
    assert ledger.sweeps.last() == note()
    assert ledger.sweeps.gaps()


def test_a_day_is_taken_on_once(ledger):
    assert ledger.sweeps.claim(DAY, "one", NOW, lease=LEASE)
    assert not ledger.sweeps.claim(DAY, "two", NOW, lease=LEASE)
    assert ledger.sweeps.last() is None


def test_a_day_whose_keeper_died_is_taken_on_by_another(ledger):
    ledger.sweeps.claim(DAY, "one", NOW, lease=LEASE)

    assert ledger.sweeps.claim(DAY, "two", NOW + LEASE, lease=LEASE)


def test_a_day_that_is_done_is_done(ledger):
    ledger.sweeps.claim(DAY, "one", NOW, lease=LEASE)
    ledger.sweeps.record(note(), {}, after=None)

    assert not ledger.sweeps.claim(DAY, "two", NOW + timedelta(days=1), lease=LEASE)


@pytest.mark.parametrize(("later", "known"), [(-1, False), (0, True), (1, True)])
def test_a_portfolio_that_begins_later_was_not_missed(office, later, known):
    register(office=office)

    assert office.ledger.sweeps.has_changes_before(NOW + timedelta(seconds=later)) is known


def test_standing_lists_open_changes_in_the_order_of_registration(office):
    one, two = register(office=office, title="One"), register(office=office, title="Two")

    found = office.ledger.standing()

    assert (found.refs, found.titles) == ([one.ref, two.ref], ["One", "Two"])
    assert found.gates == [one.gate, two.gate]
    assert found.catalogues == [one.catalogue, two.catalogue]
    assert len(found) == 2
