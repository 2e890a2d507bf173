"""What follows from other facts, as people and programs are told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.cli.output import entry, heading, note, say
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.effects import CheckEffect, Effects, ItemEffect
    from gates.state import ChangeState
    from gates.tracks import TrackChoice


def effects_between(catalogue: Catalogue, before: ChangeState, after: ChangeState) -> Effects:
    """What changes for a change when its facts become those of `after`."""
    from gates.effects import effects_of

    return effects_of(catalogue, before.facts, after.facts, after.evidence.keys())


def effects_told(catalogue: Catalogue, effects: Effects) -> dict[str, Any]:
    """The effects as JSON tells of them."""
    return {
        **{
            name: [asdict(one) for one in getattr(effects, name)]
            for name in ("becomes_required", "falls_away", "checks_begin", "checks_cease")
        },
        "track_before": track_told(catalogue, effects.track_before),
        "track_after": track_told(catalogue, effects.track_after),
        "earliest_lawful_decision_before": effects.earliest_before,
        "earliest_lawful_decision_after": effects.earliest_after,
        "earliest_lawful_decision_because": effects.earliest_because,
    }


def track_told(catalogue: Catalogue, choice: TrackChoice) -> dict[str, Any]:
    """A track and its reason as JSON tells of them."""
    return {**asdict(choice), "says": choice.in_words(catalogue)}


def say_published(catalogue: Catalogue, before: ChangeState, after: ChangeState) -> None:
    """What the facts change that a piece of evidence published, where they change what is asked for."""
    effects = effects_between(catalogue, before, after)
    if not effects.is_nothing:
        say()
        say(phrase("triage.published"))
        print_effects(catalogue, effects)


def print_effects(catalogue: Catalogue, effects: Effects) -> None:
    """Every effect with the answers that decide it, the track and the clock."""
    if effects.is_nothing:
        say(phrase("triage.no_effect"))
    _items("triage.becomes_required", effects.becomes_required)
    _items("triage.falls_away", effects.falls_away)
    _checks("triage.checks_begin", effects.checks_begin)
    _checks("triage.checks_cease", effects.checks_cease)
    if effects.of_evidence:
        note(
            phrase("triage.of_evidence", items=", ".join(effect.item for effect in effects.of_evidence)),
            "yellow",
        )
    say()
    before, after = effects.track_before, effects.track_after
    key = "triage.track_stays" if before.track == after.track else "triage.track_changes"
    say(phrase(key, before=before.in_words(catalogue), after=after.in_words(catalogue)))
    if effects.earliest_before != effects.earliest_after:
        was, becomes = _day(effects.earliest_before), _day(effects.earliest_after)
        because = "; ".join(effects.earliest_because)
        say(phrase("triage.earliest", before=was, after=becomes, because=because).rstrip(" .") + ".")


def _day(iso: str | None) -> str:
    from app.cli.story import answer

    return answer(iso) if iso else phrase("triage.no_clock")


def _items(key: str, found: Sequence[ItemEffect]) -> None:
    if found:
        heading(phrase(key, count=len(found)))
    for one in found:
        because = f"{phrase('triage.open')}: {one.because}" if one.is_open else one.because
        entry(one.item, f"{one.title}. {because}.")


def _checks(key: str, found: Sequence[CheckEffect]) -> None:
    if found:
        heading(phrase(key, count=len(found)))
    for one in found:
        entry(one.item, f"{one.message} ({phrase(f'severity.{one.severity}')}) {one.because}.")
