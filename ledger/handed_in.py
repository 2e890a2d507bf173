"""The live changes that have handed in an item: found by the tables, so that no other change is opened."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from gates.vocabulary import Phase
from ledger.portfolio import OPEN
from ledger.store import Store
from ledger.tables import changes, gate_evidence

# Snapshots fetched at a time: they are read as they arrive.
PORTION = 50
_ITEM, _COUNCIL = sa.bindparam("b_item", type_=sa.Text), sa.bindparam("b_council", type_=sa.Text)
_NUMBERS = sa.select(changes.c.id).where(changes.c.council == _COUNCIL)
# `gate_evidence` knows what is handed in of open changes only. Of those in delivery the snapshot is searched, in the
# database; where the text stands in it for another reason, whoever reads the state finds no version.
_OPEN = _NUMBERS.where(
    changes.c.phase.in_(OPEN),
    sa.exists().where(
        gate_evidence.c.change_id == changes.c.id,
        gate_evidence.c.item == _ITEM,
        gate_evidence.c.version.is_not(None),
    ),
)
_DELIVERING = _NUMBERS.where(
    changes.c.phase == Phase.DELIVERING.value, changes.c.snapshot.contains('"' + _ITEM + '":{')
)
_QUERY = (
    sa.select(changes.c.ref, changes.c.waiting_label, changes.c.snapshot)
    .where(changes.c.id.in_(_OPEN.union_all(_DELIVERING)))
    .order_by(changes.c.id)
)


def handed_in(store: Store, item: str) -> Iterator[tuple[str, str, str]]:
    """Reference, what it waits for, and snapshot of each open or delivering change that has handed in the item."""
    with store.snapshot() as connection:
        values = {"b_item": item, "b_council": store.council}
        for row in connection.execution_options(yield_per=PORTION).execute(_QUERY, values):
            yield row.ref, row.waiting_label, row.snapshot
