"""Evidence: handing it in, judging it, looking at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command, command_group
from app.cli.dates import now
from app.cli.errors import NothingToRecord
from app.cli.evidence_files import flags_told
from app.cli.options import AsJson, By, ItemId, Reason, Ref, day_from, full_ref, gate_named
from app.cli.output import note, print_json, say, table
from app.cli.overlaps import not_named_told, say_not_named
from app.cli.show_evidence import gap_list, item_row, item_told
from app.cli.summary import summary_of, tell_next
from app.cli.triage_effects import effects_between, effects_told, say_published
from app.cli.version_page import document_line, print_version, version_told
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.vocabulary import Role, Verdict

if TYPE_CHECKING:
    from gates.catalogue import Item
    from gates.events import Acting
    from gates.gap import Gap
    from gates.state import ChangeState

group = command_group("evidence")

RecordFile = Annotated[Path | None, typer.Option("--record", metavar="FILE", help=phrase("option.record"))]
DocumentFile = Annotated[
    Path | None, typer.Option("--document", metavar="FILE", help=phrase("option.document"))
]
ForGate = Annotated[str | None, typer.Option("--gate", metavar="GATE", help=phrase("option.gate_check"))]
Dated = Annotated[
    str | None, typer.Option("--effective-on", metavar="DATE", help=phrase("option.effective_on"))
]
Illustrative = Annotated[bool, typer.Option("--illustrative", help=phrase("option.illustrative"))]
Judged = Annotated[Verdict, typer.Option("--verdict", help=phrase("option.verdict"), show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=phrase("option.template_out"))]
ForChange = Annotated[str | None, typer.Option("--ref", metavar="REF", help=phrase("option.template_ref"))]
DocumentOut = Annotated[
    Path, typer.Option("--out", metavar="FILE", help=phrase("option.document_out"), show_default=False)
]
Version = Annotated[int | None, typer.Option("--version", metavar="N", help=phrase("option.version"))]


@command(group, "evidence.add")
def add(
    ref: Ref,
    item: ItemId,
    record: RecordFile = None,
    document: DocumentFile = None,
    gate: ForGate = None,
    effective_on: Dated = None,
    illustrative: Illustrative = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Hand in the next version of an item. What is not given stays as it was in the version before."""
    from app.cli.handing_in import hand_in

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = visit.catalogue_of(state).item(item, gate_named(gate) if gate else None)
    if record is None and document is None:
        raise NothingToRecord(item=asked.id)
    acting = _as_owner(visit, state, asked, by)
    dated = day_from(effective_on) if effective_on else None
    after = hand_in(
        visit, state, asked, acting, record=record, document=document, on=dated, illustrative=illustrative
    )
    told = {**_told(visit, state, after, asked), **not_named_told(visit, after, asked)}
    if as_json:
        return print_json(told)
    _say(visit, after, asked, told)
    say_published(visit.catalogue_of(after), state, after)
    say_not_named(visit, after, asked)


def _as_owner(visit: Visit, state: ChangeState, item: Item, by: str | None) -> Acting:
    acting = visit.actor(by, Role.PROGRAMME_OFFICE, Role.SRO)
    if acting.person in visit.book(state).owners(state, item):
        return acting.model_copy(update={"role": item.owner})
    return acting.model_copy(update={"role": Role.SRO.value}) if acting.person == state.sro else acting


def _told(visit: Visit, before: ChangeState, after: ChangeState, item: Item) -> dict[str, Any]:
    version, catalogue = after.evidence[item.id], visit.catalogue_of(after)
    return {
        **summary_of(after, catalogue),
        "item": item.id,
        "evidence_version": version.version,
        "unchanged": after.version == before.version,
        "effective_on": version.effective_on,
        "content": version.content,
        "document": version.document,
        "gaps": [gap.model_dump(mode="json") for gap in still_missing(visit, after, item)],
        "review_voided": before.review is not None and after.review is None,
        "effects": effects_told(catalogue, effects_between(catalogue, before, after)),
    }


def still_missing(visit: Visit, state: ChangeState, item: Item) -> list[Gap]:
    """What the item's own rules find in its latest version, at once; the gate's check decides."""
    from gates.clock import london_day
    from gates.completeness import gaps_in
    from gates.derived import facts_under

    facts = facts_under(state, visit.catalogue_of(state))
    return gaps_in(item, state.evidence[item.id], facts, london_day(now()))


def _say(visit: Visit, state: ChangeState, item: Item, told: dict[str, Any]) -> None:
    version = told["evidence_version"]
    if told["unchanged"]:
        return say(phrase("evidence.unchanged", item=item.id, version=version, ref=state.ref))
    say(phrase("evidence.added", item=item.id, title=item.title, version=version, ref=state.ref))
    if told["document"]:
        say(document_line(told["document"]))
        for text in flags_told(told["document"]):
            note(text, "yellow")
    if told["review_voided"]:
        note(phrase("evidence.voided"), "yellow")
    if gaps := still_missing(visit, state, item):
        say(phrase("evidence.still_missing", count=len(gaps)))
        gap_list(visit, state, visit.book(state), gaps)
    else:
        say(phrase("evidence.nothing_missing"))
    tell_next(state)


@command(group, "evidence.template")
def template(item: ItemId, out: Out = None, ref: ForChange = None) -> None:
    """A record to fill in, with the guidance, for any change or for one."""
    from app.cli import evidence_files as files
    from app.cli.catalogue import in_force

    state = current().ledger.load(full_ref(ref)) if ref else None
    catalogue = current().catalogue_of(state) if state else in_force()
    found = catalogue.item(item)
    if out is None:
        print(files.text(found, state), end="")
        return
    files.write_template(out, found, catalogue, state)
    key = "evidence.template_of" if state else "evidence.template"
    note(phrase(key, item=found.id, file=out, ref=state.ref if state else ""))


@command(group, "evidence.document")
def document(
    ref: Ref, item: ItemId, out: DocumentOut, version: Version = None, as_json: AsJson = False
) -> None:
    """A document, as it was handed in, compared with its hash."""
    from app.cli.evidence_files import version_with_document, write_binary
    from tasks.documents import Documents

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = visit.catalogue_of(state).item(item)
    held, kept = version_with_document(visit, state, asked, version)
    store = Documents(visit.settings.documents)
    write_binary(out, lambda target: store.write_to(kept.sha256, target))
    if as_json:
        about = kept.model_dump(mode="json")
        return print_json(
            {"item": asked.id, "evidence_version": held.version, "document": about, "file": str(out)}
        )
    size = f"{kept.size:,}"
    told = {"item": asked.id, "version": held.version, "name": kept.name, "size": size, "sha": kept.sha256}
    say(phrase("evidence.document_out", file=out, **told))
    for text in flags_told(kept):
        note(text, "yellow")


@command(group, "evidence.list")
def list_(ref: Ref, as_json: AsJson = False) -> None:
    """Every item that the change must provide at any gate, and where it stands."""
    from gates.derived import required_items

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    book = visit.book(state)
    required = required_items(book.catalogue, state.facts)
    items = [i for i in book.catalogue.items if i.id in state.evidence or i.id in required]
    if as_json:
        rows = [(item_told(visit, state, book, item), state.evidence.get(item.id)) for item in items]
        return print_json([{**row, "document": held.document if held else None} for row, held in rows])
    names = ("gate", "item", "title", "owner", "version", "dated", "complete", "adequate")
    table(
        [phrase(f"column.{name}") for name in names],
        [[i.gate.capitalize(), *item_row(visit, state, book, i)] for i in items],
        right=(4,),
    )
    for held in filter(None, (state.evidence.get(i.id) for i in items)):
        for text in flags_told(held.document) if held.document else ():
            note(phrase("flag.item", item=held.item, text=text), "yellow")


@command(group, "evidence.show")
def show(ref: Ref, item: ItemId, as_json: AsJson = False) -> None:
    """The latest version of an item: its record, its document, its verdict."""
    from gates.policies import check_submitted

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = visit.catalogue_of(state).item(item)
    check_submitted(state, asked.id)
    if as_json:
        return print_json(version_told(visit, state, asked))
    print_version(visit, state, asked)


@command(group, "evidence.review")
def review(
    ref: Ref, item: ItemId, verdict: Judged, reason: Reason, by: By = None, as_json: AsJson = False
) -> None:
    """Judge the latest version of an item."""
    from gates import commands

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = visit.catalogue_of(state).item(item)
    acting = visit.actor(by, *filter(None, (asked.review_by,)), Role.REVIEWER)

    def command(found: ChangeState) -> Any:
        return commands.review_adequacy(found, visit.book(found), asked.id, verdict, reason, by=acting.person)

    after = visit.ledger.decide(state.ref, command, acting=acting, at=now())
    version = after.adequacy[asked.id].version
    if as_json:
        told = {"item": asked.id, "evidence_version": version, "verdict": verdict.value}
        return print_json({**summary_of(after, visit.catalogue_of(after)), **told})
    words = phrase(f"verdict.{verdict}", reviewer=visit.name(acting.person))
    say(phrase("evidence.reviewed", item=asked.id, version=version, ref=state.ref, verdict=words))
    if state.review is not None and after.review is None:
        note(phrase("evidence.voided"), "yellow")
    tell_next(after)
