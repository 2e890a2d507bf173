"""The track of a change: how much it must show, in proportion to what is at stake.

Full if any condition of the full track holds or is not known not to hold; light only if every condition of the
light track is known to hold; otherwise standard. So an unanswered question never makes a change lighter.
Source: proportionality is professional practice; where the lines run is a proposed policy default of each council.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from gates.conditions import Condition, Facts, Truth, comparisons_in, evaluate, facts_named
from gates.faults import Fault
from gates.reasons import deciding

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, Item

LIGHT, STANDARD, FULL = TRACKS = ("light", "standard", "full")
TRACK_FACT = "track"
# The options appraisal and the financial case are the ground of every decision, whatever their legal kind.
NEVER_LIFTED = frozenset({"IA-02", "IA-06"})


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(_Model):
    """One condition of a track. `because` says it in plain words; `otherwise` says that it does not hold."""

    when: Condition
    because: str = Field(min_length=3)
    otherwise: str = ""


class Track(_Model):
    """A track: any one of the full track's conditions makes a change full, all of the light one's make it light."""

    id: Literal["light", "standard", "full"]
    title: str
    help: str = ""
    conditions: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class TrackChoice:
    """The track of a change, and why. `open_facts` are the unanswered ones that keep it from being lighter."""

    track: str
    title: str
    reasons: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()

    def in_words(self, catalogue: Catalogue) -> str:
        """The track with its reason: "Full until answered: staff affected, whole-life cost"."""
        if self.reasons:
            return f"{self.title}: {'; '.join(self.reasons)}"
        if not self.open_facts:
            return self.title
        titles = (catalogue.facts_by_id[fact].title for fact in self.open_facts)
        return (
            f"{self.title} until answered: {', '.join(f'{title[:1].lower()}{title[1:]}' for title in titles)}"
        )


def track_of(catalogue: Catalogue, facts: Facts) -> TrackChoice:
    """The track of a change with these facts. A catalogue without tracks knows only the full one."""
    tracks = {track.id: track for track in catalogue.tracks}
    if not tracks:
        return TrackChoice(FULL, FULL.capitalize())
    return (
        _full(tracks["full"], catalogue, facts)
        or _light(tracks["light"], facts)
        or _standard(tracks["standard"], tracks["light"], catalogue, facts)
    )


def _full(track: Track, catalogue: Catalogue, facts: Facts) -> TrackChoice | None:
    if held := _those(track, facts, Truth.YES):
        return TrackChoice(FULL, track.title, tuple(one.because for one in held))
    if unclear := _those(track, facts, Truth.UNKNOWN):
        return TrackChoice(FULL, track.title, open_facts=_open_facts(unclear, catalogue, facts))
    return None


def _light(track: Track, facts: Facts) -> TrackChoice | None:
    if not track.conditions or len(_those(track, facts, Truth.YES)) < len(track.conditions):
        return None
    return TrackChoice(LIGHT, track.title, tuple(one.because for one in track.conditions))


def _standard(track: Track, light: Track, catalogue: Catalogue, facts: Facts) -> TrackChoice:
    failed = _those(light, facts, Truth.NO)
    reasons = tuple(one.otherwise or f"it does not hold: {one.because}" for one in failed)
    # A light condition that fails cannot be answered away; what is open beside it does not matter.
    unclear = [] if failed else _those(light, facts, Truth.UNKNOWN)
    return TrackChoice(STANDARD, track.title, reasons, _open_facts(unclear, catalogue, facts))


def _those(track: Track, facts: Facts, truth: Truth) -> list[Criterion]:
    return [one for one in track.conditions if evaluate(one.when, facts) is truth]


def _open_facts(unclear: Iterable[Criterion], catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The facts whose answers these conditions wait for, in the catalogue's order."""
    waited_for = {comparison.fact for one in unclear for comparison in deciding(one.when, facts)}
    return tuple(fact.id for fact in catalogue.facts if fact.id in waited_for)


def track_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """What is wrong with the tracks as such; that their conditions make sense is checked as for any condition."""
    ids = {track.id for track in catalogue.tracks}
    if ids:
        yield from (Fault(("tracks",), f"the track {name} is missing") for name in TRACKS if name not in ids)
        if not _is_defined(catalogue):
            yield Fault(
                ("tracks",), f"define the derived fact {TRACK_FACT!r} with the choices {', '.join(TRACKS)}"
            )
    for track in catalogue.tracks:
        if track.id == STANDARD and track.conditions:
            yield Fault(
                ("tracks", track.id), "standard is what is neither full nor light: it has no conditions"
            )
        yield from _circular(catalogue, track)
    for item in catalogue.items:
        if not may_be_lifted(item) and TRACK_FACT in facts_named(item.required_when):
            says = "is asked for whatever the track: take `track` out of required_when"
            yield Fault(("items", item.id, "required_when"), says)


def may_be_lifted(item: Item) -> bool:
    """Whether a track may decide about an item: never what a statute asks for, the options or the money."""
    return item.kind != "statutory" and item.id not in NEVER_LIFTED


def _is_defined(catalogue: Catalogue) -> bool:
    fact = catalogue.facts_by_id.get(TRACK_FACT)
    return fact is not None and fact.derived and set(fact.choices) == set(TRACKS)


def _circular(catalogue: Catalogue, track: Track) -> Iterator[Fault]:
    for number, one in enumerate(track.conditions):
        for comparison in comparisons_in(one.when):
            fact = catalogue.facts_by_id.get(comparison.fact)
            if fact is not None and fact.derived:
                says = f"{fact.id} is worked out from other facts; a track is chosen by answers and evidence"
                yield Fault(("tracks", track.id, "conditions", number), says)
