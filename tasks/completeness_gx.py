"""Great Expectations, taught the rules: one expectation for each rule, and one metric that all of them share.

All expectations of a suite ask for the same metric with the same values, so it is worked out once: one query
answers them all. What Great Expectations would otherwise work out again for each expectation (its configuration,
the metrics it needs) is answered here directly, which makes a check of one gate a matter of milliseconds.
Importing this module takes seconds.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Generic, TypeVar, cast
from weakref import WeakValueDictionary

# Read at import: usage statistics are sent nowhere.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from gates.catalogue import Item
from gates.completeness import Rule, rules_of
from tasks.completeness_scan import AllFound, CheckScan, OneFound, SweepScan

S = TypeVar("S", CheckScan, SweepScan)

METRIC = "gate.scan"
SHOWN = 20
# Changes that owe the same items share a suite; making one takes under a millisecond.
MOST_PARTS = 256

# Held weakly: a scan lives as long as the suite that asks for it.
_scans: WeakValueDictionary[str, CheckScan | SweepScan] = WeakValueDictionary()


class GateScan(TableMetricProvider):
    """The metric: one pass over the evidence of one change's gate, or of the whole portfolio."""

    metric_name = METRIC
    value_keys = ("scan", "change_id", "today")

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _run(
        cls: Any,  # noqa: N805  (Great Expectations calls it on the class)
        execution_engine: SqlAlchemyExecutionEngine,
        metric_value_kwargs: Mapping[str, Any],
        **_: Any,
    ) -> OneFound | AllFound:
        scan, today = _scans[metric_value_kwargs["scan"]], date.fromordinal(metric_value_kwargs["today"])
        # An open transaction would go on seeing the past on a connection that is kept; and ended by a commit, for a
        # rollback has psycopg forget the prepared statement, which costs 1 ms to plan anew.
        with execution_engine.get_connection() as connection, connection.begin():
            return scan.run(connection, metric_value_kwargs["change_id"], today)


@lru_cache(maxsize=64)
def _metric(batch_id: str | None, scan: str, change_id: int | None, today: int) -> MetricConfiguration:
    asked = {"scan": scan, "change_id": change_id, "today": today}
    return MetricConfiguration(METRIC, {"batch_id": batch_id}, asked)


class ExpectEvidenceToMeetRule(BatchExpectation):
    """No change that is looked at breaks the rule. `bit` stands for the rule in what the scan finds."""

    rule: str
    item: str
    bit: int
    scan: str
    change_id: int | None = None
    today: int = 0

    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "item", "bit", "scan", "change_id", "today")
    args_keys: ClassVar[tuple[str, ...]] = success_keys

    def aim(self, change_id: int | None, today: date) -> None:
        """Say what the next validation is about."""
        self.change_id, self.today = change_id, today.toordinal()

    @property
    def configuration(self) -> ExpectationConfiguration:
        """This expectation as Great Expectations passes it around."""
        made = _Configuration(
            type=self.expectation_type,
            kwargs={"batch_id": self.batch_id, **{key: getattr(self, key) for key in self.success_keys}},
            meta=self.meta,
            notes=self.notes,
            description=self.description,
            severity=self.severity,
        )
        made.expectation = self
        return made

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None
    ) -> ValidationDependencies:
        """The one metric, the same for every expectation of the suite."""
        metric = _metric(self.batch_id, self.scan, self.change_id, self.today)
        return ValidationDependencies({METRIC: metric}, {"result_format": "BASIC"})

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        changes = metrics[METRIC].breaking(self.item, self.bit)
        details = {"first_changes": changes[:SHOWN].tolist()}
        return {"success": not len(changes), "result": {"observed_value": len(changes), "details": details}}


class _Configuration(ExpectationConfiguration):
    """A configuration that leads back to its expectation, where otherwise others are made and validated anew.

    An expectation is aimed before each validation, so nothing here outlives one.
    """

    expectation: ExpectEvidenceToMeetRule

    def __deepcopy__(self, memo: dict[int, Any]) -> _Configuration:
        same = copy.copy(self)
        same.kwargs = dict(self.kwargs)
        return same

    def process_suite_parameters(self, *_: Any, **__: Any) -> None:
        """Nothing to fill in: no parameter stands in it."""

    def to_domain_obj(self) -> ExpectEvidenceToMeetRule:
        self.expectation.batch_id = self.kwargs["batch_id"]
        return self.expectation


class Suite(Generic[S]):
    """The expectations of some items, and the scan that answers them."""

    def __init__(self, name: str, items: tuple[Item, ...], scan: S) -> None:
        _scans[scan.key] = scan
        self.scan: S = scan
        self.rules = [
            _expectation(item, rule, 1 << place, scan.key)
            for item in items
            for place, rule in enumerate(rules_of(item))
        ]
        self._name = name
        self._parts: dict[frozenset[str] | None, ExpectationSuite] = {}

    def aimed(
        self, change_id: int | None, today: date, items: frozenset[str] | None = None
    ) -> ExpectationSuite:
        """Great Expectations' suite for the next validation: of all items, or of those that are asked about."""
        if items not in self._parts:
            if len(self._parts) >= MOST_PARTS:
                self._parts.clear()
            rules = [rule for rule in self.rules if items is None or rule.item in items]
            self._parts[items] = ExpectationSuite(name=self._name, expectations=list(rules))
        part = self._parts[items]
        for rule in part.expectations:
            cast("ExpectEvidenceToMeetRule", rule).aim(change_id, today)
        return part


def _expectation(item: Item, rule: Rule, bit: int, scan: str) -> ExpectEvidenceToMeetRule:
    says = rule.check.message if rule.check else item.guidance
    basis = (rule.check.basis if rule.check else "") or item.basis
    return ExpectEvidenceToMeetRule(
        rule=rule.id,
        item=item.id,
        bit=bit,
        scan=scan,
        severity=FailureSeverity(rule.severity.value),
        description=f"{item.id} {item.title}: {says}",
        notes=basis,
        meta={"gate": item.gate.value, "item": item.id, "owner": item.owner, "basis": basis},
    )


def broken_rule(result: ExpectationValidationResult) -> ExpectEvidenceToMeetRule | None:
    """The rule of a result, if it is broken. Raises RuleUnanswered when it could not be held against the data."""
    # One exception for the expectation, or one for each metric that it needs.
    info = result.exception_info
    for exception in [info] if "raised_exception" in info else info.values():
        if exception["raised_exception"]:
            raise RuleUnanswered(exception["exception_message"])
    found = result.expectation
    return found if isinstance(found, ExpectEvidenceToMeetRule) and not result.success else None


class RuleUnanswered(Exception):
    """Great Expectations could not answer: no gap, and no completeness either."""
