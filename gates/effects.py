"""What other answers would change, said before they are recorded: items, checks, the track and the clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gates.catalogue import Catalogue, Item
from gates.checks import BaseCheck
from gates.conditions import Facts, Truth, evaluate, facts_named
from gates.derived import EARLIEST_DECISION, known_facts
from gates.reasons import deciding, why
from gates.tracks import TRACK_FACT, TRACKS, TrackChoice, track_of
from gates.vocabulary import Gate, Severity


@dataclass(frozen=True)
class ItemEffect:
    """An item that becomes required or falls away, and the answers that decide it.

    `is_open`: it is required only until a question is answered. `handed_in`: there is evidence for it already.
    """

    item: str
    title: str
    gate: Gate
    because: str
    is_open: bool = False
    handed_in: bool = False


@dataclass(frozen=True)
class CheckEffect:
    """A check of an item asked for before and after, which begins or ceases to apply."""

    item: str
    check: str
    severity: Severity
    message: str
    because: str


@dataclass(frozen=True)
class Effects:
    """What follows from other facts. Days are ISO text; None where no clock runs or a clock cannot be computed yet.

    `earliest_because` says why the earliest lawful decision is what it becomes.
    """

    becomes_required: tuple[ItemEffect, ...]
    falls_away: tuple[ItemEffect, ...]
    checks_begin: tuple[CheckEffect, ...]
    checks_cease: tuple[CheckEffect, ...]
    track_before: TrackChoice
    track_after: TrackChoice
    earliest_before: str | None
    earliest_after: str | None
    earliest_because: tuple[str, ...]

    @property
    def of_evidence(self) -> tuple[ItemEffect, ...]:
        """The items that fall away although evidence was handed in for them."""
        return tuple(effect for effect in self.falls_away if effect.handed_in)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing that is asked for changes: neither item, check, track nor clock."""
        lists = (self.becomes_required, self.falls_away, self.checks_begin, self.checks_cease)
        same = self.track_before == self.track_after and self.earliest_before == self.earliest_after
        return same and not any(lists)


def effects_of(catalogue: Catalogue, before: Facts, after: Facts, handed_in: Collection[str] = ()) -> Effects:
    """What changes when these facts become those. `handed_in` are the items for which there is evidence."""
    from gates.clocks import earliest_lawful_decision

    was, becomes = known_facts(catalogue, before), known_facts(catalogue, after)
    asked = {item.id: (item.is_required(was), item.is_required(becomes)) for item in catalogue.items}
    told = {item.id: _item(catalogue, item, becomes, item.id in handed_in) for item in catalogue.items}
    staying = [item for item in catalogue.items if asked[item.id] == (True, True)]
    return Effects(
        becomes_required=tuple(told[item] for item, (old, new) in asked.items() if new and not old),
        falls_away=tuple(told[item] for item, (old, new) in asked.items() if old and not new),
        checks_begin=tuple(_checks(catalogue, staying, was, becomes)),
        checks_cease=tuple(_checks(catalogue, staying, was, becomes, ceasing=True)),
        track_before=track_of(catalogue, was),
        track_after=track_of(catalogue, becomes),
        earliest_before=_day(was),
        earliest_after=_day(becomes),
        earliest_because=earliest_lawful_decision(becomes, catalogue.clocks)[1],
    )


def open_items(catalogue: Catalogue, facts: Facts) -> dict[str, list[str]]:
    """For each unanswered fact the items that are required only until it is answered, in the catalogue's order.

    Items that the track asks for hang on every fact that keeps the track from being lighter.
    """
    known = known_facts(catalogue, facts)
    track = track_of(catalogue, known)
    found: dict[str, list[str]] = {}
    for item in catalogue.items:
        if item.requirement(known) is Truth.UNKNOWN:
            open_facts = [one.fact for one in deciding(item.asked_when, known)]
        else:
            open_facts = [*track.open_facts] if _hangs_on_track(item, known) else []
        for fact in dict.fromkeys(open_facts):
            found.setdefault(fact, []).append(item.id)
    return found


def _hangs_on_track(item: Item, known: Facts) -> bool:
    """Whether the item is required, and would not be on another track."""
    if TRACK_FACT not in facts_named(item.required_when) or not item.is_required(known):
        return False
    return not all(item.is_required({**known, TRACK_FACT: track}) for track in TRACKS)


def _item(catalogue: Catalogue, item: Item, facts: Facts, handed_in: bool) -> ItemEffect:
    because = why(item.asked_when, catalogue, facts)
    is_open = item.requirement(facts) is Truth.UNKNOWN
    return ItemEffect(item.id, item.title, item.gate, because, is_open, handed_in)


def _checks(
    catalogue: Catalogue, items: list[Item], was: Facts, becomes: Facts, *, ceasing: bool = False
) -> Iterator[CheckEffect]:
    for item in items:
        for check in item.checks:
            old, new = _applies(check, was), _applies(check, becomes)
            if old is not new and old is ceasing:
                because = why(check.when, catalogue, becomes)
                yield CheckEffect(item.id, check.id, check.severity, check.message, because)


def _applies(check: BaseCheck, facts: Facts) -> bool:
    return evaluate(check.when, facts) is not Truth.NO


def _day(known: Facts) -> str | None:
    day = known.get(EARLIEST_DECISION)
    return day if isinstance(day, str) else None
