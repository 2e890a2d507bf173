"""Computing the projections from the events again, and saying where they had been wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from gates.people import fold_roster
from ledger.audits import Audit, Catalogues, audits, stray_evidence, stray_faults
from ledger.chain import council_recorded
from ledger.council import roster_text
from ledger.errors import ChainBroken
from ledger.evidence import sync_evidence
from ledger.faults import Fault
from ledger.recording import due
from ledger.store import Store
from ledger.tables import changes, councils, gate_evidence, metadata, prompts, runs, wakes
from ledger.verifying import council_differences, council_faults, read_council

COMPUTED = [changes, gate_evidence, wakes]
REMADE_EMPTY = [prompts, runs]


@dataclass(frozen=True)
class RebuildReport:
    """What was looked at, and every difference that was put right."""

    changes: int
    differences: tuple[Fault, ...]

    @property
    def same(self) -> bool:
        """Whether the projections were what they should have been."""
        return not self.differences


def rebuild(store: Store, catalogues: Catalogues) -> RebuildReport:
    """Make the projections what the events say, all in one transaction that keeps other writers waiting.

    Tables that are missing are made. Raises ChainBroken when the events themselves are damaged: a rebuild
    would make the damage look right.
    """
    with store.writing() as connection:
        metadata.create_all(connection, tables=[*COMPUTED, *REMADE_EMPTY])
        if not store.on_sqlite:
            connection.execute(sa.text("LOCK TABLE councils, changes, gate_evidence IN EXCLUSIVE MODE"))
        broken, differences = _rebuild_council(connection, store.council)
        count = 0
        for audit in audits(connection, store.council, catalogues):
            count += 1
            broken += audit.broken
            if not broken:
                differences += _rebuild_change(connection, store, audit)
        if broken:
            raise ChainBroken(count=len(broken), **vars(broken[0]))
        differences += stray_faults(connection, store.council)
        connection.execute(sa.delete(gate_evidence).where(stray_evidence(store.council)))
    store.bell.set()
    return RebuildReport(count, tuple(differences))


def _rebuild_council(connection: sa.Connection, council: str) -> tuple[list[Fault], list[Fault]]:
    rows, council_row = read_council(connection, council)
    broken = list(council_faults(rows, council_row))
    differences = [] if broken else list(council_differences(rows, council_row))
    if differences:
        roster = roster_text(fold_roster(council_recorded(row).event for row in rows))
        connection.execute(sa.update(councils).where(councils.c.council == council).values(roster=roster))
    return broken, differences


def _rebuild_change(connection: sa.Connection, store: Store, audit: Audit) -> Sequence[Fault]:
    if audit.change is None:
        return []
    differences = list(audit.differences())
    if differences:
        connection.execute(
            sa.delete(changes).where(changes.c.council == store.council, changes.c.ref == audit.ref)
        )
        connection.execute(sa.insert(changes).values(audit.change))
        sync_evidence(connection, audit.change["id"], audit.evidence.values())
    _wake_if_forgotten(connection, store, audit.ref, audit.change["version"], audit.change["updated_at"])
    return differences


def _wake_if_forgotten(connection: sa.Connection, store: Store, ref: str, version: int, at: datetime) -> None:
    known = sa.select(wakes.c.ref).where(wakes.c.council == store.council, wakes.c.ref == ref)
    if connection.execute(known).first() is None:
        due(connection, store, [(ref, version)], at)
