"""Wake-ups: which change should be looked at, when, and who is looking at it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ledger.bell import Bell
from ledger.recording import due, notify
from ledger.store import Store
from ledger.tables import changes, wakes

_FREE = sa.or_(wakes.c.lease_until.is_(None), wakes.c.lease_until <= sa.bindparam("now"))
_DUE = (wakes.c.council == sa.bindparam("b_council"), wakes.c.due_at <= sa.bindparam("now"), _FREE)
_ANY_DUE = sa.select(wakes.c.ref).where(*_DUE).limit(1)
_CLAIM = (
    sa.select(wakes)
    .where(*_DUE)
    .order_by(wakes.c.due_at, wakes.c.ref)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = sa.update(wakes).where(
    wakes.c.council == sa.bindparam("b_council"), wakes.c.ref.in_(sa.bindparam("b_refs", expanding=True))
)
_SETTLE = (
    sa.update(wakes)
    .where(
        wakes.c.council == sa.bindparam("b_council"),
        wakes.c.ref == sa.bindparam("b_ref"),
        wakes.c.lease == sa.bindparam("b_lease"),
    )
    .values(
        due_at=sa.case(
            (
                sa.and_(wakes.c.version <= sa.bindparam("seen"), wakes.c.nudges == sa.bindparam("nudged")),
                sa.bindparam("next_wake", type_=wakes.c.due_at.type),
            ),
            else_=wakes.c.due_at,
        ),
        lease=None,
        lease_until=None,
    )
)


@dataclass(frozen=True)
class Claim:
    """A change that one worker may move, and nobody else until the lease ends."""

    ref: str
    version: int
    due_at: datetime
    nudges: int
    lease: str


@dataclass(frozen=True)
class WakeUp:
    """When a change is due to be looked at (None: not by itself), and whose lease it is under."""

    ref: str
    due_at: datetime | None
    version: int
    worker: str | None
    lease_until: datetime | None


class Wakes:
    """The wake-ups of one council."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bell = Bell(store)
        self._ours = wakes.c.council == store.council

    def claim(self, worker: str, *, limit: int, lease: timedelta, now: datetime) -> list[Claim]:
        """Take up to `limit` changes that are due, oldest first, each until `now + lease`.

        A change under another's lease is left alone; when the lease runs out (its worker died), it is due.
        """
        due_now = {"b_council": self._store.council, "now": now}
        if self._store.on_sqlite and not self._any_due(due_now):
            return []
        token = f"{worker} {uuid4().hex}"
        with self._store.noting() as connection:
            rows = connection.execute(_CLAIM, {**due_now, "most": limit}).all()
            if rows:
                these = {"b_council": self._store.council, "b_refs": [row.ref for row in rows]}
                connection.execute(_LEASE, {**these, "lease": token, "lease_until": now + lease})
        return [Claim(row.ref, row.version, row.due_at, row.nudges, token) for row in rows]

    def settle(
        self, claim: Claim, *, next_wake: datetime | None, now: datetime, seen: int | None = None
    ) -> bool:
        """End a pass that saw the change at version `seen` (or as claimed); look again at `next_wake`.

        What happened since is not lost: a newer version or a nudge leaves the change due. False when the
        lease had run out and another worker holds the change; its pass counts, not this one.
        """
        values = {
            "b_council": self._store.council,
            "b_ref": claim.ref,
            "b_lease": claim.lease,
            "seen": claim.version if seen is None else seen,
            "nudged": claim.nudges,
            "next_wake": next_wake,
        }
        with self._store.noting() as connection:
            return connection.execute(_SETTLE, values).rowcount == 1

    def wake(self, ref: str, due: datetime) -> None:
        """Have the change looked at by then, or earlier if it was due earlier; the next pass decides anew."""
        self._nudge(wakes.c.ref == ref, due)

    def wake_all(self, now: datetime) -> int:
        """Have every change looked at: after a new release, catalogue or board. How many."""
        return self._nudge(sa.true(), now)

    def sweep(self, now: datetime) -> int:
        """Wake changes whose wake-up is missing or older than their last event. How many."""
        late = sa.select(changes.c.ref, changes.c.version).outerjoin(
            wakes, sa.and_(wakes.c.council == changes.c.council, wakes.c.ref == changes.c.ref)
        )
        behind = sa.or_(wakes.c.ref.is_(None), wakes.c.version < changes.c.version)
        with self._store.reading() as connection:
            rows = connection.execute(late.where(changes.c.council == self._store.council, behind)).all()
        if rows:
            with self._store.writing() as connection:
                due(connection, self._store, [(row.ref, row.version) for row in rows], now)
            self._store.bell.set()
        return len(rows)

    def list(self, ref: str | None = None) -> list[WakeUp]:
        """All wake-ups, or one change's, the next one first."""
        these = [self._ours] if ref is None else [self._ours, wakes.c.ref == ref]
        order = (wakes.c.due_at.is_(None), wakes.c.due_at, wakes.c.ref)
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(wakes).where(*these).order_by(*order)).all()
        return [WakeUp(row.ref, row.due_at, row.version, _worker(row.lease), row.lease_until) for row in rows]

    def wait(self, timeout: float) -> bool:
        """Wait until something is due by this machine's clock, for at most so many seconds. Whether it is."""
        return self._bell.wait(timeout)

    def close(self) -> None:
        """Stop listening."""
        self._bell.close()

    def _any_due(self, due_now: dict[str, Any]) -> bool:
        with self._store.reading() as connection:
            return connection.execute(_ANY_DUE, due_now).first() is not None

    def _nudge(self, which: sa.ColumnElement[bool], due: datetime) -> int:
        when = sa.literal(due, wakes.c.due_at.type)
        earlier = sa.case((wakes.c.due_at < when, wakes.c.due_at), else_=when)
        values = {"due_at": earlier, "nudges": wakes.c.nudges + 1}
        with self._store.writing() as connection:
            count = connection.execute(sa.update(wakes).where(self._ours, which).values(values)).rowcount
            notify(connection, self._store)
        self._store.bell.set()
        return count


def _worker(lease: str | None) -> str | None:
    return lease.rsplit(" ", 1)[0] if lease else None
