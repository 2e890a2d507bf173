"""What the gates ask for: gates, items, facts and roles; and whether a catalogue of one's own is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command, command_group
from app.cli.options import AsJson, ItemId, gate_named
from app.cli.output import heading, print_json, say, table
from app.cli.visit import current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition, Item

group = command_group("catalogue", has_default=True)

InGate = Annotated[str | None, typer.Option("--gate", metavar="GATE", help=phrase("option.gate_only"))]


@group.callback()
def catalogue(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Without a command of its own: the list of items."""
    if ctx.invoked_subcommand is None:
        list_(as_json=as_json)


@command(group, "catalogue.list")
def list_(gate: InGate = None, as_json: AsJson = False) -> None:
    """Every item of every gate."""
    known = in_force()
    gates = [definition for definition in known.gates if gate is None or definition.id is gate_named(gate)]
    if as_json:
        items = [item_told(item) for definition in gates for item in known.items_of(definition.id)]
        return print_json({"name": known.name, "version": known.version, "items": items})
    say(phrase("catalogue.is", name=known.name, version=known.version[:12]))
    for definition in gates:
        heading(f"{definition.title}. {definition.purpose}")
        headings = [phrase(f"column.{name}") for name in ("item", "title", "owner", "required")]
        table(headings, [_row(known, item) for item in known.items_of(definition.id)])


def _row(known: Catalogue, item: Item) -> list[str]:
    return [item.id, item.title, known.roles[item.owner], required_when(item)]


@command(group, "catalogue.show")
def show(item: ItemId, as_json: AsJson = False) -> None:
    """One item, whole."""
    known = in_force()
    found = known.item(item)
    if as_json:
        return print_json(item_told(found))
    say(f"{found.id} {found.title}")
    say(phrase("catalogue.gate", gate=known.gate(found.gate).title))
    say(phrase("catalogue.owed", owner=known.roles[found.owner]))
    if found.review_by:
        say(phrase("catalogue.reviewed", reviewer=known.roles[found.review_by]))
    say(phrase("catalogue.when", when=required_when(found)))
    say(phrase("catalogue.basis", basis=found.basis, kind=found.kind))
    say(found.guidance)
    heading(phrase("catalogue.fields"))
    table([phrase(f"column.{name}") for name in ("field", "kind", "title")], _fields(found))
    heading(phrase("catalogue.checks"))
    table([phrase(f"column.{name}") for name in ("severity", "rule")], _checks(found))
    say(phrase("catalogue.template", item=found.id))


def _fields(item: Item) -> list[list[str]]:
    rows = []
    for name, field in item.fields.items():
        optional = phrase("catalogue.optional") if field.optional else ""
        rows.append([name, f"{field.kind}{optional}", field.title])
        rows += [[f"  {column}", about.kind.value, about.title] for column, about in field.columns.items()]
    return rows


def _checks(item: Item) -> list[list[str]]:
    return [[phrase(f"severity.{check.severity}"), check.message] for check in item.checks]


@command(group, "catalogue.facts")
def facts(as_json: AsJson = False) -> None:
    """The facts asked at triage, and those that evidence answers."""
    known = in_force()
    if as_json:
        return print_json([fact.model_dump(mode="json") for fact in known.facts])
    published = {fact: item.id for item in known.items for fact in item.publishes}
    headings = [phrase(f"column.{name}") for name in ("fact", "answer", "question")]
    table(headings, [_fact_row(fact, published.get(fact.id)) for fact in known.facts])


def _fact_row(fact: FactDefinition, item: str | None) -> list[str]:
    answer = ", ".join(fact.choices) if fact.choices else phrase(f"kind.{fact.kind}")
    about = (
        phrase("catalogue.answered_by", title=fact.title, item=item) if item else f"{fact.title}. {fact.help}"
    )
    return [fact.id, answer, about]


@command(group, "catalogue.roles")
def roles(as_json: AsJson = False) -> None:
    """The roles that owe, review or decide."""
    known = in_force().roles
    if as_json:
        return print_json(known)
    table([phrase("column.role"), phrase("column.title")], list(known.items()))


@command(group, "catalogue.check")
def check(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=phrase("option.folder"), show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Whether a folder holds a sound catalogue."""
    from config.catalogue import load_catalogue

    found = load_catalogue(folder)
    told = {"sound": True, "name": found.name, "version": found.version, "items": len(found.items)}
    if as_json:
        return print_json(told)
    say(phrase("catalogue.sound", name=found.name, count=len(found.items), version=found.version[:12]))


def in_force() -> Catalogue:
    """The catalogue for new changes; before there is a ledger, the one that comes with Gatehouse."""
    from ledger.errors import NoCatalogue, NoDatabase

    try:
        return current().ledger.catalogues.latest()
    except (NoDatabase, NoCatalogue):
        from config.catalogue import load_catalogue

        return load_catalogue()


def required_when(item: Item) -> str:
    """When an item is asked for, in words."""
    from gates.conditions import in_words

    words = in_words(item.required_when)
    where = " or ".join(nation.replace("_", " ").title() for nation in item.nations)
    return phrase("catalogue.in_nations", when=words, nations=where) if where else words


def item_told(item: Item) -> dict[str, Any]:
    """An item as JSON tells of it."""
    return {**item.model_dump(mode="json", by_alias=True), "required_in_words": required_when(item)}
