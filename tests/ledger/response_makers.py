"""Responses for tests, made of what the test is about and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from gates import responses as rules
from gates.response_tally import Channel, ErasureGround, Respondent
from gates.submission import Submission
from ledger.response_rows import Question
from tests.factories import START, later

KEEPER = "engagement-lead"
QUESTIONS = (Question("Do you agree?", False), Question("Why?", True))


def said(text: str = "", *, answer: str = "Agree", **changes: Any) -> Submission:
    """A response by one individual."""
    values = {"respondent": Respondent.INDIVIDUAL, "area": "North", "received_on": date(2026, 2, 20)}
    answers = {"answers": (answer, text), "free": frozenset({1})}
    return Submission(**{"channel": Channel.ONLINE, **values, **answers, **changes})


def bring(office: Any, ref: str, *submissions: Submission, file: str = "f") -> Any:
    """Import them as a file of that hash; the staging, which says what was recorded."""
    with office.ledger.responses.staging(ref, QUESTIONS, at=START) as staging:
        staging.add(enumerate(submissions, start=2))
        finish(office, staging, file=file)
    return staging


def finish(office: Any, staging: Any, *, file: str = "f") -> Any:
    """Record what is staged; the state after."""
    about = rules.ResponseFile(
        sha256=(file * 64)[:64], name="export.csv", rejected=0, questions=staging.questions_hash
    )

    def command(state, rows):
        return rules.import_responses(state, office.book, about, rows, by=office.people[KEEPER])

    return staging.record(command, acting=office.acting(who=KEEPER), at=later())


def log(office: Any, ref: str, submission: Submission, **changes: Any) -> Any:
    """Log one response; the state after."""

    def command(state, row):
        by, today = office.people[KEEPER], START.date()
        return rules.log_response(state, office.book, row, by=by, today=today, **changes)

    acting = office.acting(who=KEEPER)
    return office.ledger.responses.log(ref, submission, command, acting=acting, at=later(minutes=2))


def mark(office: Any, ref: str, number: int, other: int | None) -> Any:
    """Mark a response; the state after."""

    def command(state, marks):
        return rules.mark_response(state, office.book, number, other, marks, by=office.people[KEEPER])

    acting = office.acting(who=KEEPER)
    return office.ledger.responses.mark(ref, number, other, command, acting=acting, at=later(minutes=3))


def erase(office: Any, ref: str, number: int) -> Any:
    """Erase a response; the state after, and the document that may go."""

    def command(state, is_erased):
        by, ground = office.people[KEEPER], ErasureGround.OBJECTION
        return rules.erase_response(state, office.book, number, ground, is_erased=is_erased, by=by)

    acting = office.acting(who=KEEPER)
    return office.ledger.responses.erase(ref, number, command, acting=acting, at=later(minutes=4))
