"""The other live changes that hit the same protected groups as a change, and whether EQ-06 names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.options import AsJson, Ref, full_ref
from app.cli.output import entry, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Item
    from gates.overlaps import Overlap
    from gates.state import ChangeState

HEADINGS = ("ref", "title", "stands", "groups_hit", "not_named", "evidence")


def overlaps(ref: Ref, as_json: AsJson = False) -> None:
    """What a change shares with others. Raises UnknownReference."""
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    found = overlaps_with_places(visit, state)
    print_json(_told(state, found)) if as_json else _say(state, found)


def overlaps_with_places(visit: Visit, state: ChangeState) -> list[tuple[Overlap, str]]:
    """Every overlap with where the other change stands, in words."""
    from gates.overlaps import CUMULATIVE, MATRIX, affected_by, overlaps_of

    this = affected_by(state)
    if not this.groups:
        return []
    others = [(affected_by(other), waiting) for waiting, other in visit.ledger.handed_in(MATRIX)]
    latest, places = state.evidence.get(CUMULATIVE), {other.ref: waiting for other, waiting in others}
    found = overlaps_of(this, [other for other, _ in others], latest.record if latest else None)
    return [(overlap, places[overlap.change.ref]) for overlap in found]


def _told(state: ChangeState, found: list[tuple[Overlap, str]]) -> dict[str, Any]:
    from gates.overlaps import CUMULATIVE, MATRIX, affected_by

    latest = state.evidence.get(CUMULATIVE)
    return {
        "ref": state.ref,
        "title": state.title,
        "assessed": MATRIX in state.evidence,
        "groups": affected_by(state).groups,
        "cumulative_version": latest.version if latest else None,
        "overlaps": [_overlap_told(overlap, stands) for overlap, stands in found],
    }


def _overlap_told(overlap: Overlap, stands: str) -> dict[str, Any]:
    other = overlap.change
    return {
        "ref": other.ref,
        "title": other.title,
        "phase": other.phase.value,
        "gate": other.gate.value,
        "stands": stands,
        "groups": overlap.groups,
        "not_named": overlap.not_named,
        "evidence": _evidence(other.ref),
    }


def _evidence(ref: str) -> str:
    """How its impact matrix is looked at."""
    return f"gatehouse evidence show {ref} EQ-03"


def _say(state: ChangeState, found: list[tuple[Overlap, str]]) -> None:
    from gates.overlaps import CUMULATIVE, MATRIX, affected_by

    groups = affected_by(state).groups
    if not groups:
        key = "overlaps.nobody" if MATRIX in state.evidence else "overlaps.none_assessed"
        return say(phrase(key, ref=state.ref, title=state.title))
    say(phrase("overlaps.hits", ref=state.ref, title=state.title, groups=_named(groups)))
    if not found:
        return say(phrase("overlaps.alone"))
    say(phrase("overlaps.found", count=len(found)))
    table([phrase(f"column.{name}") for name in HEADINGS], [_row(*one) for one in found])
    if any(overlap.not_named for overlap, _ in found):
        say(phrase("overlaps.to_do"))
    else:
        say(phrase("overlaps.all_named", version=state.evidence[CUMULATIVE].version))


def _row(overlap: Overlap, stands: str) -> list[str]:
    other = overlap.change
    groups, not_named = _named(overlap.groups), _named(overlap.not_named)
    return [other.ref, other.title, stands, groups, not_named, _evidence(other.ref)]


def _named(groups: tuple[str, ...]) -> str:
    return ", ".join(group.replace("_", " ") for group in groups)


def not_named_told(visit: Visit, state: ChangeState, item: Item) -> dict[str, Any]:
    """What JSON adds when a record of cumulative effect is handed in: the changes that it does not name."""
    return {"not_named": [_overlap_told(*one) for one in _not_named(visit, state)]} if _is_asked(item) else {}


def say_not_named(visit: Visit, state: ChangeState, item: Item) -> None:
    """Tell whoever hands in a record of cumulative effect which changes it does not name."""
    found = _not_named(visit, state) if _is_asked(item) else []
    if found:
        say(phrase("overlaps.not_named"))
    for overlap, stands in found:
        other, groups = overlap.change, _named(overlap.not_named)
        entry(other.ref, phrase("overlaps.entry", title=other.title, stands=stands, groups=groups))


def _is_asked(item: Item) -> bool:
    from gates.overlaps import CUMULATIVE

    return item.id == CUMULATIVE


def _not_named(visit: Visit, state: ChangeState) -> list[tuple[Overlap, str]]:
    return [one for one in overlaps_with_places(visit, state) if one[0].not_named]
