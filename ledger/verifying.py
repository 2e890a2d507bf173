"""Is the record whole, and does everything that is computed from it agree with it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from gates.people import fold_roster
from ledger.audits import Catalogues, audits, stray_faults
from ledger.chain import COUNCIL, council_recorded
from ledger.council import roster_text
from ledger.faults import EventRow, Fault, chain_faults, head_fault
from ledger.response_checks import response_faults
from ledger.store import Store
from ledger.tables import councils, events


@dataclass(frozen=True)
class VerifyReport:
    """What was looked at (`events` counts the council's own too), and everything that is wrong."""

    changes: int
    events: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(store: Store, catalogues: Catalogues) -> VerifyReport:
    """Check all chains, projections and responses of the council, as they stood at one moment. Changes nothing."""
    with store.snapshot() as connection:
        rows, council_row = read_council(connection, store.council)
        faults = list(council_faults(rows, council_row)) or list(council_differences(rows, council_row))
        change_count, event_count = 0, len(rows)
        for audit in audits(connection, store.council, catalogues):
            change_count, event_count = change_count + 1, event_count + len(audit.rows)
            faults += audit.broken or audit.differences()
        faults += stray_faults(connection, store.council)
        faults += response_faults(connection, store.council)
    return VerifyReport(change_count, event_count, tuple(faults))


def read_council(connection: sa.Connection, council: str) -> tuple[Sequence[EventRow], Any]:
    """The council's own events, and its row."""
    chain = sa.select(events).where(events.c.council == council, events.c.ref == COUNCIL)
    rows = connection.execute(chain.order_by(events.c.seq)).mappings().all()
    return rows, connection.execute(sa.select(councils).where(councils.c.council == council)).one()


def council_faults(rows: Sequence[EventRow], council_row: Any) -> Iterator[Fault]:
    """What is wrong with the council's own chain."""
    faults = list(chain_faults(COUNCIL, rows))
    yield from faults
    ends = head_fault(COUNCIL, rows, council_row.version, council_row.head_hash)
    if ends and ends.seq not in {fault.seq for fault in faults}:
        yield ends


def council_differences(rows: Sequence[EventRow], council_row: Any) -> Iterator[Fault]:
    """Where the roster differs from what follows from the council's events."""
    try:
        wanted = roster_text(fold_roster(council_recorded(row).event for row in rows))
    except ValidationError as error:
        yield Fault(COUNCIL, None, f"its events cannot be understood: {error}")
        return
    if wanted != council_row.roster:
        yield Fault(COUNCIL, None, "the roster differs from the council's events")
