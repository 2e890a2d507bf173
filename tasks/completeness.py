"""Completeness, decided by Great Expectations in the ledger's database: one change at one gate, or all at once.

The decision is that of `gates.completeness.gaps_by_python`, rule by rule. Importing this module, and so Great
Expectations, takes seconds: import it where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import sqlalchemy as sa

from gates.catalogue import Catalogue
from gates.errors import GateError
from gates.vocabulary import Gate
from tasks.completeness_gx import ExpectEvidenceToMeetRule, RuleUnanswered, S, Suite, broken_rule
from tasks.completeness_scan import AllFound, CheckScan, Ids, SweepScan, references
from tasks.completeness_source import batch_of, engine_at

LONGEST_REASON = 500


class CheckBroken(GateError):
    """Completeness cannot be decided: {why}."""

    advice = "Nothing has been decided. `gatehouse doctor` tells whether the database answers."


class EvidenceOutOfStep(GateError):
    """The table of evidence holds other items of change {change_id} at the gate {gate} than it should: {differ}."""

    advice = "Nothing has been decided. Rebuild the projections: `gatehouse ledger rebuild`."


class RuleHit(NamedTuple):
    """A rule that a change does not meet."""

    change_id: int
    ref: str
    item: str
    rule: str


@dataclass(frozen=True)
class Sweep:
    """The whole portfolio on one day: for each broken rule the changes that break it, as an array of numbers."""

    today: date
    changes: Mapping[str, Ids]
    _references: Callable[[], dict[int, str]]

    @property
    def counts(self) -> dict[str, int]:
        """How many changes break each rule; rules that every change meets are left out."""
        return {rule: len(changes) for rule, changes in self.changes.items()}

    def hits(self) -> Iterator[RuleHit]:
        """Every broken rule of every change, one at a time: there may be millions."""
        refs = self._references()
        for rule, changes in self.changes.items():
            item = rule.partition(".")[0]
            yield from (RuleHit(number, refs[number], item, rule) for number in changes.tolist())


class Completeness:
    """The rules of one catalogue over one database. `where` is the ledger's URL, or an engine to share.

    One thread at a time: calls wait for each other. The keeper makes them from one thread of its own.
    """

    def __init__(self, where: str | sa.Engine, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._engine = engine_at(where) if isinstance(where, str) else where
        self._suites: dict[Gate, Suite[CheckScan]] = {}
        self._lock = Lock()

    @cached_property
    def _portfolio(self) -> Suite[SweepScan]:
        return Suite("portfolio", self.catalogue.items, SweepScan(self.catalogue))

    def check(
        self, change_id: int, gate: Gate, today: date, required: Collection[str] | None = None
    ) -> list[RuleHit]:
        """The rules that a change does not meet at a gate, in the catalogue's order.

        `required` are the items required there, if the caller knows: a table that holds others (none, say) must
        not pass for complete, and the rules of the rest need not be looked at. Raises EvidenceOutOfStep,
        CheckBroken.
        """
        asked = None if required is None else frozenset(required)
        with self._lock:
            suite = self._suite(gate)
            broken = self._broken(suite, change_id, today, asked)
            found = suite.scan.found
        if asked is not None and (differ := asked ^ found.broken.keys()):
            raise EvidenceOutOfStep(change_id=change_id, gate=gate, differ=", ".join(sorted(differ)))
        return [RuleHit(change_id, found.ref, one.item, one.rule) for one in broken]

    def sweep(self, today: date) -> Sweep:
        """Every change under this catalogue at every gate, in one pass over the table. Raises CheckBroken."""
        with self._lock:
            suite = self._portfolio
            broken = self._broken(suite, None, today)
            found, suite.scan.found = suite.scan.found, AllFound()
        changes = {one.rule: found.breaking(one.item, one.bit) for one in broken}
        return Sweep(today, changes, self._references)

    def _broken(
        self, suite: Suite[S], change_id: int | None, today: date, items: frozenset[str] | None = None
    ) -> list[ExpectEvidenceToMeetRule]:
        # Of no items there is nothing to expect, but the table must still be looked at.
        result = batch_of(self._engine).validate(suite.aimed(change_id, today, items or None))
        try:
            found = [broken_rule(one) for one in result.results]
        except RuleUnanswered as error:
            raise CheckBroken(why=str(error)[:LONGEST_REASON]) from None
        return [rule for rule in found if rule is not None]

    def _suite(self, gate: Gate) -> Suite[CheckScan]:
        if gate not in self._suites:
            items = tuple(self.catalogue.items_of(gate))
            self._suites[gate] = Suite(gate.value, items, CheckScan(self.catalogue, gate))
        return self._suites[gate]

    def _references(self) -> dict[int, str]:
        with self._lock, self._engine.connect() as connection:
            return references(connection, self.catalogue)
