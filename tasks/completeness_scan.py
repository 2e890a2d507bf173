"""One pass over `gate_evidence`: of one change at one gate, or of the whole portfolio; and what it found.

What a scan finds answers one question for every rule: which changes break it?
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, count, islice
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from gates.catalogue import Catalogue
from gates.errors import GateError
from gates.vocabulary import Gate
from tasks.completeness_sql import ITEM_BITS, RULE_BITS, UNJUDGED, check_sql, sweep_sql

# Rows fetched at a time: enough to be quick, little enough to need no memory to speak of.
PORTION = 50_000

Ids = NDArray[np.int64]
NOBODY: Ids = np.empty(0, dtype=np.int64)
_numbers = count(1)


class Unjudged(GateError):
    """The table of evidence asks {who} for {what} at a gate where this catalogue knows no such item."""

    advice = "Rebuild the projections: `gatehouse ledger rebuild`."


@dataclass
class OneFound:
    """One change at one gate: how many rows there are, and the bits of the rules that each item breaks."""

    change_id: int = 0
    ref: str = ""
    rows: int = 0
    broken: dict[str, int] = field(default_factory=dict)

    def breaking(self, item: str, bit: int) -> Ids:
        """The change, if it breaks the rule of that bit."""
        return np.array([self.change_id]) if self.broken.get(item, 0) & bit else NOBODY


@dataclass
class AllFound:
    """The whole portfolio: item by item the changes that break any rule, and the bits of the rules they break."""

    changes: dict[str, Ids] = field(default_factory=dict)
    broken: dict[str, Ids] = field(default_factory=dict)

    def breaking(self, item: str, bit: int) -> Ids:
        """The changes that break the rule of that bit."""
        if item not in self.changes:
            return NOBODY
        found: Ids = self.changes[item][(self.broken[item] & bit) != 0]
        return found


class CheckScan:
    """Looks at one gate of one change after the other."""

    def __init__(self, catalogue: Catalogue, gate: Gate) -> None:
        self.key = f"{gate} {next(_numbers)}"
        self.found = OneFound()
        self._about = {"catalogue": catalogue.version, "gate": gate.value}
        self._sql = lru_cache(maxsize=2)(lambda today: sa.text(check_sql(catalogue.items_of(gate), today)))

    def run(self, connection: sa.Connection, change_id: int | None, today: date) -> OneFound:
        """Look, once, and keep what was found. Raises Unjudged, and whatever the database raises."""
        asked = {**self._about, "change_id": change_id}
        rows = connection.execute(self._sql(today), asked).all()
        self.found = OneFound(change_id or 0, rows[0].ref if rows else "", len(rows))
        for item, ref, broken in rows:
            if broken & UNJUDGED:
                raise Unjudged(who=ref, what=item)
            self.found.broken[item] = broken
        return self.found


class SweepScan:
    """Looks at all gates of all changes under the catalogue."""

    key: str
    found: AllFound

    def __init__(self, catalogue: Catalogue) -> None:
        self.key = f"portfolio {next(_numbers)}"
        self.found = AllFound()
        self._catalogue = catalogue

    def run(self, connection: sa.Connection, change_id: int | None, today: date) -> AllFound:
        """Look, once, and keep what was found. Raises Unjudged, and whatever the database raises."""
        sql = sweep_sql(self._catalogue, today, connection.dialect.name)
        self.found = self._sorted(np.concatenate([NOBODY, *_portions(connection, sql)]))
        return self.found

    def _sorted(self, rows: Ids) -> AllFound:
        places = ((rows >> RULE_BITS) & ((1 << ITEM_BITS) - 1)).astype(np.int16)
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(len(self._catalogue.items) + 1))
        rows = rows[order]
        changes, rules = rows >> (RULE_BITS + ITEM_BITS), rows & ((1 << RULE_BITS) - 1)
        if (unjudged := (rules & UNJUDGED) != 0).any():
            raise Unjudged(who=f"change {changes[unjudged][0]}", what="evidence")
        found = AllFound()
        for item, start, end in zip(self._catalogue.items, starts[:-1], starts[1:], strict=True):
            found.changes[item.id], found.broken[item.id] = changes[start:end], rules[start:end]
        return found


def _portions(connection: sa.Connection, sql: str) -> Iterator[Ids]:
    """The rows of a query that yields one whole number each, as arrays: by the driver, 3 times as fast."""
    rows = _driver_rows(connection, sql)
    while len(portion := np.fromiter(chain.from_iterable(islice(rows, PORTION)), dtype=np.int64)):
        yield portion


def _driver_rows(connection: sa.Connection, sql: str) -> Iterator[tuple[int]]:
    """The rows as they arrive. A cursor on PostgreSQL's side would keep it from using several processes."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql":
        with closing(driver.cursor()) as cursor:
            yield from cursor.execute(sql)
        return
    # To compile so long an expression to machine code takes longer than it saves.
    connection.execute(sa.text("SET LOCAL jit = off"))
    library: Any = connection.dialect.dbapi
    # An old client library hands over rows one by one as they arrive.
    size = 1_000 if library.capabilities.has_stream_chunked() else 1
    with driver.cursor(binary=True) as cursor:
        yield from cursor.stream(sql, size=size)


def references(connection: sa.Connection, catalogue: Catalogue) -> dict[int, str]:
    """The reference of every change in the table under the catalogue, by its number."""
    sql = sa.text("SELECT DISTINCT change_id, ref FROM gate_evidence WHERE catalogue = :catalogue")
    rows = connection.execute(sql, {"catalogue": catalogue.version})
    return {row.change_id: row.ref for row in rows}
