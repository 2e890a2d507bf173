"""Handing in one version of an item from files: the record read and checked whole, the document stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from app.cli.output import note
from app.cli.record_file import RecordFile, read_record_file
from app.cli.visit import Visit
from app.cli.words import phrase

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

    Raises RecordInvalid with the lines or cells of the file, what the rules raise, and what storing a document raises.
    """
    from gates import commands

    file = _read(visit, state, item, record) if record else None
    latest = state.evidence.get(item.id)
    submission = commands.Submission(
        item=item.id,
        gate=item.gate,
        record=_record(state, item, file),
        document=latest.document if latest else None,
        effective_on=on,
        illustrative=illustrative,
    )
    with_places(item, file, visit, state, submission, acting)
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


def _read(visit: Visit, state: ChangeState, item: Item, record: Path) -> RecordFile:
    file = read_record_file(record, item)
    if file.made_from and file.made_from != state.catalogue:
        made, held = file.made_from[:12], state.catalogue[:12]
        note(phrase("evidence.other_catalogue", item=item.id, made=made, held=held), "yellow")
    return file


def _record(state: ChangeState, item: Item, file: RecordFile | None) -> dict[str, Any]:
    """The record of the file; without one that of the version before; without that a blank one, full of gaps."""
    if file is not None:
        return file.data
    latest = state.evidence.get(item.id)
    return latest.record if latest else dict.fromkeys(item.fields)


def with_places(
    item: Item,
    file: RecordFile | None,
    visit: Visit,
    state: ChangeState,
    submission: Submission,
    acting: Acting,
) -> None:
    """Try the submission without recording it; faults in the record's file are reported with their places."""
    from gates import commands
    from gates.records import RecordInvalid

    try:
        commands.submit_evidence(state, visit.book(state), submission, by=acting.person, now=now())
    except RecordInvalid as error:
        if file is None:
            raise
        faults = [*file.faults, *(file.placed(fault) for fault in error.errors)]
        raise RecordInvalid(item.id, item.title, faults) from error
    if file is not None and file.faults:
        raise RecordInvalid(item.id, item.title, list(file.faults))
