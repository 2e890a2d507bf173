"""Logging one response that came in outside the platform: a letter, a petition, a deputation, a long paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.commands import command
from app.cli.dates import now
from app.cli.options import AsJson, By, Ref, day_from, full_ref
from app.cli.output import note, print_json, say
from app.cli.responses.common import closes_on, group, keeper, received, response_told, tell_voided, term
from app.cli.summary import tell_next
from app.cli.visit import current
from app.cli.words import phrase
from gates.errors import GateError
from gates.response_tally import Channel, Respondent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.cli.visit import Visit
    from gates.events import Event
    from gates.responses import Row
    from gates.state import ChangeState
    from gates.submission import Submission

By_Way = Annotated[
    Channel, typer.Option("--channel", help=phrase("option.response_channel"), show_default=False)
]
From = Annotated[Respondent, typer.Option("--from", help=phrase("option.response_from"), show_default=False)]
Received = Annotated[
    str,
    typer.Option("--received", metavar="DATE", help=phrase("option.response_received"), show_default=False),
]
DocumentFile = Annotated[
    Path | None, typer.Option("--document", metavar="FILE", help=phrase("option.response_document"))
]
Text = Annotated[
    str, typer.Option("--text", metavar="TEXT", help=phrase("option.response_text"), show_default=False)
]
Signatures = Annotated[
    int | None, typer.Option("--signatures", metavar="N", min=0, help=phrase("option.response_signatures"))
]
Area = Annotated[
    str, typer.Option("--area", metavar="TEXT", help=phrase("option.response_area"), show_default=False)
]
Name = Annotated[
    str, typer.Option("--name", metavar="TEXT", help=phrase("option.response_name"), show_default=False)
]


class NothingSaid(GateError):
    """A response needs what was said: its document, or its text."""

    advice = "Add --document FILE with the letter, paper, petition or minutes, or --text with what was said."


@command(group, "responses.add")
def add(
    ref: Ref,
    channel: By_Way,
    from_: From,
    received_on: Received,
    document: DocumentFile = None,
    text: Text = "",
    signatures: Signatures = None,
    area: Area = "",
    name: Name = "",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Log a response, with its document in the store so that it is counted and cannot be overlooked."""
    from gates.clock import london_day
    from gates.responses import Row, log_response
    from gates.submission import Submission

    visit = current()
    before = visit.ledger.load(full_ref(ref))
    acting = keeper(visit, before, by, "log a response")
    if document is None and not text.strip():
        raise NothingSaid
    submission = Submission(
        channel=channel,
        respondent=from_,
        received_on=day_from(received_on),
        area=_clean(area),
        signatures=signatures,
        answers=(_clean(text),) if text.strip() else (),
        free=frozenset({0}),
        contact={"name": _clean(name)} if name.strip() else {},
    )

    def command(state: ChangeState, row: Row) -> Sequence[Event]:
        return log_response(
            state,
            visit.book(state),
            row,
            signatures=signatures,
            has_document=document is not None,
            by=acting.person,
            today=london_day(now()),
        )

    if document is not None:
        # Tried first without it: nothing is stored of a response that is refused.
        command(before, Row.of(submission))
        submission = _with_document(visit, submission, document)
    after = visit.ledger.responses.log(before.ref, submission, command, acting=acting, at=now())
    _tell(visit, before, after, as_json=as_json)


def _with_document(visit: Visit, submission: Submission, document: Path) -> Submission:
    """The submission with its document, which is stored now."""
    from app.cli.handing_in import stored

    kept = stored(visit, document)
    about = kept.model_dump(mode="json", include={"sha256", "name", "size", "media_type"})
    return replace(submission, document=about)


def _tell(visit: Visit, before: ChangeState, after: ChangeState, *, as_json: bool) -> None:
    one = visit.ledger.responses.one(after.ref, after.responses.received)
    if one is None:
        raise AssertionError
    told = {**response_told(one, closes_on(after)), "ref": after.ref, "document": one.document}
    if as_json:
        return print_json({**told, "review_voided": tell_voided(before, after)})
    say(
        phrase(
            "responses.logged",
            number=one.number,
            ref=after.ref,
            channel=term(one.channel.value),
            respondent=term(one.respondent.value),
            day=received(one.received_on),
        )
    )
    if told["late"]:
        note(phrase("responses.logged_late"), "yellow")
    if closes_on(after) is None:
        note(phrase("responses.closing_unknown"))
    if one.duplicate_of:
        note(phrase("responses.like", other=one.duplicate_of))
    if tell_voided(before, after):
        note(phrase("evidence.voided"), "yellow")
    tell_next(after)


def _clean(text: str) -> str:
    """The text without what no database keeps: half characters, as a terminal in another encoding passes them on."""
    return text.encode("utf-8", "replace").decode().replace("\0", "").strip()
