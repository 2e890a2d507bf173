"""Responses are recorded with their events or not at all, never twice, and erased without being uncounted."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from gates.canonical import canonical_json
from gates.response_tally import Channel, Respondent
from gates.responses import NoSuchResponse
from ledger import create_or_migrate, open_ledger
from ledger.errors import Conflict
from ledger.response_rows import ResponseFilter, UnknownOrder
from ledger.response_staging import ImportLost
from tests.factories import START, later, make_office, register, submission
from tests.ledger.response_makers import bring, erase, finish, log, mark, said

LONG = "Keep the library open for all the children"
SECRET = "Jane Doe of 12 Mill Lane"
PAPER = {"sha256": "d" * 64, "name": "Letter from Jane Doe.pdf", "size": 3, "media_type": "application/pdf"}


@pytest.fixture
def ref(office):
    return register(office=office).ref


def import_that_fails(office, ref):
    with office.ledger.responses.staging(ref, (), at=START) as staging:
        staging.add([(2, said(LONG))])
        raise ZeroDivisionError


def numbers(office, ref, **which):
    return [one.number for one in office.ledger.responses.page(ref, ResponseFilter(**which)).rows]


def test_an_import_is_recorded_whole_and_read_back(office, ref):
    bring(office, ref, said(LONG, external_id="R-1", contact={"Name": SECRET}), said("", answer="Disagree"))

    one = office.ledger.responses.one(ref, 1)
    assert [answer for _, answer in one.answers] == ["Agree", LONG]
    assert [question.title for question, _ in one.answers] == ["Do you agree?", "Why?"]
    assert (one.external_id, one.contact, one.line) == ("R-1", {"Name": SECRET}, 2)
    assert office.ledger.load(ref).responses.received == 2
    assert [two.number for two in office.ledger.responses.all(ref)] == [1, 2]
    assert office.ledger.responses.one(ref, 3) is None
    assert office.ledger.verify().ok


def test_a_file_that_was_imported_is_not_imported_again(office, ref):
    bring(office, ref, said(LONG))
    again = bring(office, ref, said(LONG), said("Something else that is quite new"))

    assert not again.recorded
    assert numbers(office, ref) == [1]


def test_of_a_later_export_only_what_is_new_is_recorded(office, ref):
    first = [said("", answer="Agree"), said("", answer="Agree"), said(LONG)]
    bring(office, ref, *first, file="a")

    later_export = bring(
        office, ref, *first, said("", answer="Agree"), said("Another text of enough words"), file="b"
    )

    assert (later_export.known, len(later_export.recorded)) == (3, 2)
    assert numbers(office, ref) == [1, 2, 3, 4, 5]
    assert office.ledger.verify().ok


def test_an_export_with_nothing_new_records_nothing_and_leaves_nothing(office, ref, sql):
    bring(office, ref, said(LONG), file="a")
    version = office.ledger.load(ref).version

    assert bring(office, ref, said(LONG), file="b").known == 1

    assert office.ledger.load(ref).version == version
    assert len(sql("SELECT * FROM responses")) == len(sql("SELECT * FROM response_batches")) == 1


def test_the_same_from_the_same_is_marked_and_kept(office, ref):
    again = said(LONG.upper(), received_on=date(2026, 2, 25))
    staging = bring(office, ref, said(LONG), again, said(LONG, area="South"), said(""), said(""))

    assert [row.duplicate_of for row in staging.recorded] == [None, 1, None, None, None]
    assert numbers(office, ref, duplicates=True) == [2]
    assert office.ledger.load(ref).responses.duplicates == 1


def test_an_amended_answer_is_kept_beside_the_first(office, ref):
    bring(office, ref, said("First I thought it was good", external_id="R-1"), file="a")
    bring(office, ref, said("Now I think it is bad", external_id="R-1"), file="b")

    assert office.ledger.responses.one(ref, 2).duplicate_of == 1
    assert office.ledger.verify().ok


def test_a_logged_response_is_like_one_that_was_imported(office, ref):
    bring(office, ref, said("x", external_id="R-1"))
    state = log(office, ref, said(answers=(LONG,), free=frozenset({0}), channel=Channel.LETTER))
    log(office, ref, said(answers=(LONG.lower(),), free=frozenset({0}), channel=Channel.EMAIL))

    assert state.responses.received == 2
    third = office.ledger.responses.one(ref, 3)
    assert (third.channel, third.duplicate_of) == (Channel.EMAIL, 2)
    assert [answer for _, answer in third.answers] == [LONG.lower()]
    assert office.ledger.verify().ok


def test_a_refused_response_leaves_no_row(office, ref, sql):
    with pytest.raises(NoSuchResponse):
        mark(office, ref, 1, None)
    with pytest.raises(NoSuchResponse):
        erase(office, ref, 1)
    with pytest.raises(ZeroDivisionError):
        import_that_fails(office, ref)

    assert not sql("SELECT * FROM responses")
    assert not sql("SELECT * FROM response_batches")


def test_rows_of_an_import_that_was_killed_are_seen_by_nobody_and_swept_away(office, ref, sql):
    staging = office.ledger.responses.staging(ref, (), at=START).__enter__()
    staging.add([(2, said(LONG))])

    assert numbers(office, ref) == []
    assert office.ledger.verify().ok
    assert not list(office.ledger.responses.all(ref))

    with office.ledger.responses.staging(ref, (), at=later(minutes=7 * 60)):
        assert not sql("SELECT * FROM responses")
    with pytest.raises(ImportLost):
        finish(office, staging)


def test_two_imports_of_one_file_at_once_record_it_once(office, ref, sql):
    both = threading.Barrier(2)
    found = []

    def one():
        with office.ledger.responses.staging(ref, (), at=START) as staging:
            staging.add((line, said(f"{LONG} number {line}")) for line in range(2, 52))
            both.wait()
            found.append(finish(office, staging).responses.received)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [50, 50]
    assert numbers(office, ref) == list(range(1, 51))
    assert len(sql("SELECT * FROM responses")) == 50
    assert office.ledger.verify().ok


def test_logging_while_others_do_loses_none(office, ref):
    threads = [threading.Thread(target=log, args=(office, ref, said(f"{LONG} {n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert numbers(office, ref) == list(range(1, 9))
    assert office.ledger.verify().ok


def test_the_list_is_filtered_and_sorted(office, ref):
    bring(
        office,
        ref,
        said(LONG, area="B", received_on=date(2026, 2, 1)),
        said("", area="A", received_on=date(2026, 3, 1), respondent=Respondent.STAFF),
        said("", area="C", received_on=None, channel=Channel.EMAIL),
    )
    responses = office.ledger.responses

    assert numbers(office, ref, channel=Channel.EMAIL) == [3]
    assert numbers(office, ref, respondent=Respondent.STAFF) == [2]
    assert numbers(office, ref, after=date(2026, 2, 1)) == [2]
    assert numbers(office, ref, duplicates=False, erased=False) == [1, 2, 3]
    assert numbers(office, ref, erased=True) == []
    for sort, order in (
        ("area", [2, 1, 3]),
        ("-received", [2, 1, 3]),
        ("received", [1, 2, 3]),
        ("-number", [3, 2, 1]),
    ):
        assert [one.number for one in responses.page(ref, ResponseFilter(), sort=sort).rows] == order
    page = responses.page(ref, ResponseFilter(), limit=1, offset=1)
    assert ([one.number for one in page.rows], page.total) == ([2], 3)
    assert page.rows[0].answers == ()
    with pytest.raises(UnknownOrder, match="chanel"):
        responses.page(ref, ResponseFilter(), sort="chanel")


def test_marks_are_set_and_taken_back(office, ref):
    bring(office, ref, said(LONG), said("Quite another text of many words"))

    assert mark(office, ref, 2, 1).responses.duplicates == 1
    assert mark(office, ref, 2, 1).version == mark(office, ref, 2, 1).version
    assert numbers(office, ref, duplicates=True) == [2]
    assert office.ledger.verify().ok
    assert mark(office, ref, 2, None).responses.duplicates == 0
    assert office.ledger.verify().ok


def test_what_is_erased_is_gone_and_stays_counted(office, ref, sql):
    bring(
        office,
        ref,
        said(f"{SECRET} wrote this", area="Mill Lane", external_id="R-9", contact={"Name": SECRET}),
    )
    before = office.ledger.responses.one(ref, 1).hash

    state, document = erase(office, ref, 1)

    (row,) = sql("SELECT * FROM responses")
    assert not [text for text in map(str, row.values()) if "Jane" in text or "Mill" in text or "R-9" in text]
    assert [row[name] for name in ("body", "area", "row_key", "same_key", "text_key")] == [None] * 5
    assert (row["hash"], row["channel"], row["number"]) == (before, "online", 1)
    assert (state.responses.received, state.responses.erased, document) == (1, 1, None)
    assert erase(office, ref, 1)[0].version == state.version
    assert office.ledger.verify().ok


def test_what_was_erased_is_not_in_the_files_of_sqlite_any_more(tmp_path):
    office = make_office(url=f"sqlite:///{tmp_path / 'gatehouse.db'}")
    ref = register(office=office).ref
    bring(office, ref, said(f"{SECRET} {LONG * 50}"), said("Somebody else wrote these words"))
    held = [path for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]

    erase(office, ref, 1)

    assert held
    assert not [path for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("also", ["nothing", "response", "evidence"])
def test_a_document_may_go_with_the_last_that_refers_to_it(office, ref, also):
    log(office, ref, said(answers=(), document=PAPER))
    if also == "response":
        log(office, ref, said(answers=("A copy",), document=PAPER))
    if also == "evidence":
        document = {**PAPER, "size": 3}
        news = [submission(office=office, document=document)]
        version = office.ledger.load(ref).version
        office.ledger.append(ref, news, expected_version=version, acting=office.acting(), at=later())

    assert erase(office, ref, 1)[1] == (PAPER["sha256"] if also == "nothing" else None)


def test_no_name_address_or_text_gets_into_the_chain_or_the_export(office, ref):
    row = said(f"{SECRET} {LONG}", area=SECRET, label=SECRET, external_id=SECRET, contact={"Name": SECRET})
    bring(office, ref, replace(row, characteristics={"Faith": SECRET}))
    log(office, ref, replace(row, document=PAPER, answers=(SECRET,)))
    mark(office, ref, 2, 1)
    erase(office, ref, 2)

    exported = "\n".join(office.ledger.export())

    assert "responses_imported" in exported
    assert "Jane" not in exported
    assert "Mill" not in exported
    assert "Jane" not in canonical_json(office.ledger.load(ref).model_dump(mode="json"))


def test_a_rebuild_leaves_the_responses_as_they_are(office, ref, sql):
    bring(office, ref, said(LONG), said(""))
    before = sql("SELECT * FROM responses ORDER BY number")
    sql("DELETE FROM changes")

    assert not office.ledger.rebuild().same

    assert sql("SELECT * FROM responses ORDER BY number") == before
    assert office.ledger.load(ref).responses.received == 2
    assert office.ledger.verify().ok


def test_the_responses_of_another_council_are_another_matter(office, ref, url):
    other = make_office(url=url, council="other")
    assert register(office=other).ref == ref
    bring(office, ref, said(LONG))

    assert not other.ledger.load(ref).responses.received
    assert other.ledger.responses.one(ref, 1) is None
    bring(other, ref, said("Their own text of some words"))
    erase(other, ref, 1)
    assert office.ledger.responses.one(ref, 1).answers[1][1] == LONG
    assert office.ledger.verify().ok
    assert other.ledger.verify().ok


def test_a_response_moves_the_change_on_and_its_facts_reach_the_evidence(office, ref):
    office.ledger.wakes.claim("test", limit=9, lease=later() - START, now=START)
    log(office, ref, said(LONG))

    assert office.ledger.load(ref).facts["responses_received"] == 1
    assert office.ledger.verify().ok


def test_what_is_recorded_and_what_is_written_with_it_stand_or_fall_together(office, ref, sql):
    def broken(_):
        raise Conflict(ref=ref, found=1, expected=1, who="A test", what="broke it")

    with pytest.raises(Conflict):
        office.ledger.decide(
            ref,
            lambda state: [submission(office=office)],
            acting=office.acting(),
            at=later(),
            also=broken,
        )

    assert not office.ledger.load(ref).evidence
    assert len(sql("SELECT * FROM events WHERE ref = :ref", ref=ref)) == 1


def test_a_ledger_of_the_release_before_gets_the_tables(url, sql):
    office = make_office(url=url)
    ref = register(office=office).ref
    office.ledger.close()
    for statement in (
        "DROP TABLE responses",
        "DROP TABLE response_batches",
        "UPDATE alembic_version SET version_num = '0002'",
    ):
        sql(statement)

    assert create_or_migrate(url).startswith("migrated from 0002")

    office = replace(office, ledger=open_ledger(url))
    log(office, ref, said(LONG))
    assert office.ledger.verify().ok
