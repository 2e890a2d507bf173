"""The rows that a template brings along: the latest version's, and those that a rule wants whatever the change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from gates.catalogue import Item
from gates.checks import Covers
from gates.conditions import Facts, Truth, evaluate

Row = dict[str, Any]
# A fact may hold hundreds of values; nobody wants them all typed in.
MOST_ROWS = 200


def rows_of(item: Item, table: str, record: Mapping[str, Any], facts: Facts) -> list[Row]:
    """The rows of a table: those handed in already, then those that its rules ask for and that are not among them."""
    held = [dict(row) for row in record.get(table) or ()]
    seen = list(held)
    for row in _asked_for(item, table, facts):
        if len(seen) < MOST_ROWS + len(held) and not any(_answers(other, row) for other in seen):
            seen.append(row)
    return seen


def _asked_for(item: Item, table: str, facts: Facts) -> Iterator[Row]:
    """The rows that the first rule which applies asks for, and those of further rules about the same columns.

    A rule about more columns asks for an answer, such as "needed: yes", which a template must not give.
    """
    columns: tuple[str, ...] = ()
    for check in item.checks:
        if not isinstance(check, Covers) or check.field != table or check.column is None:
            continue
        if evaluate(check.when, facts) is not Truth.YES:
            continue
        own = (check.column, *check.with_)
        columns = columns or own
        if own == columns:
            yield from (dict(zip(own, values, strict=True)) for values in _combinations(check, facts))


def _combinations(check: Covers, facts: Facts) -> Iterable[tuple[Any, ...]]:
    held = facts.get(check.fact) if check.fact else None
    values: tuple[Any, ...] = tuple(held) if isinstance(held, list | tuple) else check.values_
    return (one for one in product(values, *check.with_.values()) if one not in check.except_)


def _answers(row: Row, asked: Row) -> bool:
    return all(_folded(row.get(column)) == _folded(value) for column, value in asked.items())


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().split())
