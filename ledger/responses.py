"""The responses to consultations: written in the transaction of the events that stand for them, read for people.

The chain holds their numbers and hashes, this table what people wrote, so that it can be erased (docs/decisions/0007).
It is no projection: nothing computes it again, and a rebuild leaves it as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from gates.events import Acting, Event
from gates.responses import Row
from gates.state import ChangeState
from gates.submission import Submission
from ledger.recording import Also
from ledger.response_rows import (
    Question,
    Response,
    ResponseFilter,
    insert_values,
    response_of,
    sorted_by,
    where,
)
from ledger.response_staging import Staging
from ledger.store import Store
from ledger.tables import events, response_batches, responses

AT_A_TIME = 1000
LogCommand = Callable[[ChangeState, Row], Sequence[Event]]
MarkCommand = Callable[[ChangeState, dict[int, int | None]], Sequence[Event]]
EraseCommand = Callable[[ChangeState, bool], Sequence[Event]]
BLANK = dict.fromkeys(
    ("area", "external_id", "document", "row_key", "same_key", "text_key", "body"), sa.null()
)


class Decide(Protocol):
    """Ledger.decide."""

    def __call__(
        self,
        ref: str,
        command: Callable[[ChangeState], Sequence[Event]],
        *,
        acting: Acting,
        at: datetime,
        also: Also | None = None,
    ) -> ChangeState: ...


@dataclass(frozen=True)
class ResponsePage:
    """Some responses, and how many there are in all."""

    rows: tuple[Response, ...]
    total: int


class Responses:
    """The responses to the consultations of one council."""

    def __init__(self, store: Store, decide: Decide) -> None:
        self._store = store
        self._decide = decide

    def staging(self, ref: str, questions: Sequence[Question], *, at: datetime) -> Staging:
        """A batch to be imported; nothing of it is seen before it is recorded as a whole."""
        return Staging(self._store, self._decide, ref, questions, at=at)

    def log(
        self, ref: str, submission: Submission, command: LogCommand, *, acting: Acting, at: datetime
    ) -> ChangeState:
        """Record one response with the event that the command makes of it; the state after. Raises as `decide`."""
        body = submission.body(secrets.token_hex(16))
        values = insert_values(submission, body)
        numbered: dict[str, Any] = {}

        def decided(state: ChangeState) -> Sequence[Event]:
            first = self._first_like(ref, submission)
            numbered.update(number=state.responses.received + 1, found_duplicate_of=first)
            return command(state, Row.of(submission, hash_=values["hash"], duplicate_of=first))

        def write(connection: sa.Connection) -> None:
            place = {"council": self._store.council, "ref": ref, "batch": "", "line": 0}
            first = numbered["found_duplicate_of"]
            connection.execute(sa.insert(responses), {**values, **place, **numbered, "duplicate_of": first})

        return self._decide(ref, decided, acting=acting, at=at, also=write)

    def mark(
        self, ref: str, number: int, other: int | None, command: MarkCommand, *, acting: Acting, at: datetime
    ) -> ChangeState:
        """Mark a response as a duplicate of another, or of none; `command` gets how the two are marked now."""

        def decided(state: ChangeState) -> Sequence[Event]:
            marked = sa.select(responses.c.number, responses.c.duplicate_of)
            with self._store.reading() as connection:
                found = connection.execute(
                    marked.where(self._of(ref), responses.c.number.in_([number, other or 0]))
                )
                return command(state, {row.number: row.duplicate_of for row in found})

        def write(connection: sa.Connection) -> None:
            connection.execute(self._update(ref, number).values(duplicate_of=other))

        return self._decide(ref, decided, acting=acting, at=at, also=write)

    def erase(
        self, ref: str, number: int, command: EraseCommand, *, acting: Acting, at: datetime
    ) -> tuple[ChangeState, str | None]:
        """Erase what a person wrote and who they are. The state after, and the document that may be removed now.

        That is the SHA-256 of its document, if neither another response nor any evidence has the same one.
        """
        before: list[tuple[bool, str | None]] = []

        def decided(state: ChangeState) -> Sequence[Event]:
            query = sa.select(responses.c.erased, responses.c.document).where(
                self._of(ref), responses.c.number == number
            )
            with self._store.reading() as connection:
                row = connection.execute(query).first()
            before.append((bool(row and row.erased), row.document if row else None))
            return command(state, before[-1][0])

        def write(connection: sa.Connection) -> None:
            if self._store.on_sqlite:
                # Overwrites what is erased, instead of leaving it in pages that are free now.
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            connection.execute(self._update(ref, number).values(**BLANK, erased=True))

        state = self._decide(ref, decided, acting=acting, at=at, also=write)
        self._empty_log()
        document = before[-1][1]
        return state, document if document and not self._is_used(document) else None

    def page(
        self,
        ref: str,
        which: ResponseFilter,
        *,
        sort: str = "number",
        limit: int | None = None,
        offset: int = 0,
    ) -> ResponsePage:
        """Responses without their texts. Raises UnknownOrder."""
        found = (self._of(ref), responses.c.number.is_not(None), *where(which))
        columns = [column for column in responses.c if column.name != "body"]
        query = sa.select(*columns, sa.null().label("body"), sa.literal("[]").label("questions"))
        ordered = query.where(*found).order_by(*sorted_by(sort)).limit(limit).offset(offset)
        with self._store.snapshot() as connection:
            total = connection.execute(
                sa.select(sa.func.count()).select_from(responses).where(*found)
            ).scalar_one()
            return ResponsePage(tuple(map(response_of, connection.execute(ordered))), total)

    def one(self, ref: str, number: int) -> Response | None:
        """A response, whole; None if there is none of that number."""
        with self._store.reading() as connection:
            row = connection.execute(self._whole(ref).where(responses.c.number == number)).first()
        return response_of(row) if row else None

    def all(self, ref: str) -> Iterator[Response]:
        """Every response of a change, whole, by number, as they stand at one moment."""
        query = self._whole(ref).where(responses.c.number.is_not(None)).order_by(responses.c.number)
        with self._store.snapshot() as connection:
            yield from map(response_of, connection.execution_options(yield_per=AT_A_TIME).execute(query))

    def _whole(self, ref: str) -> sa.Select[Any]:
        batch = sa.and_(
            response_batches.c.council == responses.c.council, response_batches.c.id == responses.c.batch
        )
        joined = responses.outerjoin(response_batches, batch)
        return sa.select(responses, response_batches.c.questions).select_from(joined).where(self._of(ref))

    def _first_like(self, ref: str, submission: Submission) -> int | None:
        if submission.same_key is None:
            return None
        first = sa.select(sa.func.min(responses.c.number))
        with self._store.reading() as connection:
            return connection.execute(
                first.where(self._of(ref), responses.c.same_key == submission.same_key)
            ).scalar()

    def _is_used(self, document: str) -> bool:
        """Whether another response or any evidence of the council has the same document."""
        council = self._store.council
        in_events = sa.select(events.c.id).where(
            events.c.council == council,
            events.c.type == "evidence_submitted",
            events.c.body.contains(document),
        )
        in_responses = sa.select(responses.c.id).where(
            responses.c.council == council, responses.c.document == document
        )
        with self._store.reading() as connection:
            return any(connection.execute(query.limit(1)).first() for query in (in_responses, in_events))

    def _empty_log(self) -> None:
        """On SQLite, have the log of recent writes emptied, which still holds what was erased; if others let us."""
        if self._store.on_sqlite:
            with self._store.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _of(self, ref: str) -> sa.ColumnElement[bool]:
        return sa.and_(responses.c.council == self._store.council, responses.c.ref == ref)

    def _update(self, ref: str, number: int) -> sa.Update:
        return sa.update(responses).where(self._of(ref), responses.c.number == number)
