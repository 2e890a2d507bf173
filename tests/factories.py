"""A council in a real ledger: people, a board, a tiny catalogue and changes, for any test that needs them.

Everything is keyword-only, and everything has a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from gates.catalogue import Catalogue
from gates.events import Acting, ChangeRegistered, EvidenceSubmitted, PersonId
from gates.people import Board, BoardConstituted
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door, Gate
from ledger import Ledger, create_or_migrate, open_ledger

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOARD = "governance-board"
MEMBERS = tuple(f"member-{number}" for number in range(1, 6))
ROLES: dict[str, tuple[str, ...]] = {
    "sro": ("sro",),
    "programme-manager": ("programme_manager", "programme_office"),
    "s151": ("s151_officer",),
    "monitoring-officer": ("monitoring_officer",),
    "equality-officer": ("equality_officer",),
    "od-lead": ("od_lead",),
    "engagement-lead": ("engagement_lead",),
    "reviewer": ("reviewer",),
    "clerk": ("clerk",),
    "auditor": ("auditor",),
    **dict.fromkeys(MEMBERS, ("member",)),
}
ITEMS = {
    "IA-01": (Gate.IMPACT, "programme_manager"),
    "EQ-01": (Gate.EQUALITY, "equality_officer"),
    "LN-01": (Gate.LEARNING, "od_lead"),
    "LG-01": (Gate.LEGAL, "monitoring_officer"),
    "CO-01": (Gate.CONSULTATION, "engagement_lead"),
}


@cache
def tiny_catalogue(*, name: str = "Tiny catalogue", review_by: str | None = None) -> Catalogue:
    """One item for each gate, always required: a note of at least three words."""
    roles = sorted({role for held in ROLES.values() for role in held})
    return Catalogue.model_validate(
        {
            "name": name,
            "roles": {role: role.replace("_", " ").capitalize() for role in roles},
            "gates": [_gate(gate) for gate in Gate],
            "facts": [
                {"id": "staff_affected", "kind": "number", "title": "Staff affected"},
                {
                    "id": "change_type",
                    "kind": "choices",
                    "title": "Type of change",
                    "choices": ["restructure", "merger", "digital_ict"],
                },
            ],
            "items": [_item(item, *of, review_by) for item, of in ITEMS.items()],
        }
    )


def _gate(gate: Gate) -> dict[str, Any]:
    approval = {"board": BOARD, "quorum": 3, "attestation": gate is Gate.EQUALITY, "min_reason_words": 3}
    return {
        "id": gate,
        "title": f"{gate.capitalize()} gate",
        "purpose": "To be tested.",
        "approval": approval,
    }


def _item(item: str, gate: Gate, owner: str, review_by: str | None) -> dict[str, Any]:
    words = {
        "id": "words",
        "check": "min_words",
        "field": "note",
        "at_least": 3,
        "message": "Write three words.",
    }
    return {
        "id": item,
        "gate": gate,
        "title": f"{gate.capitalize()} note",
        "owner": owner,
        "review_by": review_by,
        "required_when": "always",
        "basis": "Test policy",
        "kind": "policy",
        "guidance": "Write a note.",
        "fields": {"note": {"type": "text", "title": "Note"}},
        "checks": [words],
    }


@dataclass(frozen=True)
class Office:
    """A ledger, the catalogue in it, and its people by what they are called in ROLES."""

    ledger: Ledger
    catalogue: Catalogue
    people: Mapping[str, PersonId]

    @property
    def book(self) -> Rulebook:
        """What decisions are taken under now."""
        return Rulebook(self.catalogue, self.ledger.roster())

    def acting(self, *, who: str = "programme-manager", door: Door = Door.CLI) -> Acting:
        """That person, in the first of their roles."""
        return Acting(person=self.people[who], role=ROLES[who][0], door=door)

    def email(self, *, who: str) -> str:
        """The address that the person is known by."""
        return f"{who}@council.example"


def make_ledger(*, url: str, council: str = "council") -> Ledger:
    """An empty ledger at that address."""
    create_or_migrate(url, council=council, council_name="Exampleshire Council")
    return open_ledger(url, council=council)


def make_office(
    *, url: str, council: str = "council", catalogue: Catalogue | None = None, at: datetime = START
) -> Office:
    """A ledger with a catalogue, everybody in ROLES, and a governance board of the five members."""
    ledger = make_ledger(url=url, council=council)
    catalogue = catalogue or tiny_catalogue()
    ledger.catalogues.put(catalogue)
    acting = Acting(person="system", role="system", door=Door.CLI)
    newcomers = [(who.capitalize(), f"{who}@council.example", roles) for who, roles in ROLES.items()]
    people = dict(zip(ROLES, ledger.people.add_many(newcomers, acting=acting, at=at), strict=True))
    members = tuple(people[member] for member in MEMBERS)
    board = Board(
        id=BOARD, title="Governance board", members=members, chair=members[0], clerk=people["clerk"]
    )
    version = ledger.roster().version
    ledger.append_council([BoardConstituted(board=board)], expected_version=version, acting=acting, at=at)
    return Office(ledger, catalogue, people)


def registration(*, office: Office, ref: str, **changes: Any) -> ChangeRegistered:
    """The event that puts a change forward."""
    values = {
        "title": "Shared revenues service",
        "author": office.people["programme-manager"],
        "team": {"sro": office.people["sro"]},
        "facts": {"staff_affected": 12, "change_type": ("merger", "restructure")},
        "catalogue": office.catalogue.version,
    }
    return ChangeRegistered.model_validate({"ref": ref, **values, **changes})


def register(*, office: Office, ref: str | None = None, at: datetime = START, **changes: Any) -> ChangeState:
    """A registered change, at the first gate."""
    ref = ref or office.ledger.next_refs()[0]
    event = registration(office=office, ref=ref, **changes)
    return office.ledger.append(ref, [event], expected_version=0, acting=office.acting(), at=at)


def submission(*, office: Office, item: str = "IA-01", version: int = 1, **changes: Any) -> EvidenceSubmitted:
    """A version of an item that meets every rule of the tiny catalogue."""
    gate, owner = ITEMS[item]
    submitter = next(person for who, person in office.people.items() if owner in ROLES[who])
    values = {
        "record": {"note": "Three words here"},
        "content": f"{version:064x}",
        "effective_on": START.date(),
        "submitted_by": submitter,
    }
    return EvidenceSubmitted.model_validate(
        {"item": item, "gate": gate, "version": version, **values, **changes}
    )


def later(*, minutes: float = 1) -> datetime:
    """A moment after START."""
    return START + timedelta(minutes=minutes)
