"""Counting responses: the summary, duplicates and campaigns, and the records of evidence that follow from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command
from app.cli.dates import day, now
from app.cli.options import AsJson, ItemId, Ref, full_ref
from app.cli.output import heading, note, print_json, say, table
from app.cli.responses.common import closes_on, group, term
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.state import ChangeState
    from tasks.responses.summary import Summary

# More rows than these tell nobody anything; --json has all of them.
MOST_ROWS = 25
BEGINNING = 100
RecordOut = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=phrase("option.template_out"))]


@command(group, "responses.summary")
def summary(ref: Ref, as_json: AsJson = False) -> None:
    """What came in, counted."""
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    found = _counted(visit, state)
    if as_json:
        return print_json({"ref": state.ref, **found.told()})
    if not found.received:
        return say(phrase("responses.none"))
    _say(state, found)


def _counted(visit: Visit, state: ChangeState) -> Summary:
    from tasks.responses.summary import summary_of

    closing = closes_on(state)
    return summary_of(visit.ledger.responses.all(state.ref), closing.isoformat() if closing else None)


def _say(state: ChangeState, found: Summary) -> None:
    say(phrase("responses.received", count=found.received, ref=state.ref))
    closing = closes_on(state)
    if closing is None:
        note(phrase("responses.closing_unknown"))
    else:
        say(phrase("responses.late_of", count=found.late, day=day(closing)))
    numbers = {"duplicates": f"{found.duplicates:,}", "documents": f"{found.documents:,}"}
    say(phrase("responses.of_these", **numbers, erased=f"{found.erased:,}", undated=f"{found.undated:,}"))
    if found.signatures:
        say(phrase("responses.signatures_all", count=f"{found.signatures:,}"))
    late = [
        [term(name), f"{n:,}", f"{found.late_channels[name]:,}"] for name, n in found.channels.most_common()
    ]
    _part("channel", late, "count", "late")
    _part("respondent", [[term(kind), f"{n:,}"] for kind, n in found.respondents.most_common()], "count")
    _part("area", _rows(found.told()["areas"]), "count")
    for name, counts in found.told()["characteristics"].items():
        heading(name)
        table([phrase("column.answer"), phrase("column.count")], _rows(counts), right=(1,))
    for question in found.told()["questions"]:
        heading(question["question"])
        rows = [
            [one["answer"] or phrase("evidence.blank"), one["count"], one["without_duplicates"]]
            for one in question["answers"]
        ]
        names = [phrase(f"column.{name}") for name in ("answer", "count", "count_once")]
        table(names, _cut(rows), right=(1, 2))
    if found.campaigns:
        say(phrase("responses.campaigns", count=len(found.campaigns), ref=state.ref))


def _part(name: str, rows: list[list[str]], *numbers: str) -> None:
    if rows:
        heading(phrase(f"responses.by_{name}"))
        headings = [phrase(f"column.{each}") for each in (name, *numbers)]
        table(headings, _cut(rows), right=range(1, len(headings)))


def _rows(counts: dict[str, Any]) -> list[list[str]]:
    return [[value or phrase("responses.not_stated"), str(count)] for value, count in counts.items()]


def _cut(rows: list[list[Any]]) -> list[list[Any]]:
    if len(rows) <= MOST_ROWS:
        return rows
    rest = len(rows) - MOST_ROWS
    return [*rows[:MOST_ROWS], [phrase("responses.more_rows", count=rest), *[""] * (len(rows[0]) - 1)]]


@command(group, "responses.duplicates")
def duplicates(ref: Ref, as_json: AsJson = False) -> None:
    """The responses that are marked as duplicates, and the texts that many sent in."""
    from ledger.response_rows import ResponseFilter

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    marked = visit.ledger.responses.page(state.ref, ResponseFilter(duplicates=True)).rows
    campaigns = [
        {**one, "text": _beginning(visit, state.ref, one["first"])}
        for one in _counted(visit, state).campaigns
    ]
    if as_json:
        pairs = [{"number": one.number, "duplicate_of": one.duplicate_of} for one in marked]
        return print_json({"ref": state.ref, "duplicates": pairs, "campaigns": campaigns})
    if not marked and not campaigns:
        return say(phrase("responses.no_duplicates"))
    if marked:
        heading(phrase("responses.duplicates", count=len(marked)))
        names = [phrase(f"column.{name}") for name in ("response", "duplicate_of")]
        table(names, _cut([[one.number, one.duplicate_of] for one in marked]), right=(0, 1))
    if campaigns:
        heading(phrase("responses.campaign_texts"))
        names = [phrase(f"column.{name}") for name in ("count", "first", "text")]
        table(names, _cut([[one["count"], one["first"], one["text"]] for one in campaigns]), right=(0, 1))


def _beginning(visit: Visit, ref: str, number: int) -> str:
    """How a text begins, for people to recognise it."""
    one = visit.ledger.responses.one(ref, number)
    answers = one.answers if one else ()
    text = " ".join(" ".join(answer for question, answer in answers if question.free and answer).split())
    return f"{text[:BEGINNING]}..." if len(text) > BEGINNING else text


@command(group, "responses.record")
def record(ref: Ref, item: ItemId, out: RecordOut = None, as_json: AsJson = False) -> None:
    """An item's record with what can be counted filled in, for CO-05 and CO-09."""
    from app.cli.files import write_new
    from tasks.responses.evidence import counted_fields, record_text

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = visit.catalogue_of(state).item(item)
    counted = _counted(visit, state)
    latest = state.evidence.get(asked.id)
    text = record_text(asked, counted, ref=state.ref, day=day(now()), before=latest.record if latest else {})
    if out is not None:
        write_new(out, text)
    if as_json:
        fields = counted_fields(asked, counted, state.ref)
        return print_json({"ref": state.ref, "item": asked.id, "file": out and str(out), "record": fields})
    if out is None:
        print(text, end="")
        return
    note(phrase("responses.record", item=asked.id, file=out, ref=state.ref))
