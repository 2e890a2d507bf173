"""The portfolio as rows: filtered, sorted and paged by the database, without opening a single change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gates.errors import GateError
from gates.vocabulary import Gate, Phase
from ledger.store import Store
from ledger.tables import changes


class UnknownSort(GateError):
    """Changes cannot be sorted by "{sort}"."""

    advice = "Sort by one of: {known}; put a minus sign before it to turn the order round."


@dataclass(frozen=True)
class ChangeRow:
    """What a list shows of a change."""

    id: int
    ref: str
    title: str
    phase: Phase
    gate: Gate
    waiting: str
    waiting_count: int
    waiting_label: str
    change_types: tuple[str, ...]
    sro: str | None
    author: str
    external_ref: str | None
    source: str
    illustrative: bool
    catalogue: str
    version: int
    registered_at: datetime
    gate_since: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Listing:
    """One page of changes, and how many there are in all."""

    rows: Sequence[ChangeRow]
    count: int


@dataclass(frozen=True)
class Tally:
    """How many changes stand at one place."""

    phase: Phase
    gate: Gate
    waiting: str
    count: int


_PLACE = sa.case({gate.value: place for place, gate in enumerate(Gate)}, value=changes.c.gate)
SORTS: dict[str, Any] = {
    "ref": changes.c.id,
    "title": sa.func.lower(changes.c.title),
    "gate": _PLACE,
    "waiting": changes.c.waiting_label,
    "since": changes.c.gate_since,
    "updated": changes.c.updated_at,
    "registered": changes.c.registered_at,
}
_UNSHOWN = {"council", "head_hash", "search", "snapshot"}
_SHOWN = [column for column in changes.c if column.name not in _UNSHOWN]


@dataclass(frozen=True)
class Filter:
    """Which changes: those that meet everything given. `text` is looked for in reference and title."""

    phase: str | None = None
    gate: str | None = None
    waiting: str | None = None
    type: str | None = None
    sro: str | None = None
    text: str = ""

    def clauses(self) -> list[sa.ColumnElement[bool]]:
        """The filter in SQL."""
        same = {"phase": self.phase, "gate": self.gate, "waiting": self.waiting, "sro": self.sro}
        found = [changes.c[name] == value for name, value in same.items() if value is not None]
        if self.type is not None:
            found.append(changes.c.change_types.contains(f"|{self.type}|", autoescape=True))
        for word in self.text.casefold().split():
            found.append(changes.c.search.contains(word, autoescape=True))
        return found


def page(store: Store, which: Filter, *, sort: str, limit: int | None, offset: int) -> Listing:
    """One page of the changes that meet the filter. Raises UnknownSort."""
    where = [changes.c.council == store.council, *which.clauses()]
    query = sa.select(*_SHOWN).where(*where).order_by(*_order(sort)).limit(limit).offset(offset)
    with store.reading() as connection:
        rows = [_change_row(row) for row in connection.execute(query)]
        is_last = limit is None or len(rows) < limit
        if is_last and (rows or not offset):
            return Listing(rows, offset + len(rows))
        total = sa.select(sa.func.count()).select_from(changes).where(*where)
        return Listing(rows, connection.execute(total).scalar_one())


def tallies(store: Store) -> list[Tally]:
    """How many changes stand at each place, in the order of the gates."""
    place = (changes.c.phase, changes.c.gate, changes.c.waiting)
    query = sa.select(*place, sa.func.count().label("number")).where(changes.c.council == store.council)
    with store.reading() as connection:
        rows = connection.execute(query.group_by(*place).order_by(_PLACE, *place)).all()
    return [Tally(Phase(row.phase), Gate(row.gate), row.waiting, row.number) for row in rows]


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise UnknownSort(sort=name, known=", ".join(SORTS))
    columns = [SORTS[name], changes.c.id]
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def _change_row(row: Any) -> ChangeRow:
    values = dict(row._mapping)
    values |= {"phase": Phase(row.phase), "gate": Gate(row.gate), "change_types": _types_of(row.change_types)}
    return ChangeRow(**values)


def _types_of(text: str) -> tuple[str, ...]:
    """The types of change from their column, "|merger|digital_ict|"."""
    return tuple(filter(None, text.split("|")))
