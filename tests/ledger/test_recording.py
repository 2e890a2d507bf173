"""Recording writes everything or nothing, and one of two writers wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gates.events import FactsRecorded, GatePassed, TeamAssigned
from gates.evolve import fold
from gates.transitions import IllegalMove
from gates.vocabulary import Gate, Outcome
from ledger.errors import Conflict, NotStorable, UnknownCatalogue, UnknownReference
from tests.factories import ITEMS, START, later, register, registration, submission

TABLES = ("events", "changes", "gate_evidence", "wakes")


@pytest.fixture
def everything(sql):
    """All rows that an append touches."""
    queries = [f"SELECT * FROM {table} ORDER BY 1, 2, 3" for table in TABLES]  # noqa: S608
    return lambda: [sql(query) for query in queries]


def facts(staff=1):
    return FactsRecorded(facts={"staff_affected": staff})


def test_what_was_recorded_is_what_is_loaded(office, ledger):
    change = register(office=office)
    after = ledger.append(
        change.ref,
        [submission(office=office), facts()],
        expected_version=1,
        acting=office.acting(),
        at=later(),
    )

    assert after.version == 3
    assert ledger.load(change.ref) == after == fold(ledger.history(change.ref))


def test_an_event_carries_who_when_by_which_door_and_under_which_catalogue(office, ledger):
    change = register(office=office)
    summer = timezone(timedelta(hours=1))
    at = datetime(2026, 7, 1, 10, 30, 0, 123456, tzinfo=summer)
    acting = office.acting(who="clerk").model_copy(update={"on_behalf_of": office.people["sro"]})
    ledger.append(change.ref, [facts()], expected_version=1, acting=acting, at=at)

    last = ledger.history(change.ref)[-1]

    assert last.acting == acting
    assert last.at == at
    assert last.at.tzinfo == UTC
    assert last.catalogue == office.catalogue.version


def test_a_moment_without_a_time_zone_is_refused(office, ledger):
    change = register(office=office)

    with pytest.raises(ValueError, match="time zone"):
        ledger.append(
            change.ref, [facts()], expected_version=1, acting=office.acting(), at=START.replace(tzinfo=None)
        )


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_writing_from_an_outdated_state_is_a_conflict_that_says_who_was_first(
    office, ledger, everything, expected
):
    change = register(office=office)
    ledger.append(change.ref, [facts()], expected_version=1, acting=office.acting(who="clerk"), at=later())
    before = everything()
    news = [registration(office=office, ref=change.ref)] if expected == 0 else [facts(2)]

    with pytest.raises(Conflict) as refused:
        ledger.append(change.ref, news, expected_version=expected, acting=office.acting(), at=later())

    assert "Clerk recorded triage facts" in str(refused.value)
    assert everything() == before


def test_an_illegal_event_among_legal_ones_leaves_nothing_behind(office, ledger, everything):
    change = register(office=office)
    before = everything()
    passed = GatePassed(gate=Gate.IMPACT, round=1, pack="0", votes={}, outcome=Outcome.APPROVE)

    with pytest.raises(IllegalMove):
        ledger.append(change.ref, [facts(), passed], expected_version=1, acting=office.acting(), at=later())

    assert everything() == before


def test_one_bad_change_keeps_a_whole_import_out(office, ledger, everything):
    before = everything()
    news = [(ref, [registration(office=office, ref=ref)]) for ref in ("CHG-0001", "CHG-0002", "CHG-0001")]

    with pytest.raises(Conflict):
        ledger.append_many(news, acting=office.acting(), at=START)

    assert everything() == before


def test_many_new_changes_are_recorded_as_if_one_by_one(office, ledger):
    refs = ledger.next_refs(250)
    news = [(ref, [registration(office=office, ref=ref), submission(office=office)]) for ref in refs]

    states = ledger.append_many(news, acting=office.acting(), at=START)

    assert [state.ref for state in states] == refs
    assert ledger.load(refs[-1]) == states[-1] == fold(ledger.history(refs[-1]))
    assert ledger.verify().ok


@pytest.mark.parametrize(
    "note", ["a \x00 in a text", "a lone \ud800 surrogate", float("nan"), float("inf")], ids=repr
)
def test_what_a_database_cannot_hold_is_refused_before_anything_is_written(office, ledger, everything, note):
    change = register(office=office)
    before = everything()

    with pytest.raises(NotStorable):
        ledger.append(
            change.ref,
            [submission(office=office, record={"note": note})],
            expected_version=1,
            acting=office.acting(),
            at=later(),
        )

    assert everything() == before


@pytest.mark.parametrize(
    "note", ["Ynys Môn: £3m “quoted”", "\\u0000 written out", "\u2028 \x7f \x01", "🏛️", ""]
)
def test_any_other_text_comes_back_as_it_was(office, ledger, note):
    change = register(office=office, title=note)
    ledger.append(
        change.ref,
        [submission(office=office, record={"note": note})],
        expected_version=1,
        acting=office.acting(),
        at=later(),
    )

    assert ledger.load(change.ref).evidence["IA-01"].record == {"note": note}
    assert ledger.list().rows[0].title == note
    assert ledger.verify().ok


@pytest.mark.parametrize("ref", ["CHG-0002", "COUNCIL"])
def test_an_event_is_never_recorded_under_another_reference(office, ledger, ref):
    with pytest.raises(ValueError, match="cannot be recorded"):
        ledger.append(
            ref,
            [registration(office=office, ref="CHG-0001" if ref != "COUNCIL" else ref)],
            expected_version=0,
            acting=office.acting(),
            at=START,
        )


def test_a_change_under_an_unknown_catalogue_is_refused(office, ledger, everything):
    before = everything()

    with pytest.raises(UnknownCatalogue):
        register(office=office, ref="CHG-0001", catalogue="0" * 64)

    assert everything() == before


def test_recording_nothing_changes_nothing(office, ledger, everything):
    change = register(office=office)
    before = everything()

    assert ledger.append(change.ref, [], expected_version=1, acting=office.acting(), at=later()) == change
    assert everything() == before


def test_an_unknown_reference_is_answered_with_near_ones(office, ledger):
    register(office=office, ref="CHG-0012")

    for use in (ledger.load, ledger.history):
        with pytest.raises(UnknownReference) as refused:
            use("CHG-12")
        assert "CHG-0012" in refused.value.what_to_do


def test_a_decision_is_asked_again_about_the_newer_state_when_another_was_first(office, ledger):
    change = register(office=office)
    asked = []

    def command(state):
        asked.append(state.version)
        if len(asked) == 1:
            ledger.append(change.ref, [facts(1)], expected_version=1, acting=office.acting(), at=later())
        return [facts(state.version * 10)]

    after = ledger.decide(change.ref, command, acting=office.acting(), at=later())

    assert asked == [1, 2]
    assert after.facts["staff_affected"] == 20
    assert after.version == 3


def test_a_decision_that_loses_every_race_gives_up_with_a_conflict(office, ledger):
    change = register(office=office)

    def command(state):
        acting = office.acting(who="clerk")
        ledger.append(change.ref, [facts()], expected_version=state.version, acting=acting, at=later())
        return [facts(2)]

    with pytest.raises(Conflict):
        ledger.decide(change.ref, command, acting=office.acting(), at=later())

    assert {one.acting.person for one in ledger.history(change.ref)[1:]} == {office.people["clerk"]}


def test_a_decision_that_decides_nothing_records_nothing(office, ledger, everything):
    change = register(office=office)
    before = everything()

    assert ledger.decide(change.ref, lambda _: [], acting=office.acting(), at=later()) == change
    assert everything() == before


def test_references_are_never_handed_out_twice(office, ledger):
    assert ledger.next_refs(2) == ["CHG-0001", "CHG-0002"]
    assert ledger.next_refs() == ["CHG-0003"]


def test_a_change_is_found_by_its_reference_in_another_register(office, ledger):
    change = register(office=office, external_ref="HFDC-001")
    register(office=office)

    assert ledger.by_external_ref(change.source, ["HFDC-001", "HFDC-002"]) == {"HFDC-001": change.ref}


def evidence_rows(sql):
    rows = sql("SELECT row_id, item, gate, version, q1, q2, catalogue FROM gate_evidence ORDER BY item")
    return {row["item"]: row for row in rows}


def test_a_new_change_owes_every_required_item_of_every_gate(office, sql):
    register(office=office)

    rows = evidence_rows(sql)

    assert {item: row["gate"] for item, row in rows.items()} == {
        item: gate for item, (gate, _) in ITEMS.items()
    }
    assert {(row["version"], row["q1"], row["catalogue"]) for row in rows.values()} == {
        (None, None, office.catalogue.version)
    }


def test_evidence_is_measured_when_it_is_handed_in_and_other_rows_stay_untouched(office, ledger, sql):
    change = register(office=office)
    before = evidence_rows(sql)
    ledger.append(
        change.ref, [submission(office=office)], expected_version=1, acting=office.acting(), at=later()
    )
    after = evidence_rows(sql)

    assert (after["IA-01"]["version"], after["IA-01"]["q1"], after["IA-01"]["q2"]) == (1, 3.0, None)
    assert after["IA-01"]["row_id"] == before["IA-01"]["row_id"]
    assert {item: row for item, row in after.items() if item != "IA-01"} == {
        item: row for item, row in before.items() if item != "IA-01"
    }


def test_an_event_that_does_not_touch_evidence_leaves_its_rows_alone(office, ledger, sql):
    change = register(office=office)
    sql("UPDATE gate_evidence SET q24 = 7")
    team = TeamAssigned(team={"legal": office.people["monitoring-officer"]})
    ledger.append(change.ref, [team], expected_version=1, acting=office.acting(), at=later())

    assert {row["q24"] for row in sql("SELECT q24 FROM gate_evidence")} == {7}


def test_every_append_makes_the_change_due_at_its_new_version(office, ledger):
    change = register(office=office)
    ledger.append(change.ref, [facts()], expected_version=1, acting=office.acting(), at=later())

    (wake,) = ledger.wakes.list(change.ref)

    assert (wake.due_at, wake.version) == (START, 2)


def test_a_snapshot_that_cannot_be_read_is_folded_from_the_events_instead(office, ledger, sql):
    change = register(office=office)
    sql("UPDATE changes SET snapshot = '{}'")

    assert ledger.load(change.ref) == change


def test_councils_in_one_database_do_not_see_each_other(office, ledger, url):
    from tests.factories import make_office

    other = make_office(url=url, council="other")
    register(office=office, ref="CHG-0001", title="Ours")
    register(office=other, ref="CHG-0001", title="Theirs")

    assert ledger.load("CHG-0001").title == "Ours"
    assert [row.title for row in other.ledger.list().rows] == ["Theirs"]
    assert [wake.ref for wake in ledger.wakes.list()] == ["CHG-0001"]
    assert ledger.verify().changes == other.ledger.verify().changes == 1
    assert ledger.verify().ok
    assert other.ledger.verify().ok
    other.ledger.close()
