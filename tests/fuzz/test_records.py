"""A damaged record is refused at the door with its faults, or it is measured, and Python and SQL judge it alike."""

from __future__ import annotations

import math
import sqlite3
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.canonical import canonical_json
from gates.check_soundness import MOST_MEASURES
from gates.commands import Submission, submit_evidence
from gates.completeness import EvidenceRow, measures_of, rules_of
from gates.errors import GateError
from gates.evolve import fold
from gates.record_template import template_of
from gates.records import RecordInvalid, published_facts, read_record
from tasks.completeness_sql import check_sql
from tests.catalogue.examples import CATALOGUE, TODAY, example_of
from tests.factories import register
from tests.fuzz import office as offices
from tests.fuzz import values
from tests.fuzz.profile import examples

IDS = [item.id for item in CATALOGUE.items]
NAMES = sorted(
    {name for item in CATALOGUE.items for name in item.fields} | {"document", "name", "role", "signed_on"}
)
DOCUMENTS = st.sampled_from(
    [None, {}, {"sha256": "a" * 64, "name": "a.pdf", "size": 1, "media_type": "", "flags": ()}]
)
items = st.sampled_from(IDS)
example = cache(lambda item_id: example_of(CATALOGUE.item(item_id)))
asked = cache(lambda item_id: check_sql([CATALOGUE.item(item_id)], TODAY))


@pytest.fixture(scope="module")
def table():
    """A table of evidence in memory."""
    measures = ", ".join(f"q{number} double precision" for number in range(1, MOST_MEASURES + 1))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    columns = "change_id INTEGER, ref TEXT, gate TEXT, item TEXT, catalogue TEXT, version INTEGER"
    connection.execute(f"CREATE TABLE gate_evidence ({columns}, {measures})")
    yield connection
    connection.close()


def is_refused_or_judged(table, item_id, raw, facts, document):
    item = CATALOGUE.item(item_id)
    try:
        record = read_record(item, raw)
    except RecordInvalid as refused:
        offices.says_itself(refused)
        offices.ended("refused")
        return
    # Canonical is canonical: it is read as itself, and can be hashed and kept.
    assert read_record(item, record) == record
    canonical_json(record)
    assert template_of(item, record)
    whole = {**record, "document": document}
    facts = {**facts, **published_facts(item, whole)}
    measures = measures_of(item, whole, facts)
    assert all(one is None or math.isfinite(one) for one in measures)
    row = EvidenceRow(item.gate, item.id, 1, measures)
    broken = [rule for rule in rules_of(item) if rule.is_broken_by(row, TODAY)]
    assert broken_in_sql(table, item, row) == sum(1 << rules_of(item).index(rule) for rule in broken)
    for rule in broken:
        assert rule.check
        assert rule.check.explain(whole, facts)


def broken_in_sql(table, item, row):
    held = [*row.measures, *[None] * (MOST_MEASURES - len(row.measures))]
    about = [7, "CHG-0007", row.gate.value, row.item, CATALOGUE.version, 1, *held]
    table.execute("DELETE FROM gate_evidence")
    table.execute(f"INSERT INTO gate_evidence VALUES ({', '.join('?' * len(about))})", about)  # noqa: S608
    found = table.execute(
        asked(item.id), {"change_id": 7, "gate": row.gate.value, "catalogue": CATALOGUE.version}
    )
    return found.fetchall()[0][2]


@examples(800)
@given(items, st.data())
def test_complete_records_are_damaged(table, item, data):
    whole = example(item)
    raw = data.draw(values.damaged(whole.record))
    facts = {name: value for name, value in whole.facts.items() if data.draw(st.booleans())}

    is_refused_or_judged(table, item, raw, facts, data.draw(DOCUMENTS))


@examples(250)
@given(items, values.anything(st.sampled_from(NAMES)), DOCUMENTS)
def test_records_are_any_json(table, item, raw, document):
    is_refused_or_judged(table, item, raw, {}, document)


@examples(200)
@given(items, st.data())
def test_fields_hold_anything(table, item, data):
    raw = data.draw(
        st.fixed_dictionaries(
            {
                name: values.anything(st.sampled_from(NAMES)) | values.odd
                for name in CATALOGUE.item(item).fields
            }
        )
    )

    is_refused_or_judged(table, item, raw, {}, None)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A council under the catalogue that Gatehouse comes with; whole at the end, whatever was handed in."""
    made = offices.new_office(tmp_path_factory.mktemp("records"), CATALOGUE)
    yield made
    offices.is_whole(made)
    assert made.ledger.rebuild().same
    made.ledger.close()


def submitted(office, state, submission):
    """Hand it in. Either it is recorded and nothing else, or nothing at all is; an error says why."""

    def command(found):
        return submit_evidence(found, office.book, submission, by=office.people["sro"], now=offices.NOW)

    before = office.ledger.history(state.ref)
    try:
        after = office.ledger.decide(state.ref, command, acting=office.acting(who="sro"), at=offices.NOW)
    except GateError as refused:
        offices.says_itself(refused)
        offices.ended(type(refused).__name__)
        after = state
    history = office.ledger.history(state.ref)
    assert history[: len(before)] == before
    assert [one.event.item for one in history[len(before) :]] == [submission.item] * (
        after.version - state.version
    )
    assert office.ledger.load(state.ref) == after == fold(history)
    return after


@examples(300)
@given(items, st.data())
def test_damaged_records_are_handed_in(office, item, data):
    whole = example(item).record
    records = st.just(whole) | values.damaged(whole, most=2)
    days = st.none() | st.none() | st.dates()
    state = register(office=office, facts={})

    for raw in data.draw(st.lists(records, min_size=1, max_size=2)):
        asked_for = data.draw(st.sampled_from([item] * 9 + ["XX-99"]))
        handed_in = Submission(item=asked_for, effective_on=data.draw(days)).model_copy(
            update={"record": raw}
        )
        after = submitted(office, state, handed_in)
        # The same again changes nothing.
        assert submitted(office, after, handed_in) == after
        assert after.version <= state.version + 1
        state = after
