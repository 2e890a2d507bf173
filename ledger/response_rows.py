"""A response as a row, and back; which rows a person asks for, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from gates.errors import GateError, nearest
from gates.response_tally import Channel, Respondent
from gates.submission import Submission, text_hash
from ledger.tables import responses

SORTS = {
    "number": responses.c.number,
    "received": responses.c.received_on,
    "channel": responses.c.channel,
    "type": responses.c.respondent,
    "area": responses.c.area,
}
# What somebody wrote who answered no questionnaire.
ALONE = '[{"title": "", "free": true}]'


class UnknownOrder(GateError):
    """Responses cannot be sorted by {sort}."""

    advice = "{near} They can be sorted by {known}; with a minus before it, the other way."


class Question(NamedTuple):
    """A question of a batch: its words, and whether people answer it in their own."""

    title: str
    free: bool


@dataclass(frozen=True)
class ResponseFilter:
    """Which responses; `after` finds those received after that day."""

    channel: Channel | None = None
    respondent: Respondent | None = None
    after: date | None = None
    duplicates: bool | None = None
    erased: bool | None = None


@dataclass(frozen=True)
class Response:
    """A response as it is kept. Of an erased one only what is counted is left; `answers` are by question."""

    number: int
    batch: str
    line: int
    channel: Channel
    respondent: Respondent
    received_on: date | None
    signatures: int | None
    duplicate_of: int | None
    erased: bool
    hash: str
    area: str
    external_id: str
    text_key: str | None
    label: str = ""
    document: Mapping[str, Any] | None = None
    has_document: bool = False
    answers: tuple[tuple[Question, str], ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    characteristics: Mapping[str, str] = field(default_factory=dict)


def insert_values(submission: Submission, body: str) -> dict[str, Any]:
    """The columns that a submission fills. Those before its hash stay when it is erased."""
    received = submission.received_on
    return {
        "channel": submission.channel.value,
        "respondent": submission.respondent.value,
        "received_on": received.isoformat() if received else None,
        "signatures": submission.signatures,
        "erased": False,
        "hash": text_hash(body),
        "area": submission.area,
        "external_id": submission.external_id or None,
        "document": submission.document_sha256,
        "row_key": submission.row_key,
        "same_key": submission.same_key,
        "text_key": submission.text_key,
        "body": body,
    }


def response_of(row: Any) -> Response:
    """A response from its row, which has the columns of `responses` and its batch's questions."""
    body = json.loads(row.body) if row.body else {}
    questions = [Question(**one) for one in json.loads(row.questions or ALONE)]
    more = {name: body[name] for name in ("label", "document", "contact", "characteristics") if name in body}
    return Response(
        number=row.number,
        batch=row.batch,
        line=row.line,
        channel=Channel(row.channel),
        respondent=Respondent(row.respondent),
        received_on=date.fromisoformat(row.received_on) if row.received_on else None,
        signatures=row.signatures,
        duplicate_of=row.duplicate_of,
        erased=bool(row.erased),
        hash=row.hash,
        area=row.area or "",
        external_id=row.external_id or "",
        text_key=row.text_key,
        has_document=row.document is not None,
        answers=tuple(zip(questions, body.get("answers", ()), strict=False)),
        **more,
    )


def where(which: ResponseFilter) -> Iterator[sa.ColumnElement[bool]]:
    """The filter as conditions."""
    if which.channel:
        yield responses.c.channel == which.channel.value
    if which.respondent:
        yield responses.c.respondent == which.respondent.value
    if which.after:
        yield responses.c.received_on > which.after.isoformat()
    if which.duplicates is not None:
        yield (
            responses.c.duplicate_of.is_not(None) if which.duplicates else responses.c.duplicate_of.is_(None)
        )
    if which.erased is not None:
        yield responses.c.erased.is_(which.erased)


def sorted_by(sort: str) -> tuple[sa.ColumnElement[Any], ...]:
    """The order that a person asks for: one of SORTS, with a minus before it the other way. Raises UnknownOrder."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        raise UnknownOrder(sort=sort, near=nearest(sort, SORTS), known=", ".join(SORTS))
    first: Callable[[Any], Any] = sa.desc if sort.startswith("-") else sa.asc
    return sa.nulls_last(first(column)), sa.asc(responses.c.number)
