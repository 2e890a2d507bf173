"""Responses to a consultation: who may record them, what is counted, and what they void."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gates import events as ev
from gates import permissions
from gates.clock import london_day
from gates.conditions import FactValue
from gates.people import Person
from gates.permissions import NotPermitted
from gates.response_tally import Channel, ErasureGround, Respondent, ResponseTally, is_late
from gates.responses import (
    DuplicateOfDuplicate,
    DuplicateOfItself,
    NoSuchResponse,
    ReceivedInFuture,
    ResponseFile,
    Row,
    SignaturesMisplaced,
    erase_response,
    import_responses,
    log_response,
    mark_response,
)
from gates.rulebook import Rulebook
from gates.submission import Submission, digest_of
from gates.vocabulary import Gate, Phase
from tests.gates.world import START, World, roster, small_catalogue

TODAY = london_day(START)
KEEPERS = {"ENG": "engagement_lead", "ANALYST": "consultation_analyst", "DPO": "dpo"}
EVERYBODY = {
    **roster().people,
    **{who: Person(id=who, roles=frozenset({role})) for who, role in KEEPERS.items()},
}


def council() -> World:
    """A registered change in a council that has people for consultations."""
    return World(book=Rulebook(small_catalogue(), roster(people=EVERYBODY))).register()


def row(**changes: Any) -> Row:
    values = {
        "channel": "online",
        "respondent": "individual",
        "received_on": TODAY,
        "hash": "a" * 64,
        **changes,
    }
    kinds = {"channel": Channel(values["channel"]), "respondent": Respondent(values["respondent"])}
    return Row(**{**values, **kinds})


def file(**changes: Any) -> ResponseFile:
    values = {"sha256": "f" * 64, "name": "export.csv", "rejected": 0, "questions": "b" * 64}
    return ResponseFile.model_validate({**values, **changes})


def log(change: World, *, by: str = "ENG", **changes: Any) -> list[ev.Event]:
    return change.do(log_response, row(**changes), by=by, today=london_day(change.now))


def bring(change: World, *rows: Row, by: str = "ENG", **about: Any) -> list[ev.Event]:
    return change.do(import_responses, file(**about), rows, by=by)


def before_the_board(gate: Gate) -> World:
    change = council()
    while change.state.gate is not gate:
        change.pass_gate()
    return change.complete()


@pytest.mark.parametrize(
    ("who", "keeps", "erases"),
    [
        *((who, True, True) for who in ("ENG", "ANALYST", "SRO", "OFFICE")),
        ("DPO", False, True),
        *(
            (who, False, False)
            for who in ("MEM-1", "CLERK", "AUDITOR", "REV-1", "OWN-CONSULTATION", "NOBODY")
        ),
    ],
)
def test_who_may_record_responses_and_who_may_erase_them(who: str, keeps: bool, erases: bool) -> None:
    change = council()
    state, book = change.state, change.book

    assert permissions.keep_responses_ok(state, book, who) is keeps
    assert permissions.erase_response_ok(state, book, who) is erases
    if keeps:
        permissions.check_keep_responses(state, book, who, "import responses")
        return
    with pytest.raises(NotPermitted) as refused:
        bring(change, row(), by=who)
    assert "ENG, ANALYST, SRO or OFFICE" in refused.value.what_to_do
    with pytest.raises(NotPermitted):
        log(change, by=who)
    with pytest.raises(NotPermitted):
        mark_response(state, book, 1, None, {}, by=who)
    if not erases:
        with pytest.raises(NotPermitted, match="data protection officer"):
            erase_response(state, book, 1, ErasureGround.OBJECTION, is_erased=False, by=who)


def test_the_person_named_on_the_change_comes_before_the_holders_of_the_role() -> None:
    change = council()
    change.record([ev.TeamAssigned(team={"engagement_lead": "AUDITOR"})])

    assert "AUDITOR" in permissions.response_keepers(change.state, change.book)
    assert "ENG" not in permissions.response_keepers(change.state, change.book)


def test_an_import_says_how_many_came_in_and_nothing_of_who() -> None:
    change = council()
    rows = [
        row(hash="2" * 64),
        row(hash="1" * 64, respondent="organisation", received_on=None, duplicate_of=1),
    ]

    (imported,) = bring(change, *rows, rejected=3)

    assert isinstance(imported, ev.ResponsesImported)
    assert (imported.batch, imported.first, imported.count, imported.rejected) == (1, 1, 2, 3)
    assert imported.digest == digest_of(["1" * 64, "2" * 64])
    assert change.state.responses == ResponseTally(
        received=2,
        duplicates=1,
        batches=1,
        channels={Channel.ONLINE: 2},
        respondents={Respondent.INDIVIDUAL: 1, Respondent.ORGANISATION: 1},
        days={TODAY.isoformat(): 1},
        files=("f" * 64,),
    )
    assert change.state.responses.undated == 1


def test_the_same_file_again_and_a_file_with_nothing_new_change_nothing() -> None:
    change = council()
    bring(change, row())

    assert bring(change, row()) == []
    assert bring(change, sha256="e" * 64) == []


def test_what_comes_after_is_numbered_on() -> None:
    change = council()
    bring(change, row(), row())
    (logged,) = log(change, channel="letter")
    (second, *_) = bring(change, row(), sha256="e" * 64)

    assert isinstance(logged, ev.ResponseLogged)
    assert isinstance(second, ev.ResponsesImported)
    assert (logged.number, second.first, second.batch) == (3, 4, 2)
    assert change.folded() == change.state


def test_late_is_what_came_in_after_the_close_and_follows_the_close() -> None:
    change = council()
    close: dict[str, FactValue | None] = {"consultation_closes_on": (TODAY - timedelta(days=1)).isoformat()}
    bring(change, row(), row(received_on=TODAY - timedelta(days=1)), row(received_on=None))
    assert "responses_late" not in change.state.facts

    change.record([ev.FactsRecorded(facts=close)])
    logged, *_ = log(change, channel="deputation")

    assert isinstance(logged, ev.ResponseLogged)
    assert logged.late
    assert change.state.facts["responses_late"] == 2
    assert change.state.facts["responses_received"] == 4
    assert change.state.facts["response_channels"] == ("online", "deputation")

    change.record([ev.FactsRecorded(facts={"consultation_closes_on": TODAY.isoformat()})])
    assert change.state.facts["responses_late"] == 0


def test_an_import_after_the_close_counts_its_late_ones() -> None:
    change = council()
    change.record([ev.FactsRecorded(facts={"consultation_closes_on": "2026-01-01"})])

    imported, *_ = bring(change, row(), row(received_on=date(2025, 12, 31)))

    assert isinstance(imported, ev.ResponsesImported)
    assert imported.late == 1


def test_before_the_first_response_nothing_is_known_of_them() -> None:
    assert not {name for name in council().state.facts if name.startswith("response")}


@pytest.mark.parametrize(
    ("received", "closes", "late"),
    [
        (date(2026, 3, 2), "2026-03-01", True),
        (date(2026, 3, 1), "2026-03-01", False),
        (date(2026, 3, 2), None, False),
        (None, "2026-03-01", False),
    ],
)
def test_the_day_of_the_close_is_not_late(received: date | None, closes: str | None, late: bool) -> None:
    assert is_late(received, closes) is late


def test_a_response_cannot_come_in_tomorrow_nor_a_letter_have_signatures() -> None:
    change = council()

    with pytest.raises(ReceivedInFuture, match="3 March 2026"):
        log(change, received_on=TODAY + timedelta(days=1))
    with pytest.raises(SignaturesMisplaced):
        change.do(log_response, row(channel="letter"), signatures=3, by="ENG", today=TODAY)
    (petition,) = change.do(log_response, row(channel="petition"), signatures=3, by="ENG", today=TODAY)
    assert isinstance(petition, ev.ResponseLogged)
    assert petition.signatures == 3


def test_a_response_logged_without_a_day_came_in_today() -> None:
    (logged,) = log(council(), received_on=None)

    assert isinstance(logged, ev.ResponseLogged)
    assert logged.received_on == TODAY


@pytest.mark.parametrize("gate", [Gate.IMPACT, Gate.LEGAL])
def test_at_an_earlier_gate_responses_do_not_disturb_the_board(gate: Gate) -> None:
    change = before_the_board(gate)
    change.vote("MEM-1")

    log(change)

    assert change.state.phase is Phase.BOARD
    assert change.state.review is not None
    assert list(change.state.review.ballots) == ["MEM-1"]


def test_a_response_under_the_vote_on_the_consultation_voids_it() -> None:
    change = before_the_board(Gate.CONSULTATION)
    change.vote("MEM-1")

    followed = log(change, channel="letter")

    voided = next(event for event in followed if isinstance(event, ev.ReviewVoided))
    assert "a response by letter was logged by ENG" in voided.because
    assert change.state.review is None or not change.state.review.ballots
    change.vote("MEM-1")
    assert any(isinstance(event, ev.ReviewVoided) for event in bring(change, row(), row()))


def test_a_mark_or_an_erasure_does_not_disturb_a_vote() -> None:
    change = council()
    bring(change, row(), row())
    while change.state.gate is not Gate.CONSULTATION:
        change.pass_gate()
    change.complete().vote("MEM-1")
    pack = change.state.pack_hash()

    change.do(mark_response, 2, 1, {}, by="ENG")
    change.do(erase_response, 1, ErasureGround.CONSENT_WITHDRAWN, is_erased=False, by="DPO")

    assert change.state.pack_hash() == pack
    assert change.state.review is not None
    assert list(change.state.review.ballots) == ["MEM-1"]
    assert (change.state.responses.duplicates, change.state.responses.erased) == (1, 1)


def test_responses_are_recorded_after_the_end_too() -> None:
    change = council()
    change.record([ev.ChangeStopped(gate=Gate.IMPACT, reason="Talks ended")])

    log(change, channel="letter")
    change.do(erase_response, 1, ErasureGround.UNLAWFUL, is_erased=False, by="DPO")

    assert change.state.phase is Phase.STOPPED
    assert change.state.responses.erased == 1


def test_marks_name_two_that_are_there_and_never_go_in_circles() -> None:
    change = council()
    bring(change, row(), row(), row())

    for number, other in ((0, 1), (4, 1), (1, 4)):
        with pytest.raises(NoSuchResponse, match="it has 3"):
            change.do(mark_response, number, other, {}, by="ENG")
    with pytest.raises(DuplicateOfItself):
        change.do(mark_response, 2, 2, {}, by="ENG")
    with pytest.raises(DuplicateOfDuplicate, match="duplicate of 1"):
        change.do(mark_response, 3, 2, {2: 1}, by="ENG")
    assert change.do(mark_response, 2, 1, {2: 1}, by="ENG") == []


def test_a_mark_that_is_taken_back_is_counted_back() -> None:
    change = council()
    bring(change, row(), row())
    change.do(mark_response, 2, 1, {}, by="ENG")
    change.do(mark_response, 2, None, {2: 1}, by="ENG")

    assert change.state.responses.duplicates == 0


def test_erasing_again_changes_nothing_and_what_never_came_cannot_be_erased() -> None:
    change = council()
    with pytest.raises(NoSuchResponse, match="it has none"):
        change.do(erase_response, 1, ErasureGround.OBJECTION, is_erased=False, by="ENG")
    bring(change, row())

    assert change.do(erase_response, 1, ErasureGround.OBJECTION, is_erased=True, by="ENG") == []


def test_a_row_holds_what_is_counted_of_a_submission() -> None:
    submission = Submission(channel=Channel.EMAIL, respondent=Respondent.STAFF, received_on=TODAY)

    assert Row.of(submission, hash_="h", duplicate_of=4) == row(
        channel="email", respondent="staff", hash="h", duplicate_of=4
    )


def test_every_channel_ground_and_kind_of_respondent_is_a_plain_word() -> None:
    for member in (*Channel, *Respondent, *ErasureGround):
        assert member.value.replace("_", "").isalpha()
