"""What is computed from the events can be thrown away and comes back the same."""

from __future__ import annotations

import pytest

from gates.events import ChangeStopped, FactsRecorded
from gates.vocabulary import Gate
from ledger.errors import ChainBroken, TableMissing
from tests.factories import later, register, submission
from tests.ledger.tampering import without_triggers

EVIDENCE = "change_id, council, ref, gate, item, catalogue, version, q1, q2"


@pytest.fixture
def changes(office, ledger):
    """Three changes: with evidence, ended, and fresh."""
    refs = [register(office=office).ref for _ in range(3)]
    news = [submission(office=office), FactsRecorded(facts={"staff_affected": None})]
    ledger.append(refs[0], news, expected_version=1, acting=office.acting(), at=later())
    stopped = ChangeStopped(gate=Gate.IMPACT, reason="No longer wanted")
    ledger.append(refs[1], [stopped], expected_version=1, acting=office.acting(), at=later(minutes=2))
    return [ledger.load(ref) for ref in refs]


@pytest.fixture
def projected(sql):
    """All that is computed from events."""
    evidence = f"SELECT {EVIDENCE} FROM gate_evidence ORDER BY change_id, item"  # noqa: S608
    queries = ("SELECT * FROM changes ORDER BY id", evidence, "SELECT * FROM councils")
    return lambda: [sql(query) for query in queries]


def test_rebuilding_a_right_ledger_changes_nothing(ledger, changes, projected):
    before = projected()

    report = ledger.rebuild()

    assert report.same
    assert report.changes == 3
    assert projected() == before


@pytest.mark.parametrize(
    "damage",
    [
        ["DELETE FROM changes"],
        ["DELETE FROM gate_evidence"],
        ["DELETE FROM changes", "DELETE FROM gate_evidence", "DELETE FROM wakes"],
        ["UPDATE changes SET snapshot = 'nonsense', phase = 'delivering', title = ''"],
        ["UPDATE changes SET id = id + 500"],
        ["UPDATE gate_evidence SET q1 = 99"],
        ["UPDATE gate_evidence SET change_id = change_id + 500"],
        ["UPDATE councils SET roster = '{}'"],
        ["DROP TABLE changes"],
        [
            "DROP TABLE changes",
            "DROP TABLE gate_evidence",
            "DROP TABLE wakes",
            "DROP TABLE prompts",
            "DROP TABLE runs",
        ],
    ],
    ids=" and ".join,
)
def test_whatever_happened_to_the_projections_is_put_right_and_told(ledger, changes, projected, sql, damage):
    before = projected()
    for statement in damage:
        sql(statement)

    report = ledger.rebuild()

    assert not report.same
    assert projected() == before
    assert ledger.rebuild().same
    assert ledger.verify().ok
    assert [ledger.load(change.ref) for change in changes] == changes


def test_a_dropped_table_is_named_with_the_way_to_get_it_back(ledger, changes, sql):
    sql("DROP TABLE changes")

    with pytest.raises(TableMissing) as refused:
        ledger.load(changes[0].ref)

    assert "changes" in str(refused.value)
    assert "gatehouse ledger rebuild" in refused.value.what_to_do


def test_wake_ups_that_are_missing_come_back_and_others_stay(ledger, changes, sql):
    sql("DELETE FROM wakes WHERE ref = :ref", ref=changes[0].ref)
    sql("UPDATE wakes SET due_at = NULL")
    ledger.rebuild()

    assert {wake.ref: (wake.due_at, wake.version) for wake in ledger.wakes.list()} == {
        changes[0].ref: (later(), 3),
        changes[1].ref: (None, 2),
        changes[2].ref: (None, 1),
    }


def test_a_rebuilt_ledger_goes_on_as_before(office, ledger, changes, sql):
    for table in ("changes", "gate_evidence", "wakes"):
        sql("DROP TABLE " + table)
    ledger.rebuild()
    news = [FactsRecorded(facts={"staff_affected": 5})]
    ledger.append(changes[2].ref, news, expected_version=1, acting=office.acting(), at=later(minutes=5))
    register(office=office)

    assert ledger.verify().ok


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET actor = 'PER-0666' WHERE ref = 'CHG-0001' AND seq = 2",
        "DELETE FROM events WHERE ref = 'CHG-0001' AND seq = 3",
        "UPDATE events SET actor = 'PER-0666' WHERE ref = 'COUNCIL' AND seq = 2",
    ],
)
def test_a_damaged_record_is_never_made_to_look_right(ledger, changes, projected, sql, url, damage):
    sql("UPDATE changes SET title = 'Tampered'")
    with without_triggers(url) as tamper:
        tamper(damage)
    before = projected()

    with pytest.raises(ChainBroken):
        ledger.rebuild()

    assert projected() == before
