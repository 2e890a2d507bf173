"""What the commands about responses share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command_group
from app.cli.dates import day
from app.cli.words import phrase
from gates.response_tally import CLOSES_ON, is_late
from gates.vocabulary import Role

if TYPE_CHECKING:
    from app.cli.visit import Visit
    from gates.events import Acting
    from gates.state import ChangeState
    from ledger.response_rows import Response

ROLES = ("engagement_lead", "consultation_analyst", Role.SRO, Role.PROGRAMME_OFFICE)

group = command_group("responses")

Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help=phrase("option.response_number"), show_default=False)
]


def keeper(visit: Visit, state: ChangeState, by: str | None, act: str) -> Acting:
    """Who acts, who must be one of those who keep the responses. Raises NobodyNamed, UnknownPerson, NotPermitted."""
    from gates.permissions import check_keep_responses

    acting = visit.actor(by, *ROLES)
    check_keep_responses(state, visit.book(state), acting.person, act)
    return acting.model_copy(update={"role": Role.SRO.value}) if acting.person == state.sro else acting


def closes_on(state: ChangeState) -> date | None:
    """The day on which the consultation closes, once evidence says so."""
    found = state.facts.get(CLOSES_ON)
    return date.fromisoformat(str(found)) if found else None


def response_told(one: Response, closing: date | None) -> dict[str, Any]:
    """A response as JSON tells of it, without what people wrote."""
    return {
        "number": one.number,
        "received_on": one.received_on,
        "late": is_late(one.received_on, closing.isoformat() if closing else None),
        "channel": one.channel.value,
        "respondent": one.respondent.value,
        "area": one.area,
        "duplicate_of": one.duplicate_of,
        "signatures": one.signatures,
        "has_document": one.has_document,
        "erased": one.erased,
        "id": one.external_id,
    }


def term(name: str) -> str:
    """A term of a closed set as people write it."""
    return name.replace("_", " ")


def received(when: date | None) -> str:
    """The day of receipt, or that nobody knows it."""
    return day(when) or phrase("responses.undated")


def tell_voided(before: ChangeState, after: ChangeState) -> bool:
    """Whether a vote was under way that this has voided."""
    return before.review is not None and after.review is None
