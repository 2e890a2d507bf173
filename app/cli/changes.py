"""The list of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import day
from app.cli.options import AsJson, gate_named
from app.cli.output import note, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.vocabulary import Phase

if TYPE_CHECKING:
    from ledger.listing import ChangeRow, Listing

PAGE = 50

InPhase = Annotated[Phase | None, typer.Option("--phase", help=phrase("option.phase"))]
InGate = Annotated[str | None, typer.Option("--gate", metavar="GATE", help=phrase("option.gate_only"))]
Waiting = Annotated[str | None, typer.Option("--waiting", metavar="FOR", help=phrase("option.waiting"))]
OfType = Annotated[str | None, typer.Option("--type", metavar="TYPE", help=phrase("option.type"))]
Sro = Annotated[str | None, typer.Option("--sro", metavar="EMAIL", help=phrase("option.sro"))]
Text = Annotated[
    str, typer.Option("--search", metavar="WORDS", help=phrase("option.search"), show_default=False)
]
Sort = Annotated[str, typer.Option("--sort", metavar="COLUMN", help=phrase("option.sort"))]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help=phrase("option.limit"), show_default=False)]
Page = Annotated[int, typer.Option("--page", min=1, help=phrase("option.page"))]


def changes(
    phase: InPhase = None,
    gate: InGate = None,
    waiting: Waiting = None,
    type_: OfType = None,
    sro: Sro = None,
    search: Text = "",
    sort: Sort = "ref",
    limit: Limit = None,
    page: Page = 1,
    as_json: AsJson = False,
) -> None:
    """The changes that meet the filters; for people a page at a time, for programs all unless a limit is given."""
    from ledger.listing import Filter

    visit = current()
    which = Filter(
        phase=phase.value if phase else None,
        gate=gate_named(gate).value if gate else None,
        waiting=waiting,
        type=type_,
        sro=visit.person(sro) if sro else None,
        text=search,
    )
    size = limit or (None if as_json and page == 1 else PAGE)
    first = (page - 1) * (size or 0)
    found = visit.ledger.list(which, sort=sort, limit=size, offset=first)
    if as_json:
        return print_json([_told(visit, row) for row in found.rows])
    _say(visit, found, first, filtered=which != Filter())


def _told(visit: Visit, row: ChangeRow) -> dict[str, Any]:
    shown = {name: value for name, value in vars(row).items() if name != "id"}
    return {**shown, "sro": visit.reference(row.sro), "author": visit.reference(row.author)}


def _say(visit: Visit, found: Listing, first: int, *, filtered: bool) -> None:
    if not found.rows:
        beyond = found.count and first
        return say(phrase("changes.beyond" if beyond else "changes.no_match" if filtered else "changes.none"))
    headings = [phrase(f"column.{name}") for name in ("ref", "title", "waiting", "since", "sro")]
    table(headings, [_row(visit, row) for row in found.rows])
    last = first + len(found.rows)
    if len(found.rows) < found.count:
        numbers = {"first": f"{first + 1:,}", "last": f"{last:,}", "count": f"{found.count:,}"}
        note(phrase("changes.page", **numbers))


def _row(visit: Visit, row: ChangeRow) -> list[str]:
    return [row.ref, row.title, row.waiting_label, day(row.gate_since), visit.name(row.sro)]
