"""Are the responses still what the chain says came in? None altered, missing or added, none erased or marked unsaid."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from gates import events as ev
from gates.submission import digest_of, text_hash
from ledger.chain import CHANGE_EVENTS
from ledger.faults import Fault
from ledger.tables import events, response_batches, responses

TYPES = ("responses_imported", "response_logged", "response_marked", "response_erased")
AT_A_TIME = 1000
COPIED = ("channel", "respondent", "received_on", "signatures", "area", "external_id")


@dataclass
class Said:
    """What the chain of one change says of its responses; `parts` are batches and single ones, by first number."""

    parts: dict[int, tuple[int, ev.ResponsesImported | ev.ResponseLogged]] = field(default_factory=dict)
    marks: dict[int, int | None] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)

    def hear(self, seq: int, event: ev.Event) -> None:
        """One more event."""
        match event:
            case ev.ResponsesImported():
                self.parts[event.first] = seq, event
            case ev.ResponseLogged():
                self.parts[event.number] = seq, event
            case ev.ResponseMarked():
                self.marks[event.number] = event.duplicate_of
            case ev.ResponseErased():
                self.erased.add(event.number)


def response_faults(connection: sa.Connection, council: str) -> Iterator[Fault]:
    """Where the table of responses differs from what the events say came in. Staged imports are no fault."""
    said = _said(connection, council)
    found = _rows(connection, council)
    seen = set()
    for ref, rows in groupby(found, key=attrgetter("ref")):
        seen.add(ref)
        yield from _of_change(ref, said.get(ref, Said()), rows)
    for ref in sorted(said.keys() - seen):
        yield from _of_change(ref, said[ref], iter(()))


def _said(connection: sa.Connection, council: str) -> dict[str, Said]:
    said: dict[str, Said] = defaultdict(Said)
    query = sa.select(events.c.ref, events.c.seq, events.c.body).where(
        events.c.council == council, events.c.type.in_(TYPES)
    )
    for row in connection.execute(query.order_by(events.c.ref, events.c.seq)):
        try:
            said[row.ref].hear(row.seq, CHANGE_EVENTS.validate_json(row.body))
        except ValidationError:
            # An event that was altered is a fault of the chain, and reported there.
            continue
    return said


def _rows(connection: sa.Connection, council: str) -> Iterator[Any]:
    batch = sa.and_(
        response_batches.c.council == responses.c.council, response_batches.c.id == responses.c.batch
    )
    query = (
        sa.select(responses, response_batches.c.questions)
        .select_from(responses.outerjoin(response_batches, batch))
        .where(responses.c.council == council, responses.c.number.is_not(None))
        .order_by(responses.c.ref, responses.c.number)
    )
    return iter(connection.execution_options(yield_per=AT_A_TIME).execute(query))


def _of_change(ref: str, said: Said, rows: Iterator[Any]) -> Iterator[Fault]:
    part: tuple[int, ev.ResponsesImported | ev.ResponseLogged] | None = None
    at, last = 1, 0
    hashes: list[str] = []
    questions: set[str | None] = set()
    for row in rows:
        if row.number in said.parts:
            yield from _part_faults(ref, part, at, hashes, questions)
            part, hashes, questions, at = said.parts[row.number], [], set(), row.number
        if part is None or row.number != last + 1:
            yield Fault(ref, part[0] if part else None, _out_of_place(row.number, last))
        last = row.number
        hashes.append(row.hash)
        questions.add(row.questions)
        for what in _row_faults(row, said):
            yield Fault(ref, part[0] if part else None, f"response {row.number} {what}")
    yield from _part_faults(ref, part, at, hashes, questions)
    for first, (seq, _) in said.parts.items():
        if first > last:
            yield Fault(ref, seq, f"the responses from {first} on that came in are missing")


def _out_of_place(number: int, last: int) -> str:
    if number > last + 1:
        return f"responses {last + 1} to {number - 1} are missing"
    return f"response {number} is there although none came in"


def _part_faults(
    ref: str,
    part: tuple[int, ev.ResponsesImported | ev.ResponseLogged] | None,
    first: int,
    hashes: list[str],
    questions: set[str | None],
) -> Iterator[Fault]:
    """What is wrong with a batch as a whole."""
    if part is None:
        return
    seq, event = part
    count = event.count if isinstance(event, ev.ResponsesImported) else 1
    if len(hashes) != count:
        yield Fault(
            ref, seq, f"{count} responses came in from number {first} on, and {len(hashes)} are there"
        )
        return
    expected = digest_of(hashes) if isinstance(event, ev.ResponsesImported) else hashes[0]
    if expected != event.digest:
        yield Fault(ref, seq, f"the responses from number {first} on are not those that came in")
    if isinstance(event, ev.ResponsesImported) and [text_hash(str(q)) for q in questions] != [
        event.questions
    ]:
        yield Fault(ref, seq, f"the questions of the responses from number {first} on were altered")


def _row_faults(row: Any, said: Said) -> Iterator[str]:
    """What is wrong with one response by itself."""
    is_erased = row.body is None
    if is_erased != (row.number in said.erased) or bool(row.erased) != is_erased:
        yield (
            "is there although it was erased"
            if row.number in said.erased
            else "was erased without a record of it"
        )
    elif row.body is not None and text_hash(row.body) != row.hash:
        yield "was altered"
    elif row.body is not None and (names := _differing(row)):
        yield f"was altered: {', '.join(names)}"
    if row.duplicate_of != said.marks.get(row.number, row.found_duplicate_of):
        yield "is marked otherwise than its record says"


def _differing(row: Any) -> list[str]:
    body = json.loads(row.body)
    names = [name for name in COPIED if (getattr(row, name) or None) != (body[name] or None)]
    document = body["document"]["sha256"] if body["document"] else None
    return [*names, *(["document"] if row.document != document else [])]
