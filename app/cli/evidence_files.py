"""Files that come out of evidence: templates to fill in, and documents as they were handed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.cli.files import FileNotWritten, FileThere
from app.cli.visit import Visit
from app.cli.words import phrase
from gates.errors import GateError

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, Item
    from gates.events import Document, EvidenceSubmitted
    from gates.state import ChangeState

WORKBOOK = ".xlsx"
OTHER_TABLES = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".csv"})


class NotATemplateFile(GateError):
    """A template is not written as {ending}."""

    advice = "Name a file that ends in .xlsx for a workbook, or in .yaml for a text."


class NoSuchVersion(GateError):
    """{item} of {ref} has no version {version}."""

    advice = "Its versions are 1 to {latest}; leave --version out for the latest with a document."


class NoDocument(GateError):
    """No document was handed in for {item} of {ref}{where}."""

    advice = "{hint}"


def write_binary(path: Path, write: Callable[[IO[bytes]], Any]) -> Any:
    """Write a new file, whole or not at all; never over one that somebody has. Raises FileThere or FileNotWritten."""
    try:
        target = path.open("xb")
    except FileExistsError as error:
        raise FileThere(file=path) from error
    except OSError as error:
        raise FileNotWritten(file=path, why=(error.strerror or str(error)).lower()) from error
    try:
        with target:
            return write(target)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise FileNotWritten(file=path, why=(error.strerror or str(error)).lower()) from error
        raise


def write_template(out: Path, item: Item, catalogue: Catalogue, state: ChangeState | None) -> None:
    """Write the template in the form that the file's ending names. Raises NotATemplateFile, FileThere and the like."""
    ending = out.suffix.lower()
    if ending in OTHER_TABLES:
        raise NotATemplateFile(ending=ending)
    if ending == WORKBOOK:
        content = workbook(item, catalogue, state)
        write_binary(out, lambda target: target.write(content))
        return
    from app.cli.files import write_new

    write_new(out, text(item, state))


def text(item: Item, state: ChangeState | None) -> str:
    """The template as YAML, with what the change's latest version holds."""
    from gates.records import template_of

    return template_of(item, _latest(item, state))


def workbook(item: Item, catalogue: Catalogue, state: ChangeState | None) -> bytes:
    """The template as a workbook, with what the change's latest version holds and what its facts ask for."""
    from gates.derived import facts_under
    from tasks.workbooks import Filling, template_workbook

    empty = Filling(item, catalogue.version, catalogue.roles)
    if state is None:
        return template_workbook(empty)
    facts, record = facts_under(state, catalogue), _latest(item, state)
    return template_workbook(
        Filling(item, catalogue.version, catalogue.roles, state.ref, state.title, record, facts)
    )


def _latest(item: Item, state: ChangeState | None) -> dict[str, Any]:
    held = state.evidence.get(item.id) if state else None
    return held.record if held else {}


def version_with_document(
    visit: Visit, state: ChangeState, item: Item, wanted: int | None
) -> tuple[EvidenceSubmitted, Document]:
    """The version asked for, or the latest that has a document. Raises NoSuchVersion or NoDocument."""
    from gates.events import EvidenceSubmitted

    events = (recorded.event for recorded in visit.ledger.history(state.ref))
    versions = [event for event in events if isinstance(event, EvidenceSubmitted) and event.item == item.id]
    if wanted is not None and wanted not in {version.version for version in versions}:
        raise NoSuchVersion(item=item.id, ref=state.ref, version=wanted, latest=len(versions))
    for version in reversed(versions):
        if version.document and wanted in {None, version.version}:
            return version, version.document
    with_one = [str(version.version) for version in versions if version.document]
    hint = (
        f"Versions with one: {', '.join(with_one)}."
        if with_one
        else "It was handed in as a record alone, or not yet."
    )
    where = "" if wanted is None else f" with version {wanted}"
    raise NoDocument(item=item.id, ref=state.ref, where=where, hint=hint)


def flags_told(document: Document) -> list[str]:
    """What is wrong with a document, and what to do about it."""
    return [phrase(f"flag.{flag}", name=document.name, kind=document.media_type) for flag in document.flags]
