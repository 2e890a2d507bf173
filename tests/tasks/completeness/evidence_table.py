"""The table of evidence as the ledger keeps it, and filling it with the rows of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from gates.catalogue import Catalogue
from gates.check_soundness import MOST_MEASURES
from gates.completeness import EvidenceRow

MEASURES = [f"q{number}" for number in range(1, MOST_MEASURES + 1)]
METADATA = sa.MetaData()
TABLE = sa.Table(
    "gate_evidence",
    METADATA,
    sa.Column("row_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("change_id", sa.Integer, nullable=False, index=True),
    *(sa.Column(name, sa.Text) for name in ("council", "ref", "gate", "item")),
    sa.Column("catalogue", sa.Text, index=True),
    sa.Column("version", sa.Integer),
    *(sa.Column(name, sa.Double) for name in MEASURES),
)


def create(engine: sa.Engine) -> None:
    """An empty table, whatever there was before."""
    METADATA.drop_all(engine)
    METADATA.create_all(engine)


def fill(engine: sa.Engine, catalogue: Catalogue, changes: Mapping[int, Iterable[EvidenceRow]]) -> None:
    """Hold these rows of these changes, and nothing else."""
    rows = [as_row(catalogue, change_id, row) for change_id, its in changes.items() for row in its]
    with engine.begin() as connection:
        connection.execute(sa.delete(TABLE))
        if rows:
            connection.execute(sa.insert(TABLE), rows)


def as_row(catalogue: Catalogue, change_id: int, row: EvidenceRow) -> dict[str, Any]:
    """The columns of one row."""
    measures = dict(zip(MEASURES, row.measures, strict=False))
    return {
        "change_id": change_id,
        "council": "Testshire",
        "ref": f"CHG-{change_id:04d}",
        "gate": row.gate.value,
        "item": row.item,
        "catalogue": catalogue.version,
        "version": row.version,
        **{name: measures.get(name) for name in MEASURES},
    }
