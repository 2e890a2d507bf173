"""Every change of a council, its events and what is computed from them side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from gates.canonical import canonical_json
from gates.catalogue import Catalogue
from gates.errors import GateError
from gates.evolve import evolve
from gates.state import ChangeState
from ledger.chain import COUNCIL, recorded
from ledger.faults import EventRow, Fault, chain_faults, head_fault
from ledger.projections import Row, change_row, evidence_rows
from ledger.recording import chunks
from ledger.tables import Instant, changes, events, gate_evidence, written

CHUNK = 200
Catalogues = Callable[[str], Catalogue]


@dataclass
class Audit:
    """One change: its events, what should follow from them (unless they are broken), and what is there."""

    ref: str
    rows: Sequence[EventRow]
    found: Mapping[str, Any] | None
    found_evidence: dict[str, Mapping[str, Any]]
    broken: list[Fault] = field(default_factory=list)
    change: Row | None = None
    evidence: dict[str, Row] = field(default_factory=dict)

    def differences(self) -> Iterator[Fault]:
        """Where what is there differs from what follows from the events."""
        if self.change is None:
            return
        if self.found is None:
            yield Fault(self.ref, None, "its row in `changes` is missing")
        elif names := [name for name in self.change if not _same(name, self.found[name], self.change[name])]:
            yield Fault(self.ref, None, f"its row in `changes` differs from its events: {', '.join(names)}")
        if items := self.stray_items():
            yield Fault(self.ref, None, f"its rows in `gate_evidence` differ: {', '.join(items)}")

    def stray_items(self) -> list[str]:
        """The items whose row is missing, wrong or too many."""
        items = self.evidence.keys() | self.found_evidence.keys()
        return sorted(item for item in items if not self._is_right(item))

    def _is_right(self, item: str) -> bool:
        wanted, found = self.evidence.get(item), self.found_evidence.get(item)
        if wanted is None or found is None:
            return False
        return all(value == wanted.get(name) for name, value in found.items() if name != "row_id")


def audits(connection: sa.Connection, council: str, catalogues: Catalogues) -> Iterator[Audit]:
    """Every change that has events or a row, by reference."""
    for refs in chunks(_refs(connection, council), CHUNK):
        chains, found, evidence = _read(connection, council, refs)
        for ref in refs:
            audit = Audit(ref, chains[ref], found.get(ref), evidence[ref])
            _examine(audit, council, catalogues)
            yield audit


def _refs(connection: sa.Connection, council: str) -> list[str]:
    from_events = sa.select(events.c.ref).where(events.c.council == council, events.c.ref != COUNCIL)
    from_changes = sa.select(changes.c.ref).where(changes.c.council == council)
    return sorted(connection.execute(sa.union(from_events, from_changes)).scalars())


def _read(connection: sa.Connection, council: str, refs: list[str]) -> tuple[Any, Any, Any]:
    chains: dict[str, list[EventRow]] = defaultdict(list)
    evidence: dict[str, dict[str, EventRow]] = defaultdict(dict)
    for row in _rows(connection, events, events.c.council == council, events.c.ref.in_(refs)):
        chains[row["ref"]].append(row)
    ref_of = {chain[0]["id"]: ref for ref, chain in chains.items()}
    for row in _rows(connection, gate_evidence, gate_evidence.c.change_id.in_(ref_of)):
        evidence[ref_of[row["change_id"]]][row["item"]] = row
    found = _rows(connection, changes, changes.c.council == council, changes.c.ref.in_(refs))
    return chains, {row["ref"]: row for row in found}, evidence


def _rows(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> Any:
    order = (events.c.seq, events.c.id) if table is events else ()
    return connection.execute(sa.select(*_as_stored(table)).where(*where).order_by(*order)).mappings()


def stray_evidence(council: str) -> sa.ColumnElement[bool]:
    """Rows of `gate_evidence` under a number that no change has."""
    known = sa.select(changes.c.id).where(changes.c.council == council)
    return sa.and_(gate_evidence.c.council == council, gate_evidence.c.change_id.not_in(known))


def stray_faults(connection: sa.Connection, council: str) -> Iterator[Fault]:
    """The changes that such rows name."""
    query = sa.select(gate_evidence.c.ref).where(stray_evidence(council)).distinct()
    for ref in sorted(connection.execute(query).scalars()):
        yield Fault(ref, None, "rows in `gate_evidence` belong to no change")


def _as_stored(table: sa.Table) -> Iterator[Any]:
    """The columns as they lie in the database: a moment that was tampered with is no moment any more."""
    for column in table.c:
        is_moment = isinstance(column.type, Instant)
        yield sa.type_coerce(column, sa.Text).label(column.name) if is_moment else column


def _examine(audit: Audit, council: str, catalogues: Catalogues) -> None:
    audit.broken.extend(chain_faults(audit.ref, audit.rows))
    if audit.found is not None:
        ends = head_fault(audit.ref, audit.rows, audit.found["version"], audit.found["head_hash"])
        audit.broken.extend([ends] if ends and ends.seq not in {fault.seq for fault in audit.broken} else [])
    if audit.broken:
        return
    state = _folded(audit)
    if state is None:
        return
    last = audit.rows[-1]
    try:
        catalogue = catalogues(state.catalogue)
    except GateError as error:
        audit.broken.append(Fault(audit.ref, None, error.message))
        return
    at = datetime.fromisoformat(last["at"])
    number = audit.rows[0]["id"]
    row = change_row(state, catalogue, head_hash=last["hash"], updated_at=at)
    audit.change = {"council": council, "id": number, **row}
    rows = evidence_rows(state, catalogue, council=council, change_id=number)
    audit.evidence = {row["item"]: row for row in rows}


def _folded(audit: Audit) -> ChangeState | None:
    state = None
    for row in audit.rows:
        try:
            state = evolve(state, recorded(row))
        except (GateError, ValidationError) as error:
            audit.broken.append(Fault(audit.ref, row["seq"], f"cannot be understood: {error}"))
            return None
    return state


def _same(name: str, found: Any, wanted: Any) -> bool:
    if isinstance(wanted, datetime):
        return bool(found == written(wanted))
    return bool(found == wanted) or (name == "snapshot" and _canonical(found) == _canonical(wanted))


def _canonical(text: str) -> str:
    """The state that a snapshot stands for. One written before a field was added means what it meant then."""
    try:
        return canonical_json(ChangeState.model_validate_json(text).model_dump(mode="json"))
    except ValueError:
        return text
