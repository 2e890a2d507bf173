"""The chain: how an event becomes a row whose hash covers it and every event before it, and back again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter

from gates.canonical import canonical_json
from gates.events import Acting, Event, Recorded
from gates.people import CouncilEvent
from ledger.errors import NotStorable
from ledger.tables import written

GENESIS = "0" * 64
COUNCIL = "COUNCIL"
ENVELOPE = ("council", "ref", "seq", "at", "actor", "role", "on_behalf_of", "door", "catalogue", "type")

CHANGE_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
COUNCIL_EVENTS: TypeAdapter[CouncilEvent] = TypeAdapter(CouncilEvent)
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True)
class CouncilRecorded:
    """An event of the council's own chain: its place, when (UTC) and by whom."""

    seq: int
    at: datetime
    acting: Acting
    event: CouncilEvent


def body_of(event: BaseModel) -> str:
    """The event as canonical JSON. Raises NotStorable for what JSON or a database cannot hold."""
    what = getattr(event, "type", type(event).__name__)
    try:
        # Pydantic writes NaN and infinity as null: what nobody said must not enter the record.
        json.dumps(event.model_dump(), allow_nan=False, default=str)
        body = _canonical(event.model_dump(mode="json"))
    except ValueError as reason:
        raise NotStorable(event=what, what=reason) from reason
    if _NUL.search(body):
        raise NotStorable(event=what, what="a NUL character")
    return body


def _canonical(data: dict[str, Any]) -> str:
    if "roles" in data:
        data["roles"].sort()
    body = canonical_json(data)
    body.encode()
    return body


def hash_of(row: Mapping[Any, Any], body: Any) -> str:
    """SHA-256 over the envelope, the parsed body and the previous event's hash."""
    envelope = {name: row[name] for name in ENVELOPE}
    text = canonical_json({**envelope, "body": body}) + row["prev_hash"]
    return hashlib.sha256(text.encode()).hexdigest()


def row_of(
    *,
    council: str,
    ref: str,
    seq: int,
    at: datetime,
    acting: Acting,
    catalogue: str,
    body: str,
    prev_hash: str,
) -> dict[str, Any]:
    """The row of one event, hash included."""
    parsed = json.loads(body)
    row = {
        "council": council,
        "ref": ref,
        "seq": seq,
        "at": written(at),
        "type": parsed["type"],
        "actor": acting.person,
        "role": acting.role,
        "on_behalf_of": acting.on_behalf_of,
        "door": str(acting.door),
        "catalogue": catalogue,
        "body": body,
        "prev_hash": prev_hash,
    }
    return {**row, "hash": hash_of(row, parsed)}


def recorded(row: Mapping[Any, Any]) -> Recorded:
    """A change's event from its row."""
    return Recorded(
        seq=row["seq"],
        at=datetime.fromisoformat(row["at"]),
        acting=_acting(row),
        catalogue=row["catalogue"],
        event=CHANGE_EVENTS.validate_json(row["body"]),
    )


def council_recorded(row: Mapping[Any, Any]) -> CouncilRecorded:
    """A council's event from its row."""
    event = COUNCIL_EVENTS.validate_json(row["body"])
    return CouncilRecorded(row["seq"], datetime.fromisoformat(row["at"]), _acting(row), event)


def _acting(row: Mapping[Any, Any]) -> Acting:
    return Acting(person=row["actor"], role=row["role"], door=row["door"], on_behalf_of=row["on_behalf_of"])
