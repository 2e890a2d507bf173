"""The ledger of one council, as the rest of Gatehouse sees it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from pydantic import ValidationError

from gates.errors import nearest
from gates.events import Acting, Event, Recorded
from gates.evolve import fold
from gates.people import CouncilEvent, Roster
from gates.state import ChangeState
from gates.transitions import SAYS
from ledger.batch import Base, prepare
from ledger.catalogues import Catalogues
from ledger.chain import CouncilRecorded, recorded
from ledger.council import Council
from ledger.counters import take
from ledger.errors import Conflict, UnknownReference
from ledger.exporting import Head, heads, lines
from ledger.handed_in import handed_in
from ledger.listing import Filter, Listing, Tally, page, tallies
from ledger.people import People
from ledger.portfolio import Standing, standing
from ledger.prompts import Prompts
from ledger.rebuilding import RebuildReport, rebuild
from ledger.recording import Also, MovedOn, chunks, record, record_new
from ledger.responses import Responses
from ledger.runs import Runs
from ledger.store import Store
from ledger.sweeps import Sweeps
from ledger.tables import changes, events
from ledger.verifying import VerifyReport, verify
from ledger.wakes import Wakes

ATTEMPTS = 12
LONGEST_PAUSE_MS = 200
NEAR_REFS = 500

_BASE = sa.select(changes.c.id, changes.c.head_hash, changes.c.snapshot).where(
    changes.c.council == sa.bindparam("b_council"), changes.c.ref == sa.bindparam("b_ref")
)


class Ledger:
    """What has happened in one council, and what is computed from it. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.council = store.council
        self.wakes = Wakes(store)
        self.prompts = Prompts(store)
        self.runs = Runs(store)
        self.sweeps = Sweeps(store)
        self.catalogues = Catalogues(store)
        self._council = Council(store)
        self.people = People(store, self._council)
        self.responses = Responses(store, self.decide)

    @property
    def url(self) -> str:
        """The address of the database, password included: for whoever must connect to it too."""
        return self._store.url.render_as_string(hide_password=False)

    @property
    def council_name(self) -> str:
        """The council's name as people write it."""
        return self._council.name

    def close(self) -> None:
        """Let go of all connections."""
        self.wakes.close()
        self._store.close()

    def load(self, ref: str) -> ChangeState:
        """Where a change stands. Raises UnknownReference, with references that are near."""
        state = self._base(ref).state
        if state is None:
            raise UnknownReference(ref=ref, near=self._near(ref))
        return state

    def number_of(self, ref: str) -> int:
        """The number of a change in the tables, which it keeps for ever. Raises UnknownReference."""
        query = sa.select(changes.c.id).where(changes.c.council == self.council, changes.c.ref == ref)
        with self._store.reading() as connection:
            number = connection.execute(query).scalar()
        if number is None:
            raise UnknownReference(ref=ref, near=self._near(ref))
        return int(number)

    def history(self, ref: str) -> list[Recorded]:
        """Everything that happened to a change, oldest first, from its events. Raises UnknownReference."""
        query = sa.select(events).where(events.c.council == self.council, events.c.ref == ref)
        with self._store.reading() as connection:
            found = [recorded(row) for row in connection.execute(query.order_by(events.c.seq)).mappings()]
        if not found:
            raise UnknownReference(ref=ref, near=self._near(ref))
        return found

    def append(
        self, ref: str, news: Sequence[Event], *, expected_version: int, acting: Acting, at: datetime
    ) -> ChangeState:
        """Record events of a change that stands at `expected_version` (0: not registered); the state after.

        Raises Conflict when it stands elsewhere, IllegalMove and the like when the events cannot follow; then
        nothing is written.
        """
        base = self._base(ref) if expected_version else Base(ref)
        if base.version != expected_version:
            raise self._conflict(ref, expected_version)
        return self._record(base, news, acting=acting, at=at)

    def append_many(
        self, news: Iterable[tuple[str, Sequence[Event]]], *, acting: Acting, at: datetime
    ) -> list[ChangeState]:
        """Record the first events of many new changes in one transaction: all of them, or none."""
        # Folded and chained before the transaction, which keeps others waiting, begins.
        batches = [prepare(self.council, Base(ref), of_one, acting=acting, at=at) for ref, of_one in news]
        try:
            return record_new(self._store, batches, self.catalogues.get)
        except MovedOn as moved:
            raise self._conflict(moved.ref, 0) from moved

    def decide(
        self,
        ref: str,
        command: Callable[[ChangeState], Sequence[Event]],
        *,
        acting: Acting,
        at: datetime,
        also: Also | None = None,
    ) -> ChangeState:
        """Record what the command decides about the change as it stands; the state after it.

        When somebody else writes first, the command is asked again about the new state: it must be a pure
        function. `also` writes what belongs to the events, in the same transaction; it is not called when nothing is
        recorded. Raises UnknownReference, whatever the command raises, and Conflict after many lost races.
        """
        for attempt in range(1, ATTEMPTS + 1):
            base = self._base(ref)
            if base.state is None:
                raise UnknownReference(ref=ref, near=self._near(ref))
            try:
                return self._record(base, command(base.state), acting=acting, at=at, also=also)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(secrets.randbelow(min(LONGEST_PAUSE_MS, 4 << attempt)) / 1000)
        raise AssertionError

    def next_refs(self, count: int = 1) -> list[str]:
        """References for new changes: CHG-0001, CHG-0002, ... Once handed out, never again."""
        with self._store.writing() as connection:
            return [f"CHG-{number:04d}" for number in take(connection, self._store, "change", count)]

    def by_external_ref(self, source: str, external_refs: Iterable[str]) -> dict[str, str]:
        """Which of these references of the register `source` are known, and as which change."""
        found: dict[str, str] = {}
        query = sa.select(changes.c.external_ref, changes.c.ref).where(
            changes.c.council == self.council, changes.c.source == source
        )
        with self._store.reading() as connection:
            for chunk in chunks(external_refs, NEAR_REFS):
                rows = connection.execute(query.where(changes.c.external_ref.in_(chunk)))
                found |= {row.external_ref: row.ref for row in rows}
        return found

    def list(
        self, which: Filter | None = None, *, sort: str = "ref", limit: int | None = None, offset: int = 0
    ) -> Listing:
        """One page of the changes that meet the filter, and how many do. Raises UnknownSort."""
        return page(self._store, which or Filter(), sort=sort, limit=limit, offset=offset)

    def tallies(self) -> Sequence[Tally]:
        """How many changes stand at each gate, in each phase, waiting for what."""
        return tallies(self._store)

    def standing(self) -> Standing:
        """Where every open change stands, as columns: for whoever looks at all of them at once."""
        return standing(self._store)

    def handed_in(self, item: str) -> Iterator[tuple[str, ChangeState]]:
        """Every open or delivering change that has handed in the item, with what it waits for, oldest first."""
        for ref, waiting, snapshot in handed_in(self._store, item):
            yield waiting, self._state(ref, snapshot)

    def roster(self) -> Roster:
        """Everybody who can act, and the boards."""
        return self._council.roster()

    def append_council(
        self, news: Sequence[CouncilEvent], *, expected_version: int, acting: Acting, at: datetime
    ) -> Roster:
        """Record what happened in the council. Raises Conflict when its roster is not at that version."""
        return self._council.append(news, expected_version=expected_version, acting=acting, at=at)

    def council_history(self) -> Sequence[CouncilRecorded]:
        """Everything that happened in the council, oldest first."""
        return self._council.history()

    def verify(self) -> VerifyReport:
        """Check every chain, and every projection against it."""
        return verify(self._store, self.catalogues.get)

    def rebuild(self) -> RebuildReport:
        """Compute the projections from the events again. Raises ChainBroken, having changed nothing."""
        return rebuild(self._store, self.catalogues.get)

    def export(self) -> Iterator[str]:
        """Every event as a line of canonical JSON, oldest first; ledger/README.md shows how to check it."""
        return lines(self._store)

    def heads(self) -> Sequence[Head]:
        """Where every chain stands, the council's included: what a checkpoint signs."""
        return heads(self._store)

    def _record(
        self, base: Base, news: Sequence[Event], *, acting: Acting, at: datetime, also: Also | None = None
    ) -> ChangeState:
        if not news and base.state is not None:
            return base.state
        batch = prepare(self.council, base, news, acting=acting, at=at)
        try:
            record(self._store, batch, self.catalogues.get(batch.state.catalogue), also)
        except MovedOn as moved:
            raise self._conflict(base.ref, base.version) from moved
        return batch.state

    def _base(self, ref: str) -> Base:
        with self._store.reading() as connection:
            row = connection.execute(_BASE, {"b_council": self.council, "b_ref": ref}).first()
        if row is None:
            return Base(ref)
        return Base(ref, self._state(ref, row.snapshot), head_hash=row.head_hash, change_id=row.id)

    def _state(self, ref: str, snapshot: str) -> ChangeState:
        try:
            return ChangeState.model_validate_json(snapshot)
        except ValidationError:
            # Written by another release, or damaged: the events say what it should be.
            return fold(self.history(ref))

    def _conflict(self, ref: str, expected: int) -> Conflict:
        """The error that says who was first, and what they did."""
        chain = sa.select(events).where(events.c.council == self.council, events.c.ref == ref)
        with self._store.reading() as connection:
            last = connection.execute(chain.order_by(events.c.seq.desc()).limit(1)).first()
        who = self.people.names([last.actor])[last.actor][0] if last else "Somebody else"
        what = SAYS.get(last.type, last.type) if last else "recorded it first"
        found = last.seq if last else 0
        return Conflict(ref=ref or "One of the changes", found=found, expected=expected, who=who, what=what)

    def _near(self, ref: str) -> str:
        """A hint at references that share the number, or read alike."""
        digits = "".join(re.findall(r"\d+", ref)).lstrip("0")
        query = sa.select(changes.c.ref).where(changes.c.council == self.council).limit(NEAR_REFS)
        alike = query.where(changes.c.ref.contains(digits, autoescape=True)) if digits else query
        with self._store.reading() as connection:
            return nearest(ref.strip(), connection.execute(alike).scalars())
