"""What somebody rules on a response: that it is a duplicate or none, that its personal data are erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.commands import command
from app.cli.dates import now
from app.cli.options import AsJson, By, Ref, full_ref
from app.cli.output import note, print_json, say
from app.cli.responses.common import ROLES, Number, group, keeper
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import GateError
from gates.response_tally import ErasureGround
from gates.vocabulary import Role

if TYPE_CHECKING:
    from gates.events import Acting, Event
    from gates.state import ChangeState

DuplicateOf = Annotated[
    int | None, typer.Option("--duplicate-of", metavar="NUMBER", help=phrase("option.duplicate_of"))
]
NoDuplicate = Annotated[
    bool, typer.Option("--no-duplicate", help=phrase("option.no_duplicate"), show_default=False)
]
Numbers = Annotated[
    list[int],
    typer.Argument(metavar="NUMBER...", help=phrase("option.response_numbers"), show_default=False),
]
Ground = Annotated[
    ErasureGround, typer.Option("--reason", help=phrase("option.erasure_ground"), show_default=False)
]


class DocumentStays(GateError):
    """Response {number} is erased, but its document could not be deleted: {why}"""

    advice = "Delete the document with the hash {sha256} from the store by hand."


class NoRuling(GateError):
    """It is not clear how response {number} is to be marked."""

    advice = "Add --duplicate-of NUMBER, or --no-duplicate to take a mark back; not both."


@command(group, "responses.mark")
def mark(
    ref: Ref,
    number: Number,
    duplicate_of: DuplicateOf = None,
    no_duplicate: NoDuplicate = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Mark a response as a duplicate of another, or take the mark back. It stays, and is counted."""
    from gates.responses import mark_response

    if (duplicate_of is None) != no_duplicate:
        raise NoRuling(number=number)
    visit = current()
    before = visit.ledger.load(full_ref(ref))
    acting = keeper(visit, before, by, "mark a response")

    def command(state: ChangeState, marks: dict[int, int | None]) -> Sequence[Event]:
        return mark_response(state, visit.book(state), number, duplicate_of, marks, by=acting.person)

    after = visit.ledger.responses.mark(before.ref, number, duplicate_of, command, acting=acting, at=now())
    unchanged = after.version == before.version
    if as_json:
        told = {"ref": after.ref, "number": number, "duplicate_of": duplicate_of, "unchanged": unchanged}
        return print_json({**told, "duplicates": after.responses.duplicates})
    key = "unchanged" if unchanged else "marked" if duplicate_of else "unmarked"
    say(phrase(f"responses.{key}", number=number, other=duplicate_of))


@command(group, "responses.erase")
def erase(ref: Ref, numbers: Numbers, reason: Ground, by: By = None, as_json: AsJson = False) -> None:
    """Erase personal data of responses. Each stays counted, its hash is kept, and who erased it is recorded."""
    from gates.permissions import check_erase_response

    visit = current()
    before = visit.ledger.load(full_ref(ref))
    acting = visit.actor(by, *ROLES, Role.DPO)
    check_erase_response(before, visit.book(before), acting.person)
    after, removed = before, 0
    for number in numbers:
        after, document = _erase_one(visit, before.ref, number, reason, acting=acting)
        removed += document
    erased = after.responses.erased - before.responses.erased
    if as_json:
        told = {"ref": after.ref, "numbers": numbers, "erased": erased, "documents_removed": removed}
        return print_json(told)
    say(phrase("responses.erased", count=erased, ref=after.ref))
    if removed:
        say(phrase("responses.documents_removed", count=removed))
    note(phrase("responses.erase_elsewhere"))


def _erase_one(
    visit: Visit, ref: str, number: int, ground: ErasureGround, *, acting: Acting
) -> tuple[ChangeState, int]:
    from gates.responses import erase_response

    def command(state: ChangeState, is_erased: bool) -> Sequence[Event]:
        by = acting.person
        return erase_response(state, visit.book(state), number, ground, is_erased=is_erased, by=by)

    state, document = visit.ledger.responses.erase(ref, number, command, acting=acting, at=now())
    if document is not None:
        _remove(visit, number, document)
    return state, int(document is not None)


def _remove(visit: Visit, number: int, sha256: str) -> None:
    from tasks.documents import Documents

    try:
        Documents(visit.settings.documents).remove(sha256)
    except GateError as error:
        raise DocumentStays(number=number, sha256=sha256, why=error.message) from error
