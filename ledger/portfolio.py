"""Every open change as columns of equal length: what a sweep of a whole portfolio needs, and no more."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from gates.vocabulary import Gate, Phase
from ledger.store import Store
from ledger.tables import changes

OPEN = [phase.value for phase in Phase if phase.is_open]
# Rows fetched at a time: a portfolio is read as it arrives, never as a list of rows beside its columns.
PORTION = 10_000


@dataclass(frozen=True)
class Standing:
    """The open changes in the order of their numbers in the tables, which is that of their registration."""

    numbers: list[int]
    refs: list[str]
    titles: list[str]
    gates: list[Gate]
    catalogues: list[str]

    def __len__(self) -> int:
        return len(self.numbers)


def standing(store: Store) -> Standing:
    """Where every open change of the council stands."""
    found = Standing([], [], [], [], [])
    columns = (changes.c.id, changes.c.ref, changes.c.title, changes.c.gate, changes.c.catalogue)
    here = (changes.c.council == store.council, changes.c.phase.in_(OPEN))
    query = sa.select(*columns).where(*here).order_by(changes.c.id)
    gates, versions = {gate.value: gate for gate in Gate}, dict[str, str]()
    with store.snapshot() as connection:
        for row in connection.execution_options(yield_per=PORTION).execute(query):
            found.numbers.append(row.id)
            found.refs.append(row.ref)
            found.titles.append(row.title)
            found.gates.append(gates[row.gate])
            found.catalogues.append(versions.setdefault(row.catalogue, row.catalogue))
    return found
