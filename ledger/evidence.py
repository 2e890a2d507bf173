"""Writing `gate_evidence`: only the rows that changed, and empty measures not at all."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ledger.projections import Row
from ledger.tables import MEASURES, gate_evidence

COLUMNS = [column for column in gate_evidence.c if column.name != "row_id"]
_NAMES = [column.name for column in COLUMNS]
_NO_MEASURES: Row = dict.fromkeys(MEASURES)
_HERE = gate_evidence.c.change_id == sa.bindparam("b_change")
_FOUND = sa.select(*COLUMNS).where(_HERE)
_INSERT = sa.insert(gate_evidence)
_UPDATE = sa.update(gate_evidence).where(_HERE, gate_evidence.c.item == sa.bindparam("b_item"))
_DELETE = sa.delete(gate_evidence).where(_HERE, gate_evidence.c.item == sa.bindparam("b_item"))


def sync_evidence(connection: sa.Connection, change_id: int, rows: Iterable[Row]) -> None:
    """Make the change's rows what they should be; rows that are right stay."""
    wanted = {row["item"]: row for row in rows}
    found = {row.item: tuple(row) for row in connection.execute(_FOUND, {"b_change": change_id})}
    if gone := [_at(change_id, item) for item in found.keys() - wanted.keys()]:
        connection.execute(_DELETE, gone)
    changed = [item for item in found.keys() & wanted.keys() if found[item] != _tuple(wanted[item])]
    if changed:
        connection.execute(
            _UPDATE, [{**_NO_MEASURES, **wanted[item], **_at(change_id, item)} for item in changed]
        )
    insert_evidence(connection, [row for item, row in wanted.items() if item not in found])


def insert_evidence(connection: sa.Connection, rows: list[Row]) -> None:
    """Add rows. Most have no measure yet: those go in without their 24 columns."""
    measured = [row for row in rows if row["version"] is not None]
    if measured:
        connection.execute(_INSERT, measured)
    if empty := [row for row in rows if row["version"] is None]:
        connection.execute(_INSERT, empty)


def _at(change_id: int, item: str) -> Row:
    return {"b_change": change_id, "b_item": item}


def _tuple(row: Row) -> tuple[object, ...]:
    return tuple(row.get(name) for name in _NAMES)
