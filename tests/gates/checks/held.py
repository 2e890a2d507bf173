"""Holding a check, written as the catalogue writes it, against a record."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter

from gates.checks import BaseCheck, Check

TODAY = date(2026, 11, 21)
_CHECK: TypeAdapter[BaseCheck] = TypeAdapter(Check)


def check(**raw: Any) -> BaseCheck:
    """A check by its notation."""
    return _CHECK.validate_python({"id": "held", "message": "Do what is needed.", **raw})


def verdict(raw: dict[str, Any], record: dict[str, Any], facts: dict[str, Any] | None = None) -> str:
    """What was found if the check is broken, otherwise "met"."""
    held = check(**raw)
    measures = held.measure(record, facts or {})
    assert all(measure is None or isinstance(measure, float) for measure in measures)
    return held.explain(record, facts or {}) if held.is_broken_by(measures, TODAY) else "met"
