"""Completeness, decided: which rules the evidence of a change does not meet.

An item's evidence is measured once, as numbers, when evidence or facts change (`rows_of`); the numbers are
held against the rules' bounds for one change or for a whole portfolio. Great Expectations does that in the
database (tasks/completeness.py). `gaps_by_python` is the same decision in Python: it shows an owner at once
what is still missing, and is what the tests hold the database to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gates.catalogue import Catalogue, Item
from gates.check_soundness import PROVIDED
from gates.checks import BaseCheck, Measure, Record
from gates.conditions import Facts
from gates.derived import known_facts
from gates.gap import Gap
from gates.state import EvidenceVersion
from gates.vocabulary import Gate, Severity

__all__ = [
    "EvidenceRow",
    "Gap",
    "Rule",
    "gap_of",
    "gaps_by_python",
    "gaps_in",
    "measures_of",
    "rows_of",
    "rules_of",
]


@dataclass(frozen=True)
class EvidenceRow:
    """A required item of a gate: its latest version, if any, and that version's measures, check by check."""

    gate: Gate
    item: str
    version: int | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Rule:
    """One rule of an item. `check` is None for the rule that every item has: that it is provided.

    `first` is where the check's measures begin among those of the item.
    """

    id: str
    check: BaseCheck | None = None
    first: int = 0

    @property
    def severity(self) -> Severity:
        """What a gap does. An item that is not provided always blocks."""
        return Severity.CRITICAL if self.check is None else self.check.severity

    def is_broken_by(self, row: EvidenceRow, today: date) -> bool:
        """Whether the row leaves a gap. While an item is not provided, that is its only gap."""
        if self.check is None or row.version is None:
            return self.check is None and row.version is None
        measures = row.measures[self.first : self.first + len(self.check.bounds)]
        return self.check.is_broken_by(measures, today)


def rules_of(item: Item) -> tuple[Rule, ...]:
    """The rules of an item, the one about being provided first."""
    rules, first = [Rule(f"{item.id}.{PROVIDED}")], 0
    for check in item.checks:
        rules.append(Rule(f"{item.id}.{check.id}", check, first))
        first += len(check.bounds)
    return tuple(rules)


def measures_of(item: Item, record: Record, facts: Facts) -> tuple[Measure, ...]:
    """What the item's checks measure of a record, one number after the other."""
    return tuple(measure for check in item.checks for measure in check.measure(record, facts))


def rows_of(
    catalogue: Catalogue, gates: Iterable[Gate], facts: Facts, evidence: Mapping[str, EvidenceVersion]
) -> list[EvidenceRow]:
    """One row for each required item of the gates. `facts` are those answered and published; the rest is derived."""
    known = known_facts(catalogue, facts)
    required = (item for gate in gates for item in catalogue.required(gate, facts))
    return [_row(item, known, evidence.get(item.id)) for item in required]


def _row(item: Item, facts: Facts, handed_in: EvidenceVersion | None) -> EvidenceRow:
    if handed_in is None:
        return EvidenceRow(item.gate, item.id, None, ())
    return EvidenceRow(item.gate, item.id, handed_in.version, measures_of(item, _whole(handed_in), facts))


def _whole(handed_in: EvidenceVersion) -> dict[str, Any]:
    """The record with its document, as checks see it."""
    document = handed_in.document
    return {**handed_in.record, "document": document.model_dump() if document else None}


def gaps_by_python(
    catalogue: Catalogue,
    rows: Iterable[EvidenceRow],
    today: date,
    facts: Facts | None = None,
    evidence: Mapping[str, EvidenceVersion] | None = None,
) -> list[Gap]:
    """The gaps of these rows on that day. With facts and evidence given, messages say what was found."""
    return [
        gap_of(catalogue, row.item, rule.id, (evidence or {}).get(row.item), facts or {})
        for row in rows
        for rule in rules_of(catalogue.item(row.item))
        if rule.is_broken_by(row, today)
    ]


def gaps_in(item: Item, handed_in: EvidenceVersion, facts: Facts, today: date) -> list[Gap]:
    """The gaps that one version of an item leaves: what its owner is told when handing it in.

    `facts` are all that are known of the change (`derived.facts_under`).
    """
    row = _row(item, facts, handed_in)
    return [_gap(item, rule, handed_in, facts) for rule in rules_of(item) if rule.is_broken_by(row, today)]


def gap_of(
    catalogue: Catalogue, item_id: str, rule_id: str, handed_in: EvidenceVersion | None, facts: Facts
) -> Gap:
    """The gap that a broken rule leaves, and what to do. Raises UnknownItem; KeyError for an unknown rule."""
    item = catalogue.item(item_id)
    rule = {rule.id: rule for rule in rules_of(item)}[rule_id]
    return _gap(item, rule, handed_in, known_facts(catalogue, facts))


def _gap(item: Item, rule: Rule, handed_in: EvidenceVersion | None, facts: Facts) -> Gap:
    return Gap(
        gate=item.gate,
        item=item.id,
        rule=rule.id,
        severity=rule.severity,
        owner=item.owner,
        message=_message(item, rule.check, handed_in, facts),
        basis=(rule.check.basis if rule.check else "") or item.basis,
    )


def _message(item: Item, check: BaseCheck | None, handed_in: EvidenceVersion | None, facts: Facts) -> str:
    if check is None:
        return f"Hand in {item.id} {item.title}. {' '.join(item.guidance.split())}"
    if handed_in is None:
        return check.message
    return f"{check.message} Found: {check.explain(_whole(handed_in), facts)}."
