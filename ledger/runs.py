"""Which Prefect run shows a change, and which version it showed last. Nothing is decided by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ledger.store import Store
from ledger.tables import changes, runs


@dataclass(frozen=True)
class Run:
    """The run of a change, and what it shows."""

    ref: str
    run_id: str
    shown_version: int
    shown_name: str
    at: datetime


class Runs:
    """The runs of one council's changes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, ref: str) -> Run | None:
        """The change's run, if it has one."""
        query = sa.select(runs).where(runs.c.council == self._store.council, runs.c.ref == ref)
        with self._store.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Run(row.ref, row.run_id, row.shown_version, row.shown_name, row.at) if row else None

    def put(self, ref: str, run_id: str, shown_version: int, shown_name: str, at: datetime) -> None:
        """Note what the change's run shows now. Of two notes on one run, that of the newer version stays."""
        insert = self._store.insert(runs).values(
            council=self._store.council,
            ref=ref,
            run_id=run_id,
            shown_version=shown_version,
            shown_name=shown_name,
            at=at,
        )
        new = insert.excluded
        upsert = insert.on_conflict_do_update(
            index_elements=[runs.c.council, runs.c.ref],
            set_={name: new[name] for name in ("run_id", "shown_version", "shown_name", "at")},
            where=sa.or_(runs.c.run_id != new.run_id, runs.c.shown_version <= new.shown_version),
        )
        with self._store.noting() as connection:
            connection.execute(upsert)

    def behind(self, limit: int) -> list[str]:
        """The changes whose run shows an older version, or that have no run; the longest waiting first."""
        query = (
            sa.select(changes.c.ref)
            .outerjoin(runs, sa.and_(runs.c.council == changes.c.council, runs.c.ref == changes.c.ref))
            .where(
                changes.c.council == self._store.council,
                sa.or_(runs.c.ref.is_(None), runs.c.shown_version < changes.c.version),
            )
            .order_by(changes.c.updated_at, changes.c.id)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return list(connection.execute(query).scalars())
