"""What a register can fill in of a change: the target names, and the kind of value each of them takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gates.errors import nearest

CHANGE_TYPES = (
    "restructure",
    "shared_service",
    "shared_management",
    "outsourcing",
    "insourcing",
    "joint_venture",
    "merger",
    "digital_ict",
    "operating_model",
    "in_house_redesign",
    "transformation",
    "infrastructure",
    "capability",
    "other",
)
NATIONS = ("england", "scotland", "wales", "northern_ireland")


class Kind(StrEnum):
    """How a cell is read. Money is pounds sterling, a number is whole and not below 0, a date is a day."""

    TEXT = "text"
    LINE = "line"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Target:
    """One field of a change draft. `longest` is in characters."""

    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False
    longest: int = 20_000


def _facts(kind: Kind, *names: str) -> dict[str, Target]:
    return {f"facts.{name}": Target(kind) for name in names}


TARGETS: dict[str, Target] = {
    "external_ref": Target(Kind.LINE, required=True, longest=100),
    "title": Target(Kind.LINE, required=True, longest=300),
    "summary": Target(Kind.TEXT),
    "types": Target(Kind.CHOICES, CHANGE_TYPES),
    "councils": Target(Kind.LIST, longest=200),
    "source": Target(Kind.LINE, longest=300),
    "sro": Target(Kind.EMAIL, longest=254),
    "facts.nation": Target(Kind.CHOICE, NATIONS),
    "facts.tupe": Target(Kind.CHOICE, ("none", "in", "out", "in_and_out")),
    **_facts(
        Kind.NUMBER,
        "staff_affected",
        "roles_changed",
        "redundancies_max_at_one_establishment_90d",
        "redundancies_total_90d",
        "partner_councils",
    ),
    **_facts(
        Kind.MONEY,
        "one_off_cost",
        "whole_life_cost",
        "contract_value_inc_vat",
        "exit_payment_special_max",
        "consultants_cost",
    ),
    **_facts(
        Kind.BOOLEAN,
        "recognised_union",
        "high_impact",
        "public_facing",
        "statutory_service",
        "personal_data",
        "high_risk_processing",
        "key_decision",
        "new_company",
        "subsidy",
        "island_effect",
    ),
    **_facts(
        Kind.DATE, "first_dismissal_date", "transfer_date", "decision_date", "planned_start", "planned_end"
    ),
}
REQUIRED = tuple(name for name, target in TARGETS.items() if target.required)
_CALLED = {name.removeprefix("facts."): name for name in TARGETS} | {name: name for name in TARGETS}
# The catalogue knows the types of a change as a fact of this name.
_CALLED |= {"change_type": "types", "change_types": "types"}


def slug(text: str) -> str:
    """The text as a name: lower case, words joined by underscores."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def target_named(name: str) -> str | None:
    """The target that a mapping or a heading means; a fact may leave out "facts.". None if there is none."""
    said = name.strip().casefold()
    prefix = "facts." if said.startswith("facts.") else ""
    return _CALLED.get(prefix + slug(said.removeprefix(prefix)))


def known_target(name: str) -> str:
    """As `target_named`, but raises ValueError with near matches where there is none."""
    found = target_named(name)
    if found is None:
        near = nearest(name, _CALLED) or f"Known: {', '.join(TARGETS)}."
        raise ValueError(f'"{name}" is no field of a change. {near}')
    return found
