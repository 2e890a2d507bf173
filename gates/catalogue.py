"""The catalogue: gates, evidence items, facts asked at triage, and approval rules, as one versioned whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gates.canonical import sha256_of
from gates.checks import Check
from gates.clock_policy import ClockPolicy
from gates.conditions import All, Compare, Condition, Facts, Truth, evaluate, facts_named
from gates.derived import required_items
from gates.errors import GateError, nearest
from gates.fields import FieldName, RecordField
from gates.publishing import SourceText
from gates.record_model import model_of
from gates.tracks import Track
from gates.vocabulary import Basis, Gate


class UnknownItem(GateError):
    """There is no evidence item {item} in the catalogue."""

    advice = "{near} `gatehouse catalogue` lists the items of every gate."


class ItemNotInGate(GateError):
    """{item} ({title}) belongs to the gate "{belongs_to}", not to "{gate}"."""

    advice = "Leave the gate out, or name an item of that gate: {items}."


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactDefinition(_Model):
    """A fact of a change: asked at triage unless an item publishes it or it is `derived` from other facts.

    `section` is the part of the questionnaire that asks for it. `at_least` limits a number.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal["choice", "choices", "number", "money", "boolean", "date", "text"]
    title: str
    help: str = ""
    choices: tuple[str, ...] = ()
    at_least: float | None = 0
    derived: bool = False
    section: str = ""


class Section(_Model):
    """A part of the questionnaire at triage."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str


class Item(_Model):
    """One piece of evidence: who owes it, when, what it holds and when it is complete."""

    id: str = Field(pattern=r"^[A-Z]{2}-\d{2}$")
    gate: Gate
    title: str
    owner: str
    required_when: Condition
    basis: str
    kind: Basis
    guidance: str
    review_by: str | None = None
    nations: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    fields: dict[FieldName, RecordField]
    checks: tuple[Check, ...]
    publishes: dict[str, SourceText] = {}
    answers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _checks_know_fields(self) -> Item:
        for check in self.checks:
            check.know_fields(self.fields)
        return self

    @property
    def needs_review(self) -> bool:
        """Whether a named reviewer must find this item adequate before the board sees the gate."""
        return self.review_by is not None

    @cached_property
    def condition_facts(self) -> frozenset[str]:
        """Every fact that this item's requirement or checks look at."""
        from_checks = (fact for check in self.checks for fact in check.facts_named())
        return facts_named(self.asked_when) | frozenset(from_checks)

    @cached_property
    def asked_when(self) -> Condition:
        """The whole condition: the nation whose law asks, the days on which it is in force, and `required_when`."""
        limits = {
            ("nation", "includes"): self.nations,
            ("decision_date", "at_least"): self.effective_from.isoformat() if self.effective_from else None,
            ("decision_date", "at_most"): self.effective_to.isoformat() if self.effective_to else None,
        }
        parts = [
            Compare(kind="compare", fact=fact, operator=operator, value=value)
            for (fact, operator), value in limits.items()
            if value
        ]
        return All(kind="all", parts=(*parts, self.required_when)) if parts else self.required_when

    @cached_property
    def record_model(self) -> type[BaseModel]:
        """The pydantic model of this item's record."""
        return model_of(self.id.replace("-", "_"), self.fields)

    def requirement(self, facts: Facts) -> Truth:
        """Whether the item is required for a change with these facts; unknown counts as required.

        It is asked for by the law of some nations only, and only of decisions taken while it is in force.
        """
        return evaluate(self.asked_when, facts)

    def is_required(self, facts: Facts) -> bool:
        """Required, or not known not to be: an unknown fact means required until answered."""
        return self.requirement(facts) is not Truth.NO


class ApprovalRule(_Model):
    """How the board decides at a gate: which board, how many must vote, whether members attest."""

    board: str = "governance-board"
    quorum: int = Field(ge=1)
    attestation: bool = False
    min_reason_words: int = Field(default=5, ge=1)


class GateDefinition(_Model):
    """One stage gate: its title and how it is decided."""

    id: Gate
    title: str
    purpose: str
    approval: ApprovalRule


class Catalogue(_Model):
    """Everything that a change is held against, under one version (the hash of its content)."""

    name: str
    roles: dict[str, str]
    gates: tuple[GateDefinition, ...]
    facts: tuple[FactDefinition, ...]
    items: tuple[Item, ...]
    sections: tuple[Section, ...] = ()
    tracks: tuple[Track, ...] = ()
    clocks: ClockPolicy = ClockPolicy()

    @cached_property
    def version(self) -> str:
        """The SHA-256 of the whole content: two catalogues with equal rules have equal versions.

        Defaults are left out, so that a setting added to Gatehouse later does not change the version.
        """
        return sha256_of(self.model_dump(mode="json", by_alias=True, exclude_defaults=True))

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by their id."""
        return {item.id: item for item in self.items}

    @cached_property
    def facts_by_id(self) -> Mapping[str, FactDefinition]:
        """Fact definitions by their id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def publishers(self) -> Mapping[str, Item]:
        """Which item publishes a fact, by the fact's id."""
        return {fact: item for item in self.items for fact in item.publishes}

    @cached_property
    def triage_facts(self) -> tuple[FactDefinition, ...]:
        """The facts that people are asked for: all that no item publishes and no rule works out."""
        return tuple(fact for fact in self.facts if fact.id not in self.publishers and not fact.derived)

    @cached_property
    def questionnaire(self) -> tuple[tuple[str, tuple[FactDefinition, ...]], ...]:
        """The facts asked at triage under the titles of their sections, those of no section last under no title."""
        titles = {section.id: section.title for section in self.sections} | {"": ""}
        parts = (
            (title, tuple(fact for fact in self.triage_facts if fact.section == section))
            for section, title in titles.items()
        )
        return tuple((title, facts) for title, facts in parts if facts)

    @cached_property
    def gates_by_id(self) -> Mapping[Gate, GateDefinition]:
        """Gates by their id."""
        return {gate.id: gate for gate in self.gates}

    def gate(self, gate: Gate) -> GateDefinition:
        """The definition of a gate; every catalogue holds all five."""
        return self.gates_by_id[gate]

    def item(self, item_id: str, gate: Gate | None = None) -> Item:
        """The item of that id. Raises UnknownItem, or ItemNotInGate when `gate` is given and is another."""
        item = self.by_id.get(item_id.upper())
        if item is None:
            raise UnknownItem(item=item_id, near=nearest(item_id, self.by_id))
        if gate is not None and item.gate is not gate:
            ids = ", ".join(item.id for item in self.items_of(gate))
            own, other = self.gate(item.gate).title, self.gate(gate).title
            raise ItemNotInGate(item=item.id, title=item.title, belongs_to=own, gate=other, items=ids)
        return item

    def items_of(self, *gates: Gate) -> Iterator[Item]:
        """The items of these gates, in the catalogue's order."""
        return (item for item in self.items if item.gate in gates)

    def required(self, gate: Gate, facts: Facts) -> Iterator[Item]:
        """The items of a gate that a change with these facts must provide."""
        required = required_items(self, facts)
        return (item for item in self.items_of(gate) if item.id in required)

    @model_validator(mode="after")
    def _is_sound(self) -> Catalogue:
        from gates.soundness import faults_of

        if faults := [str(fault) for fault in faults_of(self)]:
            raise ValueError("; ".join(faults))
        return self
