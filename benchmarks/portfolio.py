"""Portfolios such as councils have: changes of many kinds, at all gates, with evidence good and bad.

What a change hands in is taken from the complete examples that the tests hold the catalogue to, and spoilt as people
spoil it: a cell left blank, a placeholder, rows that are missing, a date of last year. Same seed, same portfolio.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gates.catalogue import Catalogue, Item
from gates.conditions import FactValue
from gates.derived import known_facts
from gates.events import Document
from gates.fields import Kind
from gates.records import published_facts, read_record
from gates.state import ChangeState, EvidenceVersion
from gates.vocabulary import Gate, Phase
from tests.catalogue.examples import TODAY, example_of

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUTHOR = "P-1"
GOOD, SPOILT = 3, 4
# How often an item is in, by whether its gate lies behind, is the one where the change stands, or lies ahead.
IN_BEHIND, IN_HERE, IN_AHEAD = 0.97, 0.5, 0.05
POOR_BEHIND, POOR_HERE = 0.03, 0.3
OPEN_QUESTIONS = 0.15
NATIONS = ("england", "england", "england", "england", "england", "scotland", "wales", "northern_ireland")
KINDS: tuple[dict[str, Any], ...] = (
    {
        "change_type": ("restructure",),
        "redundancies_total_90d": 24,
        "redundancies_max_at_one_establishment_90d": 22,
    },
    {
        "change_type": ("restructure",),
        "redundancies_total_90d": 0,
        "redundancies_max_at_one_establishment_90d": 0,
    },
    {"change_type": ("in_house_redesign",), "public_facing": True},
    {"change_type": ("digital_ict",), "personal_data": True, "contract_value_inc_vat": 340_000},
    {"change_type": ("shared_service",), "partner_councils": 1, "tupe": "out"},
    {
        "change_type": ("outsourcing",),
        "tupe": "out",
        "contract_value_inc_vat": 2_600_000,
        "key_decision": True,
    },
    {"change_type": ("merger",), "partner_councils": 3, "key_decision": True, "high_impact": True},
)
USUAL: dict[str, Any] = {
    "decision_date": "2026-08-20",
    "roles_changed": 3,
    "tupe": "none",
    "redundancies_total_90d": 0,
    "redundancies_max_at_one_establishment_90d": 0,
    "exit_payment_special_max": 0,
    "dismissal_and_reengagement": False,
    "recognised_union": True,
    "ice_agreement": False,
    "public_facing": False,
    "high_impact": False,
    "statutory_service": True,
    "personal_data": True,
    "high_risk_processing": False,
    "regulated_service": False,
    "island_effect": False,
    "strategic_decision": False,
    "whole_life_cost": 900_000,
    "contract_value_inc_vat": 0,
    "consultants_cost": 0,
    "key_decision": False,
    "executive_arrangements": True,
    "exempt_part": False,
    "partner_councils": 0,
    "new_company": False,
    "commercial": False,
    "subsidy": False,
}


class Portfolio:
    """Makes changes under one catalogue. Each is a state as the ledger folds it, without its history."""

    def __init__(self, catalogue: Catalogue, seed: int = 7) -> None:
        self.catalogue = catalogue
        self._chance = random.Random(seed)
        self._versions = {item.id: _versions(item, self._chance) for item in catalogue.items}

    def states(self, count: int) -> Iterator[ChangeState]:
        """So many changes, one after the other."""
        return (self._state(number) for number in range(1, count + 1))

    def _state(self, number: int) -> ChangeState:
        chance, gate = self._chance, self._chance.choice(list(Gate))
        answers = self._answers()
        return ChangeState.model_construct(
            ref=f"CHG-{number:06d}",
            version=1,
            catalogue=self.catalogue.version,
            title=f"Change {number} of {chance.choice(('planning', 'benefits', 'parks', 'payroll', 'libraries'))}",
            author=AUTHOR,
            registered_at=BEGAN,
            gate_since=BEGAN,
            phase=Phase.GATHERING,
            gate=gate,
            answers=answers,
            evidence=self._evidence(gate, answers),
        )

    def _answers(self) -> dict[str, FactValue]:
        chance = self._chance
        facts: dict[str, FactValue] = {**USUAL, "nation": chance.choice(NATIONS), **chance.choice(KINDS)}
        facts |= {
            "staff_affected": int(chance.lognormvariate(3, 1.2)),
            "one_off_cost": round(chance.lognormvariate(12, 1)),
        }
        return {fact: value for fact, value in facts.items() if chance.random() >= OPEN_QUESTIONS}

    def _evidence(self, stands: Gate, answers: dict[str, FactValue]) -> dict[str, EvidenceVersion]:
        chance, places, found = self._chance, list(Gate), dict[str, EvidenceVersion]()
        facts = known_facts(self.catalogue, answers)
        for item in self.catalogue.items:
            behind = places.index(item.gate) - places.index(stands)
            is_in = chance.random() < (IN_BEHIND if behind < 0 else IN_AHEAD if behind else IN_HERE)
            if is_in and item.is_required(facts):
                good, spoilt = self._versions[item.id]
                poor = chance.random() < (POOR_BEHIND if behind < 0 else POOR_HERE)
                found[item.id] = chance.choice(spoilt if poor else good)
        return found


def _versions(item: Item, chance: random.Random) -> tuple[list[EvidenceVersion], list[EvidenceVersion]]:
    record = example_of(item).record
    good = [_version(item, record, number) for number in range(GOOD)]
    return good, [_version(item, _spoilt(item, record, chance), number) for number in range(SPOILT)]


def _spoilt(item: Item, record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The record with one field as somebody in a hurry leaves it."""
    spoilt = copy.deepcopy(record)
    field = chance.choice([name for name, value in spoilt.items() if value not in (None, [])])
    value = spoilt[field]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        row = chance.choice(value)
        row[chance.choice(list(row))] = None
        spoilt[field] = value[: max(1, chance.randint(len(value) // 2, len(value)))]
    else:
        spoilt[field] = "tbc" if item.fields[field].kind is Kind.TEXT else None
    return spoilt


def _version(item: Item, raw: dict[str, Any], number: int) -> EvidenceVersion:
    record = read_record(item, raw)
    sha256 = f"{number:064x}"
    return EvidenceVersion(
        item=item.id,
        gate=item.gate,
        version=1,
        record=record,
        document=Document(sha256=sha256, name="paper.pdf", size=80_000, media_type="application/pdf"),
        content=sha256,
        effective_on=TODAY - timedelta(days=number),
        submitted_by=AUTHOR,
        submitted_at=BEGAN,
        publishes=published_facts(item, record),
    )
