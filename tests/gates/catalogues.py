"""Small catalogues in the catalogue's own notation, for the tests of whatever reads one."""

from __future__ import annotations

from typing import Any

from gates.catalogue import Catalogue, Item
from gates.vocabulary import Gate

ITEM_OF = {
    Gate.IMPACT: "IA-01",
    Gate.EQUALITY: "EQ-01",
    Gate.LEARNING: "LN-01",
    Gate.LEGAL: "LG-01",
    Gate.CONSULTATION: "CO-01",
}
FACTS: list[dict[str, Any]] = [
    {"id": "nation", "kind": "choice", "title": "Nation", "choices": ["england", "wales", "scotland"]},
    {
        "id": "change_type",
        "kind": "choices",
        "title": "Type",
        "choices": ["merger", "digital_ict", "restructure"],
    },
    {"id": "staff_affected", "kind": "number", "title": "Staff affected"},
    {"id": "one_off_cost", "kind": "money", "title": "One-off cost", "at_least": None},
    {"id": "public_facing", "kind": "boolean", "title": "Public-facing"},
    {"id": "decision_date", "kind": "date", "title": "Decision"},
    {"id": "lead_council", "kind": "text", "title": "Lead council"},
]
# One field of every kind.
FIELDS: dict[str, Any] = {
    "case": {"type": "text", "title": "Case", "help": "Why, in a few words."},
    "posts": {"type": "number", "title": "Posts"},
    "cost": {"type": "money", "title": "Cost"},
    "approved_on": {"type": "date", "title": "Approved on"},
    "key": {"type": "boolean", "title": "Key decision"},
    "rating": {"type": "choice", "title": "Rating", "choices": ["low", "high"]},
    "groups": {"type": "choices", "title": "Groups", "choices": ["age", "sex", "race"], "optional": True},
    "page": {"type": "url", "title": "Page", "optional": True},
    "approval": {"type": "signoff", "title": "Approval"},
    "options": {
        "type": "table",
        "title": "Options",
        "columns": {
            "name": {"type": "text", "title": "Name"},
            "cost": {"type": "number", "title": "Cost"},
            "outcome": {"type": "choice", "title": "Outcome", "choices": ["preferred", "rejected"]},
            "hits": {"type": "choices", "title": "Hits", "choices": ["age", "sex", "race"]},
            "done": {"type": "boolean", "title": "Done"},
            "on": {"type": "date", "title": "On"},
        },
    },
}
RECORD: dict[str, Any] = {
    "case": "Two teams do the same work.",
    "posts": 12,
    "cost": 1500.5,
    "approved_on": "2026-03-01",
    "key": True,
    "rating": "low",
    "groups": ["age"],
    "page": "https://council.example/case",
    "approval": {"name": "Ann Lee", "role": "sro", "signed_on": "2026-03-01"},
    "options": [
        {"name": "Do nothing", "cost": 0, "outcome": "rejected", "hits": [], "done": False, "on": None},
        {
            "name": "Share",
            "cost": 10,
            "outcome": "preferred",
            "hits": ["age", "sex"],
            "done": True,
            "on": "2026-04-01",
        },
    ],
}


def raw_item(item_id: str = "IA-01", gate: Gate = Gate.IMPACT, **changes: Any) -> dict[str, Any]:
    """An item with every kind of field and no checks."""
    return {
        "id": item_id,
        "gate": gate.value,
        "title": "Case for change",
        "owner": "sro",
        "required_when": "always",
        "basis": "Council policy",
        "kind": "policy",
        "guidance": "Say why.\nKeep it short.",
        "fields": FIELDS,
        "checks": [],
        **changes,
    }


def item(**changes: Any) -> Item:
    """The item as a model."""
    return Item.model_validate(raw_item(**changes))


def raw_catalogue(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A catalogue in which every gate asks for something; `items` come first."""
    given = {one["gate"] for one in items}
    rest = [raw_item(ITEM_OF[gate], gate) for gate in Gate if gate.value not in given]
    return {
        "name": "Small",
        "roles": {"sro": "Senior responsible owner", "reviewer": "Reviewer"},
        "gates": [
            {"id": gate.value, "title": gate.title(), "purpose": "Test", "approval": {"quorum": 3}}
            for gate in Gate
        ],
        "facts": FACTS,
        "items": [*items, *rest],
        **changes,
    }


def catalogue(*items: dict[str, Any], **changes: Any) -> Catalogue:
    """The catalogue as a model. Raises ValidationError when it is not sound."""
    return Catalogue.model_validate(raw_catalogue(*items, **changes))


def check(kind: str, **raw: Any) -> dict[str, Any]:
    """A check in the catalogue's notation, named after its kind."""
    return {"id": kind, "check": kind, "message": "Do what is needed.", **raw}
