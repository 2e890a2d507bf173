"""Which evidence is missing across the portfolio, decided by Great Expectations in one pass.

A portfolio may hold a hundred thousand changes and a million gaps, so what is found stays in arrays: for each
rule the places of the changes that break it. Gaps become objects one by one, where somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gates.clock import london_day
from gates.completeness import gap_of
from gates.gap import Gap
from gates.vocabulary import Gate
from ledger.portfolio import Standing
from tasks.house import House

Numbers = NDArray[np.int64]
NONE: Numbers = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """A rule that is broken, as the gap that it leaves, and the places of the changes that break it, in order."""

    gap: Gap
    places: Numbers


@dataclass(frozen=True)
class Swept:
    """The gaps of each open change at the gate where it stands, on one day."""

    day: date
    portfolio: Standing
    found: tuple[Found, ...]

    @property
    def checked(self) -> int:
        """How many changes were looked at."""
        return len(self.portfolio)

    @cached_property
    def late(self) -> int:
        """How many changes have a gap that blocks their gate."""
        return len(np.unique(np.concatenate([NONE, *(one.places for one in self._blocking())])))

    @cached_property
    def blocking(self) -> int:
        """How many gaps block a gate."""
        return sum(len(one.places) for one in self._blocking())

    @cached_property
    def gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """The gaps by change, in the order of the portfolio and of the catalogue. Changes without any have none."""
        by_place: dict[int, list[Gap]] = {}
        for one in self.found:
            for place in one.places.tolist():
                by_place.setdefault(place, []).append(one.gap)
        return {self.portfolio.refs[place]: tuple(by_place[place]) for place in sorted(by_place)}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What each change is called."""
        return dict(zip(self.portfolio.refs, self.portfolio.titles, strict=True))

    def _blocking(self) -> Iterator[Found]:
        return (one for one in self.found if one.gap.blocks)


def sweep_portfolio(house: House) -> Swept:
    """Check every open change. Evidence for gates that a change has not reached is not owed yet, and left out."""
    today = london_day(house.now())
    portfolio = house.ledger.standing()
    numbers = np.asarray(portfolio.numbers, dtype=np.int64)
    places = {gate: place for place, gate in enumerate(Gate)}
    at_gates = np.fromiter((places[gate] for gate in portfolio.gates), np.int8, len(portfolio))
    found: list[Found] = []
    for version in sorted(set(portfolio.catalogues)):
        found += _found_under(house, version, numbers, at_gates, today)
    return Swept(today, portfolio, tuple(found))


def _found_under(
    house: House, version: str, numbers: Numbers, at_gates: NDArray[np.int8], today: date
) -> Iterator[Found]:
    catalogue = house.ledger.catalogues.get(version)
    swept = house.ask_engine(version, lambda engine: engine.sweep(today))
    gates = {item.id: place for place, gate in enumerate(Gate) for item in catalogue.items_of(gate)}
    for rule, broken in swept.changes.items():
        item = rule.partition(".")[0]
        places = _places_of(broken, numbers)
        here = places[at_gates[places] == gates[item]]
        if len(here):
            yield Found(gap_of(catalogue, item, rule, None, {}), here)


def _places_of(broken: Numbers, numbers: Numbers) -> Numbers:
    """The places of these changes in the portfolio; another council's, or one closed by now, has none."""
    if not len(numbers):
        return NONE
    places = np.minimum(np.searchsorted(numbers, broken), len(numbers) - 1)
    return np.sort(places[numbers[places] == broken])
