"""Who is asked for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import now
from app.cli.options import AsJson, MaybeRef, full_ref
from app.cli.output import note, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gates.prompts import Prompt

MOST = 1000

To = Annotated[str | None, typer.Option("--to", metavar="EMAIL", help=phrase("option.to"))]


def prompts(ref: MaybeRef = None, to: To = None, as_json: AsJson = False) -> None:
    """The cards of a change as it stands now; without a reference those of all changes, as the movers last saw them."""
    visit = current()
    person = visit.person(to) if to else None
    found = _of_change(visit, ref) if ref else _of_all(visit)
    due = [prompt for prompt in found if person is None or person in prompt.to]
    if as_json:
        return print_json([_told(visit, prompt) for prompt in due])
    if not due:
        say(phrase("prompts.none"))
    else:
        headings = [phrase(f"column.{name}") for name in ("to", "asked", "details")]
        table(headings, [[_names(visit, prompt), prompt.title, visit.named(prompt.text)] for prompt in due])
    if ref is None:
        note(phrase("prompts.as_of_movers"))


def _of_change(visit: Visit, ref: str) -> Sequence[Prompt]:
    from gates.clock import london_day
    from gates.prompts import prompts_due

    state = visit.ledger.load(full_ref(ref))
    return prompts_due(state, visit.book(state), london_day(now()))


def _of_all(visit: Visit) -> Sequence[Prompt]:
    from ledger.prompts import Status

    cards = visit.ledger.prompts.list(statuses=(Status.DUE, Status.SENDING, Status.SENT), limit=MOST)
    return [card.prompt for card in cards]


def _told(visit: Visit, prompt: Prompt) -> dict[str, Any]:
    return {**prompt.model_dump(mode="json"), "to": [visit.reference(person) for person in prompt.to]}


def _names(visit: Visit, prompt: Prompt) -> str:
    return ", ".join(visit.name(person) for person in prompt.to) or phrase("evidence.nobody")
