"""The evidence of a change and what is missing of it. Complete, adequate and approved are three different things."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.cli.dates import day, moment
from app.cli.output import entry, heading, say, table
from app.cli.visit import Visit
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, Item
    from gates.gap import Gap
    from gates.rulebook import Rulebook
    from gates.state import ChangeState


def print_gaps(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    """What the last check of the gate found."""
    check = state.completeness
    if check is None:
        return
    heading(phrase("show.gaps", gate=book.catalogue.gate(check.gate).title, at=moment(check.at)))
    stale = check.gate is state.gate and check.pack != state.pack_hash()
    if not check.gaps:
        say(phrase("show.gaps.none"))
    else:
        gap_list(visit, state, book, check.gaps)
    if stale:
        say(phrase("show.gaps.stale", ref=state.ref))


def gap_list(visit: Visit, state: ChangeState, book: Rulebook, gaps: Iterable[Gap]) -> None:
    """Gaps by item: who owes it, what blocks and what to do, and once for each reason why it is asked for."""
    for item_id, found in groupby(gaps, key=lambda gap: gap.item):
        of_item = list(found)
        say(
            phrase(
                "gap.item",
                item=_item_titled(book.catalogue, item_id),
                owner=owed_by(visit, state, book, of_item[0]),
            )
        )
        for gap in of_item:
            entry(phrase(f"severity.{gap.severity}"), gap.message)
        for basis in dict.fromkeys(gap.basis for gap in of_item):
            entry(phrase("gap.why"), basis)


def _item_titled(catalogue: Catalogue, item_id: str) -> str:
    """An item with its title; an overdue condition of an earlier gate has none."""
    item = catalogue.by_id.get(item_id)
    return f"{item.id} {item.title}" if item else phrase("gap.condition", condition=item_id)


def owed_by(visit: Visit, state: ChangeState, book: Rulebook, gap: Gap) -> str:
    """The role that owes it with the people who fill it; or, for a condition, the person."""
    title = book.catalogue.roles.get(gap.owner)
    if title is None:
        return visit.name(gap.owner)
    people = ", ".join(visit.name(person) for person in book.people_for(state, gap.owner))
    return f"{title}: {people or phrase('evidence.nobody')}"


def print_evidence(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    """The items that this gate asks for, and whatever else was handed in."""
    from gates.derived import required_items

    required = required_items(book.catalogue, state.facts)
    items = [item for item in book.catalogue.items if _is_shown(state, item, required)]
    if not items:
        return
    heading(phrase("show.evidence"))
    names = ("item", "title", "owner", "version", "dated", "complete", "adequate")
    rows = [item_row(visit, state, book, item) for item in items]
    table([phrase(f"column.{name}") for name in names], rows, right=(3,))


def _is_shown(state: ChangeState, item: Item, required: frozenset[str]) -> bool:
    asked_now = item.gate is state.gate and state.phase.is_open and item.id in required
    return asked_now or item.id in state.evidence


def item_row(visit: Visit, state: ChangeState, book: Rulebook, item: Item) -> list[Any]:
    """An item of a change in words: its name, owners, version, day, completeness and adequacy."""
    version = state.evidence.get(item.id)
    owners = ", ".join(visit.name(owner) for owner in book.owners(state, item)) or phrase("evidence.nobody")
    handed_in = [version.version, day(version.effective_on)] if version else ["", ""]
    words = [complete_in_words(state, item), adequate_in_words(visit, state, item)]
    return [item.id, item.title, owners, *handed_in, *words]


def item_told(visit: Visit, state: ChangeState, book: Rulebook, item: Item) -> dict[str, Any]:
    """An item of a change as JSON tells of it. `complete` is as last checked, null where that is not known."""
    from gates.derived import required_items

    version = state.evidence.get(item.id)
    return {
        "gate": item.gate.value,
        "item": item.id,
        "title": item.title,
        "required": item.id in required_items(book.catalogue, state.facts),
        "owner": item.owner,
        "owners": [visit.reference(owner) for owner in book.owners(state, item)],
        "version": version.version if version else None,
        "effective_on": version.effective_on if version else None,
        "complete": is_found_complete(state, item),
        "needs_review": item.needs_review,
        "verdict": state.adequacy_of(item.id),
    }


def is_found_complete(state: ChangeState, item: Item) -> bool | None:
    """Whether the last check found nothing that blocks in the item; None where it has not looked at this version."""
    check = state.completeness
    if item.id not in state.evidence:
        return False
    if item.gate is not state.gate or check is None or check.pack != state.pack_hash():
        return None
    return not any(gap.blocks for gap in check.gaps if gap.item == item.id)


def complete_in_words(state: ChangeState, item: Item) -> str:
    """What the last check said of the item, where it has looked at it."""
    if item.id not in state.evidence:
        return phrase("evidence.not_handed_in")
    found = is_found_complete(state, item)
    if found is None:
        return phrase("evidence.checked_later") if item.gate is state.gate else ""
    check = state.completeness
    count = sum(gap.blocks for gap in check.gaps if gap.item == item.id) if check else 0
    return phrase("evidence.complete") if found else phrase("evidence.gaps", count=count)


def adequate_in_words(visit: Visit, state: ChangeState, item: Item) -> str:
    """A reviewer's verdict on the latest version."""
    if not item.needs_review or item.id not in state.evidence:
        return ""
    verdict = state.adequacy_of(item.id)
    if verdict is None:
        return phrase("evidence.not_judged")
    return phrase(f"verdict.{verdict}", reviewer=visit.name(state.adequacy[item.id].reviewer))
