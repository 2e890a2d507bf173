"""Handing in one version of an item from files: the record read and checked whole, the document stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from app.cli.visit import Visit
from app.cli.yaml_files import YamlFile, read_yaml

if TYPE_CHECKING:
    from gates.catalogue import Item
    from gates.commands import Submission
    from gates.events import Acting, Document, Event
    from gates.state import ChangeState


def hand_in(
    visit: Visit,
    state: ChangeState,
    item: Item,
    acting: Acting,
    *,
    record: Path | None,
    document: Path | None,
    on: date | None,
    illustrative: bool,
) -> ChangeState:
    """Record the version; the state after it. The document is stored only once all else is found right.

    Raises RecordInvalid with the lines of the file, what the rules raise, and what storing a document raises.
    """
    from gates import commands

    file = read_yaml(record, example=f"gatehouse evidence template {item.id}") if record else None
    latest = state.evidence.get(item.id)
    submission = commands.Submission(
        item=item.id,
        gate=item.gate,
        record=_record(state, item, file),
        document=latest.document if latest else None,
        effective_on=on,
        illustrative=illustrative,
    )
    with_lines(item, file, visit, state, submission, acting)
    if document is not None:
        submission = submission.model_copy(update={"document": stored(visit, document)})

    def command(found: ChangeState) -> list[Event]:
        return commands.submit_evidence(found, visit.book(found), submission, by=acting.person, now=now())

    return visit.ledger.decide(state.ref, command, acting=acting, at=now())


def stored(visit: Visit, document: Path) -> Document:
    """The document, kept in the installation's own store."""
    from app.cli.errors import missing_file
    from tasks.documents import Documents

    if not document.is_file():
        raise missing_file(document)
    return Documents(visit.settings.documents).put(document)


def _record(state: ChangeState, item: Item, file: YamlFile | None) -> dict[str, Any]:
    """The record of the file; without one that of the version before; without that a blank one, full of gaps."""
    if file is not None:
        return file.data
    latest = state.evidence.get(item.id)
    return latest.record if latest else dict.fromkeys(item.fields)


def with_lines(
    item: Item,
    file: YamlFile | None,
    visit: Visit,
    state: ChangeState,
    submission: Submission,
    acting: Acting,
) -> None:
    """Try the submission without recording it; a fault in the record's file is reported with its line."""
    from gates import commands
    from gates.records import RecordInvalid

    try:
        commands.submit_evidence(state, visit.book(state), submission, by=acting.person, now=now())
    except RecordInvalid as error:
        if file is None:
            raise
        raise RecordInvalid(item.id, item.title, [_placed(file, fault) for fault in error.errors]) from error


def _placed(file: YamlFile, fault: str) -> str:
    """A fault as the rules tell it ("options, row 2, cost: not a number") with the line where it stands."""
    steps = fault.partition(": ")[0].split(", ")
    place = [int(step[4:]) - 1 if step.startswith("row ") and step[4:].isdigit() else step for step in steps]
    line = file.line(*place)
    return f"line {line}: {fault}" if line else fault
