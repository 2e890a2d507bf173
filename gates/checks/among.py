"""The check of references: what a record names must exist elsewhere in the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.places import folded, values_of
from gates.checks.presence import ANSWERS, NONE_ALLOWED, listed, said
from gates.conditions import Facts
from gates.fields import Kind, is_blank

CHOSEN = frozenset({Kind.CHOICES})


class Among(BaseCheck):
    """Whatever the field, or a cell of the column, names is among what a fact holds: no reference to nothing.

    Case and spacing do not count, and a blank names nothing. A fact that is not known yet does not fail the
    check. `covers` is the reverse: everything that the fact holds is named.
    """

    check: Literal["among"]
    field: str
    column: str | None = None
    fact: str

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, (ANSWERS | CHOSEN) - {Kind.BOOLEAN}),)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return {self.fact: CHOSEN}

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def _strangers(self, record: Record, facts: Facts) -> list[str]:
        held = facts.get(self.fact)
        known = {folded(one) for one in held} if isinstance(held, tuple | list) else set()
        cells = values_of(record, self.field, self.column)
        named = [one for cell in cells for one in (cell if isinstance(cell, list) else [cell])]
        return [said(one) for one in named if not is_blank(one) and folded(one) not in known]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if facts.get(self.fact) is None:
            return (None,)
        return (float(len(self._strangers(record, facts))),)

    def found(self, record: Record, facts: Facts) -> str:
        return f"not known: {listed(dict.fromkeys(self._strangers(record, facts))) or 'none'}"
