"""What the sweeps of the portfolio found, so that the next one can tell what is new. Nothing is decided by it.

Of each sweep its figures are kept, one row a day. Of the gaps only those of the latest: for each rule the numbers
of the changes that break it and the days on which that was first seen, packed by whoever records them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from ledger.store import Store
from ledger.tables import changes, sweep_gaps, sweeps

Packed = tuple[bytes, bytes]


@dataclass(frozen=True)
class SweepNote:
    """The figures of one recorded sweep. `opened` and `closed` count blocking gaps since the one before."""

    day: date
    at: datetime
    checked: int
    late: int
    blocking: int
    opened: int
    closed: int


class Sweeps:
    """The sweeps of one council's portfolio."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ours = sweeps.c.council == store.council

    def last(self) -> SweepNote | None:
        """The latest sweep that was recorded."""
        query = sa.select(sweeps).where(self._ours, sweeps.c.at.is_not(None))
        with self._store.reading() as connection:
            row = connection.execute(query.order_by(sweeps.c.day.desc()).limit(1)).first()
        if row is None:
            return None
        figures = (row.checked, row.late, row.blocking, row.opened, row.closed)
        return SweepNote(date.fromisoformat(row.day), row.at, *figures)

    def gaps(self) -> dict[str, Packed]:
        """The gaps of the latest sweep, by rule."""
        query = sa.select(sweep_gaps).where(sweep_gaps.c.council == self._store.council)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return {row.rule: (bytes(row.changes), bytes(row.since)) for row in rows}

    def claim(self, day: date, worker: str, now: datetime, *, lease: timedelta) -> bool:
        """Take the day's sweep on, unless it is done or another process is at it and its lease still runs."""
        taken = {"worker": worker, "lease_until": now + lease}
        mine = self._store.insert(sweeps).values(council=self._store.council, day=day.isoformat(), **taken)
        free = sa.and_(sweeps.c.at.is_(None), sweeps.c.lease_until <= now)
        upsert = mine.on_conflict_do_update(
            index_elements=[sweeps.c.council, sweeps.c.day], set_=taken, where=free
        ).returning(sweeps.c.day)
        with self._store.writing() as connection:
            return connection.execute(upsert).first() is not None

    def record(self, note: SweepNote, gaps: Mapping[str, Packed], *, after: SweepNote | None) -> bool:
        """Keep what a sweep found. False, and nothing is kept, if it was not compared with the latest one."""
        council = self._store.council
        figures = {
            **vars(note),
            "day": note.day.isoformat(),
            "council": council,
            "worker": "",
            "lease_until": note.at,
        }
        latest = sa.select(sa.func.max(sweeps.c.at)).where(self._ours)
        rows = [
            {"council": council, "rule": rule, "changes": found, "since": since}
            for rule, (found, since) in gaps.items()
        ]
        with self._store.writing() as connection:
            if not self._store.on_sqlite:
                connection.execute(sa.text("LOCK TABLE sweeps IN EXCLUSIVE MODE"))
            if connection.execute(latest).scalar() != (after.at if after else None):
                return False
            connection.execute(sa.delete(sweeps).where(self._ours, sweeps.c.day == figures["day"]))
            connection.execute(sa.insert(sweeps).values(figures))
            connection.execute(sa.delete(sweep_gaps).where(sweep_gaps.c.council == council))
            if rows:
                connection.execute(sa.insert(sweep_gaps), rows)
        return True

    def has_changes_before(self, moment: datetime) -> bool:
        """Whether any change was registered by then: a portfolio that begins today was not missed last night."""
        query = sa.select(changes.c.id).where(
            changes.c.council == self._store.council, changes.c.registered_at <= moment
        )
        with self._store.reading() as connection:
            return connection.execute(query.limit(1)).first() is not None
