"""What is wrong with an item's checks: places it lacks, values nobody can choose, limits nobody can meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from gates.checks import BaseCheck, Comparison, MinRows, MinWords, Reading, RowsWhere, Signed
from gates.checks.places import NUMBERS
from gates.faults import Fault
from gates.fields import Kind, RecordField
from gates.record_model import MOST_ROWS

if TYPE_CHECKING:
    from gates.catalogue import Item

MOST_MEASURES = 24
# Half of what a text may have in characters (gates.reading), since words are parted by spaces.
MOST_WORDS = 10_000
PROVIDED = "provided"


def check_faults(item: Item, roles: Collection[str], kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    """Every fault of the item's checks, given the catalogue's roles and the kinds of its facts."""
    times = Counter(check.id for check in item.checks)
    for number, check in enumerate(item.checks):
        faults = [*_own_faults(check, roles), *_fact_faults(check, kinds)]
        faults += [fault for reading in check.reads() for fault in _reading_faults(reading, item.fields)]
        if isinstance(check, Comparison):
            faults += _pair_faults(check, item.fields, kinds)
        if times[check.id] > 1:
            faults.append("is defined twice")
        yield from (Fault(("checks", number), f"the check {check.id} {fault}") for fault in faults)
    if (measures := sum(len(check.bounds) for check in item.checks)) > MOST_MEASURES:
        yield Fault(("checks",), f"its checks take {measures} measures; at most {MOST_MEASURES} are kept")


def _own_faults(check: BaseCheck, roles: Collection[str]) -> Iterator[str]:
    if check.id == PROVIDED:
        yield "has a name that Gatehouse uses itself: every item is checked for having been provided"
    lows = [bound.at_least for bound in check.bounds if bound.at_least is not None]
    highs = [bound.at_most for bound in check.bounds if bound.at_most is not None]
    if not lows and not highs:
        yield "sets no limit"
    if lows and highs and max(lows) > min(highs):
        yield "can never be met: its minimum is above its maximum"
    if isinstance(check, Signed) and check.role not in roles:
        yield f"asks for the role {check.role!r}, which is not among the roles"


def _fact_faults(check: BaseCheck, kinds: Mapping[str, Kind]) -> Iterator[str]:
    for fact, readable in check.facts_read().items():
        if fact not in kinds:
            yield f"looks at the fact {fact!r}, which is neither asked at triage nor published by an item"
        elif kinds[fact] not in readable:
            yield f"cannot read the fact {fact!r}, which is a {kinds[fact]}"


def _reading_faults(reading: Reading, fields: Mapping[str, RecordField]) -> Iterator[str]:
    place = reading.field if reading.column is None else f"{reading.field}.{reading.column}"
    field = _field_at(reading, fields)
    if field is None:
        yield f"looks at {place}, which the item does not have"
    elif field.kind not in reading.kinds:
        yield f"cannot read {place}, which is a {field.kind}"
    else:
        for value in reading.values:
            if not _can_hold(field, value):
                yield f"asks for {value!r}, which {place} can never hold"


def _pair_faults(
    check: Comparison, fields: Mapping[str, RecordField], kinds: Mapping[str, Kind]
) -> Iterator[str]:
    """Numbers are compared with numbers, dates with dates."""
    read = {field.kind in NUMBERS for one in check.reads() if (field := _field_at(one, fields))}
    if len(read | {kinds[fact] in NUMBERS for fact in check.facts_read() if fact in kinds}) > 1:
        yield "holds a number against a date, which are never comparable"


def impossible(check: BaseCheck, fields: Mapping[str, RecordField]) -> Iterator[str]:
    """What no record can meet, given how many rows, choices and words there can be at most."""
    if not isinstance(check, MinRows | RowsWhere | MinWords):
        return
    most = MOST_WORDS if isinstance(check, MinWords) else len(fields[check.field].choices) or MOST_ROWS
    if isinstance(check.at_least, int) and check.at_least > most:
        yield f"can never be met: there are never more than {most:,}"
    if isinstance(check, RowsWhere) and check.at_most is not None and check.at_most < 0:
        yield "can never be met: there are never fewer rows than none"


def _field_at(reading: Reading, fields: Mapping[str, RecordField]) -> RecordField | None:
    field = fields.get(reading.field)
    return field if field is None or reading.column is None else field.columns.get(reading.column)


def _can_hold(field: RecordField, value: str | bool) -> bool:
    if field.kind is Kind.BOOLEAN or isinstance(value, bool):
        return field.kind is Kind.BOOLEAN and isinstance(value, bool)
    return value in field.choices if field.choices else True
