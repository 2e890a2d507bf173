"""Looking at responses: the list, one of them whole, and all of them as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.changes import Limit, Page
from app.cli.commands import command
from app.cli.files import write_lines
from app.cli.options import AsJson, Ref, full_ref
from app.cli.output import entry, heading, note, print_json, say, table
from app.cli.responses.common import Number, closes_on, group, received, response_told, term
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.response_tally import Channel, Respondent, is_late

if TYPE_CHECKING:
    from ledger.response_rows import Response
    from ledger.responses import ResponsePage

PAGE = 50
COLUMNS = ("number", "received_on", "late", "channel", "respondent", "area", "id", "duplicate_of", "erased")
MORE_COLUMNS = ("signatures", "document")

ByChannel = Annotated[Channel | None, typer.Option("--channel", help=phrase("option.only_channel"))]
OfType = Annotated[Respondent | None, typer.Option("--type", help=phrase("option.only_respondent"))]
Late = Annotated[bool, typer.Option("--late", help=phrase("option.only_late"), show_default=False)]
Duplicates = Annotated[
    bool | None, typer.Option("--duplicates/--no-duplicates", help=phrase("option.only_duplicates"))
]
Sort = Annotated[str, typer.Option("--sort", metavar="COLUMN", help=phrase("option.response_sort"))]
Out = Annotated[
    Path, typer.Option("--out", metavar="FILE.csv", help=phrase("option.response_out"), show_default=False)
]
Personal = Annotated[
    bool, typer.Option("--personal", help=phrase("option.response_personal"), show_default=False)
]


@command(group, "responses.list")
def list_(
    ref: Ref,
    channel: ByChannel = None,
    type_: OfType = None,
    late: Late = False,
    duplicates: Duplicates = None,
    sort: Sort = "number",
    limit: Limit = None,
    page: Page = 1,
    as_json: AsJson = False,
) -> None:
    """The responses that meet the filters, a page at a time; without what people wrote."""
    from ledger.response_rows import ResponseFilter

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    closing = closes_on(state)
    if late and closing is None:
        note(phrase("responses.closing_unknown"))
    which = ResponseFilter(channel, type_, (closing or date.max) if late else None, duplicates)
    size = limit or (None if as_json and page == 1 else PAGE)
    first = (page - 1) * (size or 0)
    found = visit.ledger.responses.page(state.ref, which, sort=sort, limit=size, offset=first)
    if as_json:
        return print_json([response_told(one, closing) for one in found.rows])
    _say(found, closing, first, filtered=which != ResponseFilter())


def _say(found: ResponsePage, closing: date | None, first: int, *, filtered: bool) -> None:
    if not found.rows:
        beyond = found.total and first
        key = "changes.beyond" if beyond else "responses.no_match" if filtered else "responses.none"
        return say(phrase(key))
    names = ("response", "received", "channel", "respondent", "area", "notes")
    rows = [_cells(one, closing) for one in found.rows]
    table([phrase(f"column.{name}") for name in names], rows, right=(0,))
    last = first + len(found.rows)
    if len(found.rows) < found.total:
        note(phrase("changes.page", first=f"{first + 1:,}", last=f"{last:,}", count=f"{found.total:,}"))


def _cells(one: Response, closing: date | None) -> list[str]:
    return [
        str(one.number),
        received(one.received_on),
        term(one.channel.value),
        term(one.respondent.value),
        one.area,
        "; ".join(_notes(one, closing)),
    ]


def _notes(one: Response, closing: date | None) -> Iterator[str]:
    if is_late(one.received_on, closing.isoformat() if closing else None):
        yield phrase("responses.is_late")
    if one.duplicate_of:
        yield phrase("responses.is_duplicate", other=one.duplicate_of)
    if one.signatures is not None:
        yield phrase("responses.signatures", count=one.signatures)
    if one.has_document:
        yield phrase("responses.has_document")
    if one.erased:
        yield phrase("responses.is_erased")


@command(group, "responses.show")
def show(ref: Ref, number: Number, as_json: AsJson = False) -> None:
    """One response, whole. What it holds is personal data: it stays with those who weigh it."""
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    one = found(visit, state, number)
    closing = closes_on(state)
    if as_json:
        answers = [{"question": question.title, "answer": answer} for question, answer in one.answers]
        more = {"label": one.label, "document": one.document, "hash": one.hash, "answers": answers}
        people = {"contact": one.contact, "characteristics": one.characteristics}
        return print_json({**response_told(one, closing), **more, **people})
    _show(visit, one, closing)


def found(visit: Visit, state: Any, number: int) -> Response:
    """The response of that number. Raises NoSuchResponse."""
    from gates.responses import check_number

    check_number(state, number)
    one = visit.ledger.responses.one(state.ref, number)
    if one is None:
        from ledger.errors import ResponseMissing

        raise ResponseMissing(ref=state.ref, number=number)
    return one


def _show(visit: Visit, one: Response, closing: date | None) -> None:
    kind = one.label or term(one.respondent.value)
    channel, day = term(one.channel.value), received(one.received_on)
    say(phrase("responses.one", number=one.number, kind=kind, channel=channel, day=day))
    for remark in _notes(one, closing):
        say(f"  {remark}")
    if one.area:
        say(phrase("responses.area", area=one.area))
    if one.document:
        say(phrase("responses.document", **{name: one.document[name] for name in ("name", "size", "sha256")}))
    for name, value in {**one.contact, **one.characteristics}.items():
        entry(name, value)
    for question, answer in one.answers:
        heading(question.title or phrase("responses.text"))
        say(answer or phrase("evidence.blank"))


@command(group, "responses.export")
def export(ref: Ref, out: Out, personal: Personal = False, as_json: AsJson = False) -> None:
    """Every response as a row, its answers as columns. Names and addresses only where they are asked for."""
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    lines = _lines(visit, state.ref, closes_on(state), personal=personal)
    count = write_lines(out, lines) - 1
    if as_json:
        return print_json({"ref": state.ref, "responses": count, "file": str(out)})
    note(phrase("responses.exported", count=count, file=out))


def _lines(visit: Visit, ref: str, closing: date | None, *, personal: bool) -> Iterator[str]:
    """The file twice: once for the columns that there are, once for the rows, so that it need not be held whole."""
    titles: dict[str, None] = {}
    people: dict[str, None] = {}
    for one in visit.ledger.responses.all(ref):
        titles.update(dict.fromkeys(question.title for question, _ in one.answers))
        people.update(dict.fromkeys([*one.contact, *one.characteristics] if personal else ()))
    yield "\ufeff" + _csv(
        [*COLUMNS, *MORE_COLUMNS, *(title or phrase("responses.text") for title in titles), *people]
    )
    for one in visit.ledger.responses.all(ref):
        told = response_told(one, closing)
        answers = {question.title: answer for question, answer in one.answers}
        said = {**one.contact, **one.characteristics}
        document = one.document["sha256"] if one.document else ""
        yield _csv(
            [
                *(told[name] for name in COLUMNS),
                told["signatures"],
                document,
                *(answers.get(title, "") for title in titles),
                *(said.get(name, "") for name in people),
            ]
        )


def _csv(cells: list[Any]) -> str:
    """One line, with nothing in it that a spreadsheet would run."""
    from tasks.registers.guard import guarded

    text = io.StringIO()
    csv.writer(text).writerow(guarded(_plain(cell)) for cell in cells)
    return text.getvalue().removesuffix("\r\n")


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return phrase("answer.yes" if cell else "answer.no")
    return "" if cell is None else str(cell)
