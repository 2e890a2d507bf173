"""What the product must say or do at a moment of a story. Each demand fails with what was found instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gates.clocks import clocks_of
from gates.overlaps import CUMULATIVE, MATRIX, affected_by, overlaps_of
from gates.prompts import prompts_due
from gates.vocabulary import Gate
from ledger.prompts import Status
from tasks.prompts import reconcile_prompts
from tests.casebook.case_file import CaseFault
from tests.casebook.deeds import Play, told


def report(play: Play, gate: Gate, wanted: Mapping[str, str]) -> None:
    """These rules are broken, with that severity, and name who owes it and why it is asked for."""
    gaps = play.change.gaps(gate)
    found = {gap.rule: gap for gap in gaps}
    for rule, severity in wanted.items():
        assert rule in found, told(f"{rule} is reported", gaps)
        gap = found[rule]
        assert gap.severity == severity, f"{rule} is {severity}, but it is {gap.severity}"
        assert gap.owner in play.stage.catalogue.roles, f"{rule} names who owes it"
        assert gap.basis, f"{rule} says why it is asked for"


def not_report(play: Play, gate: Gate, rules: list[str]) -> None:
    """None of these rules, or of the rules of these items, is broken."""
    gaps = [gap for gap in play.change.gaps(gate) if {gap.rule, gap.item} & set(rules)]
    assert not gaps, told(f"nothing is reported of {', '.join(rules)}", gaps)


def block_by_nothing_but(play: Play, gate: Gate, rules: list[str]) -> None:
    """These rules block the gate, and no other does; with an empty list the gate is complete."""
    gaps = [gap for gap in play.change.gaps(gate) if gap.blocks]
    other = [gap for gap in gaps if gap.rule not in rules]
    assert not other, told(f"nothing but {', '.join(rules) or 'nothing at all'} blocks", other)
    missing = set(rules) - {gap.rule for gap in gaps}
    assert not missing, told(f"{', '.join(sorted(missing))} blocks", gaps)


def never_say(play: Play, gate: Gate, words: list[str]) -> None:
    """No gap of the gate, and no card, uses one of these words."""
    state, book = play.change.state, play.change.book
    cards = prompts_due(state, book, play.stage.today)
    said = [gap.message for gap in play.change.gaps(gate)] + [f"{card.title}\n{card.text}" for card in cards]
    found = [text for text in said if any(word in text.casefold() for word in words)]
    assert not found, f"none of {', '.join(words)} is said, but: {found[0]}"


def asked(play: Play, gate: Gate, items: list[str]) -> None:
    """These items are required."""
    required = {item.id for item in play.stage.catalogue.required(gate, play.change.state.facts)}
    assert set(items) <= required, (
        f"{', '.join(sorted(set(items) - required))} is asked for at the {gate} gate"
    )


def not_asked(play: Play, gate: Gate, items: list[str]) -> None:
    """These items are not required."""
    required = {item.id for item in play.stage.catalogue.required(gate, play.change.state.facts)}
    assert not set(items) & required, f"{', '.join(sorted(set(items) & required))} is not asked for"


def stand(play: Play, _: Gate, wanted: Mapping[str, str]) -> None:
    """The change stands at that gate, in that phase."""
    state = play.change.state
    found = {"gate": state.gate.value, "phase": state.phase.value}
    assert wanted.items() <= found.items(), f"the change stands at {dict(wanted)}, but it stands at {found}"


def facts(play: Play, _: Gate, wanted: Mapping[str, Any]) -> None:
    """This is known of the change."""
    known = play.change.facts
    for name, value in play.settled(dict(wanted)).items():
        found = list(known[name]) if isinstance(known.get(name), tuple) else known.get(name)
        assert found == value, f"{name} is {value}, but it is {found}"


def clocks(play: Play, _: Gate, wanted: Mapping[str, str]) -> None:
    """These clocks stand like that today."""
    found = {
        clock.id: clock.status.value
        for clock in clocks_of(play.change.facts, play.stage.today, play.stage.catalogue.clocks)
    }
    assert wanted.items() <= found.items(), f"the clocks stand at {dict(wanted)}, but: {found}"


def prompt(play: Play, _: Gate, wanted: Mapping[str, Any]) -> None:
    """Somebody is sent a card of that kind: `to` is the role, `about` the item or the clock."""
    found = _cards(play)
    assert dict(wanted) in found, f"a card {dict(wanted)} is out, but these are: {found}"


def no_prompt(play: Play, _: Gate, unwanted: Mapping[str, Any]) -> None:
    """Nobody is sent such a card."""
    assert dict(unwanted) not in _cards(play), f"no card {dict(unwanted)} is out"


def _cards(play: Play) -> list[dict[str, Any]]:
    """The cards that are out once the real channel has been written to."""
    stage, state = play.stage, play.change.state
    reconcile_prompts(stage.house, state)
    due = prompts_due(state, play.change.book, stage.today)
    out = {card.prompt.key for card in stage.house.ledger.prompts.list(state.ref, statuses=[Status.SENT])}
    return [
        {"kind": one.kind, "about": _about(one), "to": stage.who(person)}
        for one in due
        if one.key in out
        for person in one.to
    ]


def _about(card: Any) -> str:
    matter = card.key.rpartition("/")[2]
    return str(card.item or matter.partition(":")[0])


def overlaps(play: Play, _: Gate, wanted: Mapping[str, Any]) -> None:
    """The other changes of the story that hit the same groups: `shared` by name, and those `not_named` in EQ-06."""
    change = play.change
    names = {played.ref: name for name, played in play.changes.items()}
    others = [affected_by(other) for _, other in play.stage.house.ledger.handed_in(MATRIX)]
    latest = change.state.evidence.get(CUMULATIVE)
    found = overlaps_of(affected_by(change.state), others, latest.record if latest else None)
    ours = [one for one in found if one.change.ref in names]
    shared = {names[one.change.ref]: list(one.groups) for one in ours}
    assert shared == wanted["shared"], f"the same groups are hit by {wanted['shared']}, but found: {shared}"
    not_named = [names[one.change.ref] for one in ours if one.not_named]
    assert not_named == wanted["not_named"], f"{wanted['not_named']} are not named, but found: {not_named}"


def keep(play: Play, _: Gate, wanted: Mapping[str, str]) -> None:
    """The reason and the lessons of a change that was stopped are kept, in the record too."""
    state = play.change.state
    found = {"reason": state.ended_because, "lessons": state.lessons}
    assert wanted.items() <= found.items(), f"{dict(wanted)} is kept, but: {found}"
    last = play.stage.house.ledger.history(state.ref)[-1].event
    assert last.type == "change_stopped", f"the record ends with the stop, not with {last.type}"


DEMANDS: dict[str, Callable[[Play, Gate, Any], None]] = {
    "report": report,
    "not_report": not_report,
    "block_by_nothing_but": block_by_nothing_but,
    "never_say": never_say,
    "asked": asked,
    "not_asked": not_asked,
    "stand": stand,
    "facts": facts,
    "clocks": clocks,
    "prompt": prompt,
    "no_prompt": no_prompt,
    "overlaps": overlaps,
    "keep": keep,
}


def must(play: Play, what: Mapping[str, Any]) -> None:
    """Hold the product to every demand; `at` names the gate that is checked, otherwise the one it stands at."""
    gate = Gate(what["at"]) if "at" in what else play.change.state.gate
    for name, wanted in what.items():
        if name == "at":
            continue
        if name not in DEMANDS:
            raise CaseFault(f"{name!r} cannot be demanded; known: {', '.join(DEMANDS)}")
        DEMANDS[name](play, gate, wanted)
