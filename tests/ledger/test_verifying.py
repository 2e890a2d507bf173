"""Whatever is done to the record behind its back is found, and named."""

from __future__ import annotations

import json

import pytest

from gates.canonical import canonical_json
from gates.events import FactsRecorded
from ledger.chain import ENVELOPE, hash_of
from tests.factories import START, later, register, submission
from tests.ledger.tampering import without_triggers

COUNCIL_EVENTS = 16
TEXT_COLUMNS = (
    "council",
    "ref",
    "at",
    "type",
    "actor",
    "role",
    "door",
    "catalogue",
    "body",
    "prev_hash",
    "hash",
)
LAST = 5


@pytest.fixture
def change(office, ledger):
    """A change with five events, beside another that must never be suspected."""
    change = register(office=office, ref="CHG-0001")
    register(office=office, ref="CHG-0002")
    for number in range(2, LAST):
        news = [FactsRecorded(facts={"staff_affected": number})]
        ledger.append(
            change.ref, news, expected_version=number - 1, acting=office.acting(), at=later(minutes=number)
        )
    return ledger.append(
        change.ref,
        [submission(office=office)],
        expected_version=LAST - 1,
        acting=office.acting(),
        at=later(minutes=9),
    )


@pytest.fixture
def tamper(url):
    """Runs statements with the triggers off."""

    def run(*statements, **values):
        with without_triggers(url) as sql:
            for statement in statements:
                sql(statement, **values)

    return run


def found(ledger):
    return {(fault.ref, fault.seq) for fault in ledger.verify().faults}


def test_a_whole_ledger_has_no_faults(ledger, change):
    report = ledger.verify()

    assert report.ok
    assert (report.changes, report.events) == (2, COUNCIL_EVENTS + LAST + 1)


@pytest.mark.parametrize("seq", [1, 3, LAST])
@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_one_altered_character_in_any_column_of_any_event_is_found(ledger, change, tamper, column, seq):
    altered = f"substr({column}, 1, length({column}) - 1) || CASE substr({column}, length({column})) "
    tamper(
        f"UPDATE events SET {column} = {altered} WHEN 'x' THEN 'y' ELSE 'x' END "  # noqa: S608
        "WHERE ref = 'CHG-0001' AND seq = :seq",
        seq=seq,
    )

    assert ("CHG-0001", seq) in found(ledger)
    assert "CHG-0002" not in {ref for ref, _ in found(ledger)}


@pytest.mark.parametrize("character", range(0, 60, 7))
def test_one_altered_character_anywhere_in_a_body_is_found(ledger, change, tamper, character):
    tamper(
        "UPDATE events SET body = substr(body, 1, :at) || '~' || substr(body, :at + 2) "
        "WHERE ref = 'CHG-0001' AND seq = 2",
        at=character,
    )

    assert found(ledger) == {("CHG-0001", 2)}


@pytest.mark.parametrize(
    ("column", "value"),
    [("on_behalf_of", "'PER-0001'"), ("seq", "9"), ("id", "9999"), ("body", "body || ' '"), ("body", "'[]'")],
)
def test_columns_that_hold_no_plain_text_are_watched_too(ledger, change, tamper, column, value):
    tamper(f"UPDATE events SET {column} = {value} WHERE ref = 'CHG-0001' AND seq = 3")  # noqa: S608

    assert found(ledger) & {("CHG-0001", 3), ("CHG-0001", 4)}


def test_a_missing_event_is_named(ledger, change, tamper):
    tamper("DELETE FROM events WHERE ref = 'CHG-0001' AND seq IN (2, 3)")

    (fault,) = ledger.verify().faults

    assert (fault.ref, fault.seq) == ("CHG-0001", 2)
    assert "up to event 3" in fault.what


@pytest.mark.parametrize("left", [4, 3, 0])
def test_a_tail_that_was_cut_off_is_named(ledger, change, tamper, left):
    tamper("DELETE FROM events WHERE ref = 'CHG-0001' AND seq > :left", left=left)

    assert found(ledger) == {("CHG-0001", left + 1)}


def test_two_events_in_the_wrong_order_are_found(ledger, change, tamper):
    tamper(
        "UPDATE events SET seq = 99 WHERE ref = 'CHG-0001' AND seq = 2",
        "UPDATE events SET seq = 2 WHERE ref = 'CHG-0001' AND seq = 3",
        "UPDATE events SET seq = 3 WHERE ref = 'CHG-0001' AND seq = 99",
    )

    assert {("CHG-0001", 2), ("CHG-0001", 3)} <= found(ledger)


def test_events_moved_to_another_change_are_found_in_both(ledger, change, tamper):
    tamper("UPDATE events SET ref = 'CHG-0002' WHERE ref = 'CHG-0001' AND seq = 2")

    assert {("CHG-0001", 2), ("CHG-0002", 2)} <= found(ledger)


def test_an_event_that_was_never_recorded_through_the_ledger_is_found(ledger, change, sql):
    columns = ", ".join(ENVELOPE)
    (last,) = sql(f"SELECT {columns}, hash AS prev_hash FROM events WHERE ref = 'CHG-0001' AND seq = 5")  # noqa: S608
    body = {"type": "facts_recorded", "facts": {"staff_affected": 0}}
    row = {**last, "seq": LAST + 1, "type": body["type"], "body": canonical_json(body)}
    row["hash"] = hash_of(row, body)
    names = ", ".join(row)
    sql(f"INSERT INTO events ({names}) VALUES ({', '.join(':' + name for name in row)})", **row)  # noqa: S608

    assert found(ledger) == {("CHG-0001", LAST + 1)}


def test_an_event_altered_together_with_its_hash_is_found_at_the_next(ledger, change, tamper, sql):
    columns = ", ".join((*ENVELOPE, "prev_hash"))
    (row,) = sql(f"SELECT {columns} FROM events WHERE ref = 'CHG-0001' AND seq = 3")  # noqa: S608
    body = {"type": "facts_recorded", "facts": {"staff_affected": 9999}}
    tamper(
        "UPDATE events SET body = :body, hash = :hash WHERE ref = 'CHG-0001' AND seq = 3",
        body=canonical_json(body),
        hash=hash_of(row, body),
    )

    assert found(ledger) == {("CHG-0001", 4)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = replace(body, 'clerk', 'chair') WHERE ref = 'COUNCIL' AND seq = 9",
        "DELETE FROM events WHERE ref = 'COUNCIL' AND seq = 9",
        "UPDATE events SET actor = 'PER-0001' WHERE ref = 'COUNCIL' AND seq = 9",
    ],
)
def test_the_council_s_own_chain_is_checked_too(ledger, change, tamper, statement):
    tamper(statement)

    assert found(ledger) == {("COUNCIL", 9)}


def test_a_council_s_cut_tail_and_a_made_up_roster_are_found(ledger, change, tamper, sql):
    sql("UPDATE councils SET roster = replace(roster, 'auditor', 'member')")
    assert found(ledger) == {("COUNCIL", None)}

    tamper("DELETE FROM events WHERE ref = 'COUNCIL' AND seq = 16")
    assert found(ledger) >= {("COUNCIL", 16)}


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE changes SET snapshot = replace(snapshot, 'gathering', 'delivering')", "snapshot"),
        ("UPDATE changes SET snapshot = 'nonsense'", "snapshot"),
        ("UPDATE changes SET phase = 'delivering'", "phase"),
        ("UPDATE changes SET gate_since = 'yesterday'", "gate_since"),
        ("UPDATE gate_evidence SET q1 = 99 WHERE item = 'IA-01'", "IA-01"),
        ("UPDATE gate_evidence SET version = 1, q1 = 99 WHERE item = 'LG-01'", "LG-01"),
        ("DELETE FROM gate_evidence WHERE item = 'CO-01'", "CO-01"),
        ("DELETE FROM changes", "missing"),
    ],
)
def test_a_projection_that_does_not_follow_from_the_events_is_found(ledger, change, sql, statement, named):
    sql(statement)

    faults = ledger.verify().faults

    assert {(fault.ref, fault.seq) for fault in faults} >= {("CHG-0001", None), ("CHG-0002", None)} or (
        "q1 = 99" in statement and ("CHG-0001", None) in {(fault.ref, fault.seq) for fault in faults}
    )
    assert all(named in fault.what or "belong to no change" in fault.what for fault in faults)


def test_evidence_rows_of_no_change_are_found(ledger, change, sql):
    sql("UPDATE gate_evidence SET change_id = 9999 WHERE item = 'CO-01' AND ref = 'CHG-0002'")

    assert found(ledger) == {("CHG-0002", None)}


def test_a_snapshot_written_in_another_style_is_no_fault(ledger, change, sql):
    (row,) = sql("SELECT snapshot FROM changes WHERE ref = 'CHG-0001'")
    snapshot = json.dumps(json.loads(row["snapshot"]), indent=1)
    sql("UPDATE changes SET snapshot = :snapshot WHERE ref = 'CHG-0001'", snapshot=snapshot)

    assert ledger.verify().ok


def test_an_event_that_the_rules_cannot_follow_is_named(ledger, change, tamper, sql):
    columns = ", ".join((*ENVELOPE, "prev_hash"))
    (row,) = sql(f"SELECT {columns} FROM events WHERE ref = 'CHG-0001' AND seq = 5")  # noqa: S608
    body = {"type": "delivery_begun"}
    row = {**row, "type": "delivery_begun"}
    tamper(
        "UPDATE events SET body = :body, type = :type, hash = :hash WHERE ref = 'CHG-0001' AND seq = 5",
        "UPDATE changes SET head_hash = :hash WHERE ref = 'CHG-0001'",
        body=canonical_json(body),
        type=row["type"],
        hash=hash_of(row, body),
    )

    (fault,) = ledger.verify().faults

    assert (fault.ref, fault.seq) == ("CHG-0001", 5)
    assert "cannot be understood" in fault.what


def test_the_heads_are_where_the_chains_end(ledger, change, sql):
    heads = ledger.heads()

    assert [(head.ref, head.version) for head in heads] == [
        ("COUNCIL", 16),
        ("CHG-0001", LAST),
        ("CHG-0002", 1),
    ]
    assert {head.hash for head in heads} <= {row["hash"] for row in sql("SELECT hash FROM events")}
    assert ledger.history("CHG-0001")[-1].at > START
