"""What happened, one line for each event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.cli.dates import day, moment
from app.cli.words import phrase
from gates.transitions import SAYS

if TYPE_CHECKING:
    from app.cli.visit import Visit
    from gates.events import Recorded


def event_told(visit: Visit, recorded: Recorded) -> dict[str, Any]:
    """An event as JSON tells of it."""
    return {
        "seq": recorded.seq,
        "at": recorded.at,
        "by": visit.reference(recorded.acting.person),
        "role": recorded.acting.role,
        "door": recorded.acting.door.value,
        "on_behalf_of": recorded.acting.on_behalf_of,
        "says": SAYS[recorded.event.type],
        "event": recorded.event.model_dump(mode="json"),
    }


def event_row(visit: Visit, recorded: Recorded) -> list[str]:
    """An event as people read it: when, who, what."""
    event = recorded.event
    details = _DETAILS.get(event.type)
    what = SAYS[event.type]
    if details and (more := details(event)):
        what = f"{what}: {more}"
    return [moment(recorded.at), visit.name(recorded.acting.person), visit.named(what)]


def answer(value: Any) -> str:
    """A fact as people read it."""
    if value is None:
        return phrase("answer.unknown")
    if isinstance(value, bool):
        return phrase("answer.yes" if value else "answer.no")
    if isinstance(value, (tuple, list)):
        return ", ".join(str(part).replace("_", " ") for part in value)
    if isinstance(value, (int, float)):
        return f"{value:,}"
    return day(_as_day(str(value))) or str(value).replace("_", " ")


def _as_day(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _facts(event: Any) -> str:
    return ", ".join(f"{name.replace('_', ' ')} = {answer(value)}" for name, value in event.facts.items())


def _team(event: Any) -> str:
    named = ((role.replace("_", " "), person or phrase("team.nobody")) for role, person in event.team.items())
    return ", ".join(f"{role} = {person}" for role, person in named)


def _evidence(event: Any) -> str:
    document = f", {event.document.name}" if event.document else ""
    return f"{event.item} version {event.version}{document}"


def _verdict(event: Any) -> str:
    return f"{event.item} version {event.version} {event.verdict} ({event.reason})"


def _gaps(event: Any) -> str:
    items = dict.fromkeys(gap.item for gap in event.gaps if gap.blocks)
    return phrase("story.gaps", gate=event.gate.capitalize(), count=len(event.gaps), items=", ".join(items))


def _round(event: Any) -> str:
    return phrase("story.round", gate=event.gate.capitalize(), round=event.round, pack=event.pack[:12])


def _decided(event: Any) -> str:
    return f"{event.gate.capitalize()} ({'; '.join(dict.fromkeys(event.reasons))})"


def _imported(event: Any) -> str:
    return phrase("story.responses", count=f"{event.count:,}", name=event.name)


def _marked(event: Any) -> str:
    key = "story.duplicate" if event.duplicate_of else "story.no_duplicate"
    return phrase(key, number=event.number, other=event.duplicate_of)


_DETAILS: dict[str, Callable[[Any], str]] = {
    "facts_recorded": _facts,
    "team_assigned": _team,
    "evidence_submitted": _evidence,
    "adequacy_reviewed": _verdict,
    "gaps_found": _gaps,
    "evidence_found_complete": lambda event: event.gate.capitalize(),
    "review_opened": _round,
    "ballot_cast": lambda event: f"{phrase(f'outcome.{event.outcome}')} ({event.reason})",
    "review_voided": lambda event: event.because,
    "gate_passed": lambda event: f"{_decided(event)}, {phrase(f'outcome.{event.outcome}').lower()}",
    "gate_deferred": _decided,
    "change_rejected": _decided,
    "change_stopped": lambda event: event.reason,
    "condition_discharged": lambda event: f"{event.condition} ({event.evidence})",
    "run_replaced": lambda event: event.why,
    "responses_imported": _imported,
    "response_logged": lambda event: phrase("story.response", number=event.number, channel=event.channel),
    "response_marked": _marked,
    "response_erased": lambda event: phrase("story.erased", number=event.number, ground=event.ground),
}
