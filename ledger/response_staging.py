"""Importing a batch of responses: written a chunk at a time where nobody sees it, then recorded all at once.

An import that is killed leaves nothing but rows that are shown to nobody; the next import sweeps them away. Two imports
of one file at once both write; the first to record wins, and the other finds that there is nothing left to do.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import sqlalchemy as sa

from gates.errors import GateError
from gates.events import Acting, Event
from gates.response_tally import Channel, Respondent
from gates.responses import Row
from gates.state import ChangeState
from gates.submission import Submission, text_hash
from ledger.recording import chunks
from ledger.response_rows import Question, insert_values
from ledger.store import Store
from ledger.tables import response_batches, responses

if TYPE_CHECKING:
    from ledger.responses import Decide

# An import that has not ended by then was killed: 200 MB take a few minutes.
LONGEST_IMPORT = timedelta(hours=6)
AT_A_TIME = 500
CHUNK = 2000
ImportCommand = Callable[[ChangeState, Sequence[Row]], Sequence[Event]]


class ImportLost(GateError):
    """Rows of this import were gone before it ended: {found:,} of {expected:,} are left. Nothing was recorded."""

    advice = "Import the file again."


class Fresh(NamedTuple):
    """A staged row that is not known already: where it lies, and as which number and duplicate it is recorded."""

    id: int
    number: int
    row: Row


class Staging:
    """One import. Use it in a `with` block: whatever was not recorded by its end is taken away."""

    def __init__(
        self, store: Store, decide: Decide, ref: str, questions: Sequence[Question], *, at: datetime
    ) -> None:
        self._store = store
        self._decide = decide
        self._at = at
        self.ref = ref
        self.id = secrets.token_hex(16)
        self.questions = json.dumps([one._asdict() for one in questions], ensure_ascii=True)
        self.added = 0
        self.known = 0
        self.recorded: tuple[Row, ...] = ()
        self._is_recorded = False
        self._mine = sa.and_(responses.c.council == store.council, responses.c.batch == self.id)
        self._of_ref = sa.and_(
            responses.c.council == store.council, responses.c.ref == ref, responses.c.number.is_not(None)
        )

    @property
    def questions_hash(self) -> str:
        """What stands for the questions in the chain."""
        return text_hash(self.questions)

    def __enter__(self) -> Self:
        values = {"council": self._store.council, "id": self.id, "ref": self.ref, "begun_at": self._at}
        with self._store.noting() as connection:
            _sweep(connection, self._store.council, self._at - LONGEST_IMPORT)
            connection.execute(sa.insert(response_batches), {**values, "questions": self.questions})
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if self._is_recorded:
            return
        if kind is None:
            self._discard()
        else:
            # What went wrong is told; what is left of it is swept away by the next import if not now.
            with suppress(GateError):
                self._discard()

    def add(self, rows: Iterable[tuple[int, Submission]]) -> None:
        """Write rows of the file, each with its line."""
        place = {"council": self._store.council, "ref": self.ref, "batch": self.id}
        values = [
            {**place, "line": line, **insert_values(one, one.body(secrets.token_hex(16)))}
            for line, one in rows
        ]
        if values:
            with self._store.noting() as connection:
                connection.execute(sa.insert(responses), values)
            self.added += len(values)

    def record(self, command: ImportCommand, *, acting: Acting, at: datetime) -> ChangeState:
        """Record all of it with the events that the command makes of its rows, or nothing; the state after.

        Rows known already are left out (`known` says how many): a platform's later export holds the earlier ones.
        Raises ImportLost, and as `Ledger.decide`.
        """
        fresh: list[Fresh] = []

        def decided(state: ChangeState) -> Sequence[Event]:
            fresh[:] = self._fresh(state.responses.received)
            self.known = self.added - len(fresh)
            return command(state, [one.row for one in fresh])

        written: list[bool] = []

        def write(connection: sa.Connection) -> None:
            self._publish(connection, fresh)
            written.append(True)

        state = self._decide(self.ref, decided, acting=acting, at=at, also=write)
        self._is_recorded = bool(written)
        self.recorded = tuple(one.row for one in fresh) if written else ()
        return state

    def _fresh(self, received: int) -> list[Fresh]:
        mine = (
            sa.select(*(responses.c[name] for name in _COUNTED)).where(self._mine).order_by(responses.c.line)
        )
        with self._store.snapshot() as connection:
            known = self._known(connection)
            likes = self._likes(connection)
            rows = connection.execution_options(yield_per=CHUNK).execute(mine)
            fresh, found = _sifted(rows, known, likes, received)
        if found != self.added:
            raise ImportLost(found=found, expected=self.added)
        return fresh

    def _known(self, connection: sa.Connection) -> dict[str, int]:
        """How often each row was imported before from another file."""
        query = sa.select(responses.c.row_key, sa.func.count()).where(
            self._of_ref, responses.c.row_key.is_not(None)
        )
        return {row[0]: row[1] for row in connection.execute(query.group_by(responses.c.row_key))}

    def _likes(self, connection: sa.Connection) -> _Likes:
        return _Likes(*(self._first(connection, responses.c[name]) for name in ("same_key", "external_id")))

    def _first(self, connection: sa.Connection, key: sa.Column[Any]) -> dict[str, int]:
        query = sa.select(key, sa.func.min(responses.c.number)).where(self._of_ref, key.is_not(None))
        return {row[0]: row[1] for row in connection.execute(query.group_by(key))}

    def _publish(self, connection: sa.Connection, fresh: list[Fresh]) -> None:
        last = sa.select(sa.func.max(response_batches.c.number)).where(
            response_batches.c.council == self._store.council, response_batches.c.ref == self.ref
        )
        number = (connection.execute(last).scalar() or 0) + 1
        batch = sa.update(response_batches).where(
            response_batches.c.council == self._store.council, response_batches.c.id == self.id
        )
        connection.execute(batch.values(number=number))
        if self.known:
            self._drop(connection, {one.id for one in fresh})
        self._number(connection, fresh)
        likes = [
            {"b_id": one.id, "found_duplicate_of": one.row.duplicate_of, "duplicate_of": one.row.duplicate_of}
            for one in fresh
            if one.row.duplicate_of is not None
        ]
        if likes:
            connection.execute(sa.update(responses).where(responses.c.id == sa.bindparam("b_id")), likes)

    def _drop(self, connection: sa.Connection, keep: set[int]) -> None:
        ids = connection.execute(sa.select(responses.c.id).where(self._mine)).scalars().all()
        for chunk in chunks((one for one in ids if one not in keep), AT_A_TIME):
            connection.execute(sa.delete(responses).where(responses.c.id.in_(chunk)))

    def _number(self, connection: sa.Connection, fresh: list[Fresh]) -> None:
        place = sa.func.row_number().over(order_by=responses.c.line)
        places = sa.select(responses.c.id, place.label("place")).where(self._mine).subquery()
        before = fresh[0].number - 1
        numbered = sa.update(responses).values(number=places.c.place + before)
        done = connection.execute(numbered.where(responses.c.id == places.c.id)).rowcount
        if done != len(fresh):
            raise ImportLost(found=done, expected=len(fresh))

    def _discard(self) -> None:
        with self._store.noting() as connection:
            _remove(connection, self._store.council, [self.id])


class _Likes:
    """The first response with the same content, or with the platform's own number (an answer that was amended)."""

    def __init__(self, same: dict[str, int], by_id: dict[str, int]) -> None:
        self._same = same
        self._by_id = by_id

    def first(self, row: Any, number: int) -> int | None:
        found = [
            known.setdefault(key, number)
            for known, key in ((self._same, row.same_key), (self._by_id, row.external_id))
            if key is not None
        ]
        first = min(found, default=number)
        return None if first == number else first


_COUNTED = ("id", "hash", "channel", "respondent", "received_on", "row_key", "same_key", "external_id")


def _sifted(
    rows: Iterable[Any], known: dict[str, int], likes: _Likes, received: int
) -> tuple[list[Fresh], int]:
    """The rows that are new, numbered on from those `received`, and how many rows there were in all."""
    fresh: list[Fresh] = []
    found = 0
    for row in rows:
        found += 1
        if known.get(row.row_key, 0):
            known[row.row_key] -= 1
            continue
        number = received + len(fresh) + 1
        fresh.append(Fresh(row.id, number, _counted(row, likes.first(row, number))))
    return fresh, found


def _counted(row: Any, duplicate_of: int | None) -> Row:
    return Row(
        channel=Channel(row.channel),
        respondent=Respondent(row.respondent),
        received_on=date.fromisoformat(row.received_on) if row.received_on else None,
        hash=row.hash,
        duplicate_of=duplicate_of,
    )


def _sweep(connection: sa.Connection, council: str, before: datetime) -> None:
    """Take away what killed imports have left behind."""
    abandoned = sa.select(response_batches.c.id).where(
        response_batches.c.council == council,
        response_batches.c.number.is_(None),
        response_batches.c.begun_at < before,
    )
    _remove(connection, council, connection.execute(abandoned).scalars().all())


def _remove(connection: sa.Connection, council: str, batches: Sequence[str]) -> None:
    for table, column in ((responses, responses.c.batch), (response_batches, response_batches.c.id)):
        connection.execute(sa.delete(table).where(table.c.council == council, column.in_(batches)))
