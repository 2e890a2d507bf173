"""The latest version of an item: its record field by field, its document, its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.dates import day
from app.cli.evidence_files import flags_told
from app.cli.output import heading, note, say, table
from app.cli.story import answer
from app.cli.visit import Visit
from app.cli.words import phrase
from gates.errors import GateError
from gates.fields import Kind

if TYPE_CHECKING:
    from gates.catalogue import Item
    from gates.events import Document
    from gates.state import ChangeState


def version_told(visit: Visit, state: ChangeState, item: Item) -> dict[str, Any]:
    """The version as JSON tells of it, with the path of its document where that is still in the store."""
    version, verdict = state.evidence[item.id], state.adequacy.get(item.id)
    return {
        **version.model_dump(mode="json"),
        "submitted_by": visit.reference(version.submitted_by),
        "verdict": verdict,
        "document_path": _kept(visit, version.document) if version.document else None,
    }


def _kept(visit: Visit, document: Document) -> str | None:
    from tasks.documents import Documents

    try:
        return Documents(visit.settings.documents).find(document.sha256)
    except GateError as error:
        note(str(error), "yellow")
        return None


def print_version(visit: Visit, state: ChangeState, item: Item) -> None:
    """The version as people read it."""
    version, verdict = state.evidence[item.id], state.adequacy.get(item.id)
    by, on = visit.name(version.submitted_by), day(version.submitted_at)
    say(f"{item.id} {item.title}")
    say(phrase("evidence.version", version=version.version, by=by, on=on, dated=day(version.effective_on)))
    if version.document:
        say(document_line(version.document))
        for text in flags_told(version.document):
            note(text, "yellow")
        if kept := _kept(visit, version.document):
            say(phrase("evidence.kept", path=kept))
    _print_record(item, version.record)
    if verdict:
        key = "evidence.judged" if verdict.version == version.version else "evidence.judged_before"
        words = phrase(f"verdict.{verdict.verdict}", reviewer=visit.name(verdict.reviewer))
        heading(phrase(key, version=verdict.version, verdict=words, reason=verdict.reason))


def document_line(document: Document) -> str:
    """A document in one line: name, size, kind and hash."""
    size = f"{document.size:,}"
    return phrase(
        "evidence.document", name=document.name, size=size, kind=document.media_type, sha=document.sha256
    )


def _print_record(item: Item, record: dict[str, Any]) -> None:
    tables = {name: field for name, field in item.fields.items() if field.kind is Kind.TABLE}
    plain = [
        [field.title, _value(record.get(name))] for name, field in item.fields.items() if name not in tables
    ]
    if plain:
        heading(phrase("evidence.record"))
        table([phrase("column.field"), phrase("column.value")], plain)
    for name, field in tables.items():
        heading(field.title)
        rows = [[_value(row.get(column)) for column in field.columns] for row in record.get(name) or ()]
        if rows:
            table([about.title for about in field.columns.values()], rows)
        else:
            say(phrase("evidence.no_rows"))


def _value(value: Any) -> str:
    if value is None or value == "":
        return phrase("evidence.blank")
    if isinstance(value, dict):
        return ", ".join(_value(part) for part in value.values() if part)
    return value if isinstance(value, str) and not value[:4].isdigit() else answer(value)
