"""Which evidence is missing across the portfolio, decided by Great Expectations in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from gates.clock import london_day
from gates.completeness import gap_of
from gates.gap import Gap
from ledger.listing import ChangeRow
from tasks.house import House

# What a table in Prefect still shows without making anybody wait.
MOST_OWED = 500


@dataclass(frozen=True)
class Swept:
    """The gaps of each open change at the gate where it stands, on one day. Changes without gaps have none."""

    day: date
    checked: int
    gaps: Mapping[str, tuple[Gap, ...]]
    titles: Mapping[str, str]

    @property
    def late(self) -> int:
        """How many changes have a gap that blocks their gate."""
        return sum(any(gap.blocks for gap in gaps) for gaps in self.gaps.values())

    @property
    def blocking(self) -> int:
        """How many gaps block a gate."""
        return sum(gap.blocks for gaps in self.gaps.values() for gap in gaps)


class Owed(NamedTuple):
    """A gap of one change, and the people who owe it."""

    ref: str
    title: str
    gap: Gap
    owners: tuple[str, ...]


def sweep_portfolio(house: House) -> Swept:
    """Check every open change. Evidence for gates that a change has not reached is not owed yet, and left out."""
    today = london_day(house.now())
    rows = {row.ref: row for row in house.ledger.list().rows if row.phase.is_open}
    found: dict[str, list[Gap]] = {}
    for version in sorted({row.catalogue for row in rows.values()}):
        for ref, gap in _gaps_under(house, version, rows, today):
            found.setdefault(ref, []).append(gap)
    titles = {ref: rows[ref].title for ref in found}
    return Swept(today, len(rows), {ref: tuple(found[ref]) for ref in rows if ref in found}, titles)


def _gaps_under(
    house: House, version: str, rows: Mapping[str, ChangeRow], today: date
) -> list[tuple[str, Gap]]:
    catalogue = house.ledger.catalogues.get(version)
    swept = house.ask_engine(version, lambda engine: engine.sweep(today))
    gates = {item.id: item.gate for item in catalogue.items}
    found: dict[str, Gap] = {}
    result = []
    for hit in swept.hits():
        row = rows.get(hit.ref)
        # Another council in the same database may have a change of the same name.
        if row is None or row.id != hit.change_id or row.gate is not gates[hit.item]:
            continue
        if hit.rule not in found:
            found[hit.rule] = gap_of(catalogue, hit.item, hit.rule, None, {})
        result.append((hit.ref, found[hit.rule]))
    return result


def owed_now(house: House, swept: Swept) -> list[Owed]:
    """The first of the gaps that block a gate, with the people who owe them."""
    blocking = ((ref, gap) for ref, gaps in swept.gaps.items() for gap in gaps if gap.blocks)
    owed, owners = [], dict[tuple[str, str], tuple[str, ...]]()
    for ref, gap in islice(blocking, MOST_OWED):
        if (ref, gap.owner) not in owners:
            state = house.ledger.load(ref)
            owners[ref, gap.owner] = house.book(state).people_for(state, gap.owner)
        owed.append(Owed(ref, swept.titles[ref], gap, owners[ref, gap.owner]))
    return owed
