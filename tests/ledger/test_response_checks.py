"""Whoever alters, adds, takes away, erases or marks a response behind the ledger's back is found out."""

from __future__ import annotations

import json

import pytest

from tests.factories import register
from tests.ledger.response_makers import bring, erase, log, mark, said
from tests.ledger.tampering import without_triggers

LONG = "Keep the library open for all the children"
COPY = (
    "INSERT INTO responses (council, ref, batch, line, number, channel, respondent, erased, hash, body) "
    "SELECT council, ref, batch, line, {number}, channel, respondent, erased, hash, body FROM responses "
    "WHERE number = 1"
)


@pytest.fixture
def ref(office):
    """Two from a file, a letter, one from another file; the second is marked, the third erased."""
    ref = register(office=office).ref
    bring(office, ref, said(LONG, external_id="R-1"), said("Some other words about the park"), file="a")
    log(office, ref, said("A letter of very many words"))
    bring(office, ref, said(LONG, area="South"), file="b")
    mark(office, ref, 2, 1)
    erase(office, ref, 3)
    assert office.ledger.verify().ok
    return ref


def faults(office):
    return [fault.what for fault in office.ledger.verify().faults]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE responses SET body = replace(body, 'park', 'pool') WHERE number = 2",
            "response 2 was altered",
        ),
        ("UPDATE responses SET channel = 'letter' WHERE number = 1", "response 1 was altered: channel"),
        (
            "UPDATE responses SET area = 'West', external_id = NULL WHERE number = 1",
            "was altered: area, external_id",
        ),
        ("UPDATE responses SET document = 'd' WHERE number = 1", "response 1 was altered: document"),
        ("UPDATE responses SET hash = 'a' WHERE number = 1", "from number 1 on are not those that came in"),
        ("UPDATE responses SET hash = 'a' WHERE number = 3", "from number 3 on are not those that came in"),
        ("DELETE FROM responses WHERE number = 1", "responses 1 to 1 are missing"),
        ("DELETE FROM responses WHERE number = 2", "2 responses came in from number 1 on, and 1 are there"),
        ("DELETE FROM responses WHERE number = 4", "the responses from 4 on that came in are missing"),
        ("DELETE FROM responses", "the responses from 1 on that came in are missing"),
        ("UPDATE responses SET body = NULL WHERE number = 1", "response 1 was erased without a record of it"),
        ("UPDATE responses SET body = '{}' WHERE number = 3", "response 3 is there although it was erased"),
        ("UPDATE responses SET duplicate_of = NULL WHERE number = 2", "response 2 is marked otherwise"),
        ("UPDATE responses SET duplicate_of = 1 WHERE number = 4", "response 4 is marked otherwise"),
        (COPY.format(number=5), "1 responses came in from number 4 on, and 2 are there"),
        (
            "UPDATE response_batches SET questions = '[]' WHERE number = 1",
            "the questions of the responses from number 1",
        ),
    ],
)
def test_it_is_named(office, ref, sql, statement, found):
    sql(statement)

    assert any(found in what for what in faults(office)), faults(office)
    assert {fault.ref for fault in office.ledger.verify().faults} == {ref}


def test_a_response_of_a_change_that_had_none_is_named(office, ref, sql):
    other = register(office=office).ref
    sql("UPDATE responses SET ref = :other, number = 1 WHERE number = 4", other=other)

    assert "response 1 is there although none came in" in faults(office)


def test_an_event_that_was_altered_is_a_fault_of_the_chain(office, ref, url):
    with without_triggers(url) as run:
        run(
            "UPDATE events SET body = replace(body, '\"duplicates\"', '\"doubles\"') WHERE type = 'responses_imported'"
        )

    assert any("its body was altered" in what or "was altered, or moved" in what for what in faults(office))


def test_a_snapshot_of_the_release_before_is_no_fault(office, ref, sql):
    other = register(office=office).ref
    (row,) = sql("SELECT snapshot FROM changes WHERE ref = :ref", ref=other)
    older = json.loads(row["snapshot"])
    del older["responses"]
    sql("UPDATE changes SET snapshot = :text WHERE ref = :ref", text=json.dumps(older), ref=other)

    assert office.ledger.verify().ok
    assert office.ledger.load(other).responses.received == 0
