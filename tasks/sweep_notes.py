"""What changed since the last sweep that was recorded: which gaps are new, which are closed, how old the others are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gates.gap import Gap
from ledger.sweeps import Packed, SweepNote
from tasks.house import House
from tasks.sweeping import NONE, Numbers, Swept, sweep_portfolio

ATTEMPTS = 3


class Owed(NamedTuple):
    """A gap of one change, since when it is known, and the people who owe it. `is_new`: found today."""

    ref: str
    title: str
    gap: Gap
    since: date
    is_new: bool
    owners: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """The changes that break a rule, by number in order, and the day (an ordinal) since which each is known to."""

    changes: Numbers
    since: Numbers

    @classmethod
    def unpacked(cls, packed: Packed) -> Known:
        """What `packed` made."""
        changes, since = (np.frombuffer(zlib.decompress(part), dtype="<i8") for part in packed)
        return cls(changes, since)

    def packed(self) -> Packed:
        """For the ledger: little-endian whole numbers of 64 bits, compressed."""
        changes, since = (
            zlib.compress(part.astype("<i8").tobytes(), 1) for part in (self.changes, self.since)
        )
        return changes, since


NOTHING_KNOWN = Known(NONE, NONE)


@dataclass(frozen=True)
class Compared:
    """A sweep beside the last one that was recorded, if any; blocking gaps only."""

    swept: Swept
    last: SweepNote | None
    known: Mapping[str, Known]
    opened: int
    closed: int

    @property
    def note(self) -> tuple[int, int, int, int, int]:
        """The figures that are kept."""
        return self.swept.checked, self.swept.late, self.swept.blocking, self.opened, self.closed

    def newest(self, most: int) -> Iterator[tuple[int, Gap, date]]:
        """Place, gap and day of the gaps known for the shortest time; of a day's, in the portfolio's order."""
        blocking = [one for one in self.swept.found if one.gap.blocks]
        places = np.concatenate([NONE, *(one.places for one in blocking)])
        which = np.repeat(np.arange(len(blocking)), [len(one.places) for one in blocking])
        since = np.concatenate([NONE, *(self._since(one.gap.rule, one.places) for one in blocking)])
        for row in np.lexsort((which, places, -since))[:most].tolist():
            yield int(places[row]), blocking[which[row]].gap, date.fromordinal(int(since[row]))

    def _since(self, rule: str, places: Numbers) -> Numbers:
        numbers = np.asarray(self.swept.portfolio.numbers, dtype=np.int64)[places]
        known = self.known[rule]
        found: Numbers = known.since[np.searchsorted(known.changes, numbers)]
        return found


def compared(house: House, swept: Swept) -> Compared:
    """What the sweep found beside the last one that was recorded. Nothing is written."""
    last = house.ledger.sweeps.last()
    before = {rule: Known.unpacked(packed) for rule, packed in house.ledger.sweeps.gaps().items()}
    known, opened, closed = dict[str, Known](), 0, 0
    found = _changes_by_rule(swept)
    for rule in {**found, **before}:
        then, now = before.get(rule, NOTHING_KNOWN), found.get(rule, NONE)
        still = np.isin(now, then.changes, assume_unique=True)
        opened += int((~still).sum())
        closed += len(then.changes) - int(still.sum())
        if len(now):
            known[rule] = _known(now, still, then, swept.day)
    return Compared(swept, last, known, opened, closed)


def _known(now: Numbers, still: NDArray[np.bool_], then: Known, day: date) -> Known:
    since = np.full(len(now), day.toordinal(), dtype=np.int64)
    since[still] = then.since[np.searchsorted(then.changes, now[still])]
    return Known(now, since)


def _changes_by_rule(swept: Swept) -> dict[str, Numbers]:
    """The numbers of the changes that break each rule that blocks, whatever the version of the catalogue."""
    numbers = np.asarray(swept.portfolio.numbers, dtype=np.int64)
    found: dict[str, list[Numbers]] = {}
    for one in swept.found:
        if one.gap.blocks:
            found.setdefault(one.gap.rule, []).append(numbers[one.places])
    return {rule: np.sort(np.concatenate(parts)) for rule, parts in found.items()}


def record(house: House, swept: Swept) -> Compared:
    """Keep what the sweep found, so that the next one is compared with it. Of two at once, each is compared anew."""
    for _ in range(ATTEMPTS):
        result = compared(house, swept)
        note = SweepNote(swept.day, house.now(), *result.note)
        packed = {rule: known.packed() for rule, known in result.known.items()}
        if house.ledger.sweeps.record(note, packed, after=result.last):
            return result
    return result


def swept_now(house: House, *, keep_result: bool) -> Compared:
    """Sweep, and hold what is found beside the last sweep that was recorded."""
    swept = sweep_portfolio(house)
    return record(house, swept) if keep_result else compared(house, swept)


def owed_now(house: House, result: Compared, most: int) -> list[Owed]:
    """The newest of the gaps that block a gate, with the people who owe them."""
    portfolio, owners = result.swept.portfolio, dict[tuple[str, str], tuple[str, ...]]()
    owed = []
    for place, gap, since in result.newest(most):
        ref = portfolio.refs[place]
        if (ref, gap.owner) not in owners:
            state = house.ledger.load(ref)
            owners[ref, gap.owner] = house.book(state).people_for(state, gap.owner)
        is_new = result.last is not None and since == result.swept.day
        owed.append(Owed(ref, portfolio.titles[place], gap, since, is_new, owners[ref, gap.owner]))
    return owed
