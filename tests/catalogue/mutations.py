"""How a complete example is broken, by the kind of check: the least change that the check is there to find.

Each yields changed examples, of which one at least should break the check; it is up to the test to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from gates import checks
from gates.checks.places import Place, as_day, as_number, rows_of
from gates.dead_rules import reach_of
from gates.fields import Kind, RecordField
from tests.catalogue.examples import CATALOGUE, TODAY, Example, day

SHIFTS = (0, 1, 2, 7, 14, 30, 60, 120, 400)
LONG = "one two three four five six seven eight"
ELSEWHERE = "Something that stands nowhere else"


def applying(example: Example, check: checks.BaseCheck) -> Iterator[Example]:
    """The example under facts for which the check applies: its own if they do, otherwise some that do."""
    if applies(example, check):
        yield example
    found = reach_of(CATALOGUE).facts_for(check.when, example.item.asked_when)
    if found is not None:
        yield example.changed(facts=found)
    # What the item is required for beside is of no matter to the check.
    found = reach_of(CATALOGUE).facts_for(check.when)
    if found is not None:
        yield example.changed(facts=found)


def applies(example: Example, check: checks.BaseCheck) -> bool:
    """Whether there is something to measure: the check's `when` holds, and the facts it looks at are known."""
    return None not in check.measure(example.whole, example.facts)


def broken_variants(example: Example, check: checks.BaseCheck) -> Iterator[Example]:
    """Examples changed in the ways that break this kind of check."""
    for start in applying(example, check):
        yield from BREAKS[type(check)](start, check)


def put(example: Example, field: str, column: str | None, value: Any) -> Iterator[Example]:
    """The value in the field, or in one cell of the column: of the first row, of the last, of all."""
    if column is None:
        yield example.changed(record={field: value})
        return
    rows = [dict(row) for row in rows_of(example.whole, field)] or [{}]
    for places in ({0}, {len(rows) - 1}, set(range(len(rows)))):
        changed = [{**row, column: value} if place in places else row for place, row in enumerate(rows)]
        yield example.changed(record={field: changed})


def put_at(example: Example, place: Place, value: Any) -> Iterator[Example]:
    """The value at a place: in the record, or as a fact."""
    if place.fact:
        yield example.changed(facts={place.fact: value})
    elif about(example, place.field, place.column).kind is Kind.SIGNOFF:
        signature = example.whole.get(place.field) or {"name": "Ann Lee", "role": "sro"}
        yield example.changed(record={place.field: {**signature, "signed_on": value}})
    else:
        yield from put(example, place.field, place.column, value)


def about(example: Example, field: str, column: str | None) -> RecordField:
    """What the catalogue says of a field or a column."""
    found = example.item.fields[field]
    return found if column is None else found.columns[column]


def others(example: Example, field: str, column: str | None, values: tuple[Any, ...]) -> list[Any]:
    """Values of the field that are none of these."""
    kind = about(example, field, column)
    if kind.kind is Kind.BOOLEAN:
        return [one for one in (True, False) if one not in values]
    return [one for one in (kind.choices or (ELSEWHERE,)) if one not in values]


def emptied(example: Example, field: str) -> Iterator[Example]:
    """The field with nothing in it."""
    several = example.item.fields[field].kind in {Kind.TABLE, Kind.CHOICES}
    yield example.changed(record={field: [] if several else None})


def drop_rows(example: Example, check: checks.MinRows) -> Iterator[Example]:
    rows = example.whole[check.field]
    if isinstance(check.at_least, str):
        yield example.changed(facts={Place.of(check.at_least).fact or "": len(rows) + 1})
    else:
        yield example.changed(record={check.field: rows[: check.at_least - 1]})


def blank_a_cell(example: Example, check: checks.NoBlanks) -> Iterator[Example]:
    for column in check.columns:
        several = about(example, check.field, column).kind is Kind.CHOICES
        yield from put(example, check.field, column, [] if several else None)
    yield from emptied(example, check.field)


def shorten(example: Example, check: checks.MinWords) -> Iterator[Example]:
    yield from put(example, check.field, check.column, " ".join(LONG.split()[: check.at_least - 1]) or None)


def leave_out(example: Example, check: checks.Covers) -> Iterator[Example]:
    given = example.whole[check.field]
    # One row may be enough to cover a value, or all that name it have to go.
    named = [row.get(check.column) if check.column else row for row in given]
    for left_out in {str(one): one for one in named}.values():
        yield example.changed(
            record={check.field: [row for row, one in zip(given, named, strict=True) if one != left_out]}
        )
    for place in range(len(given)):
        yield example.changed(record={check.field: [*given[:place], *given[place + 1 :]]})
    if check.fact:
        held = list(CATALOGUE.facts_by_id[check.fact].choices or [ELSEWHERE])
        yield example.changed(facts={check.fact: held})
        yield example.changed(facts={check.fact: held}, record={check.field: []})


def name_a_stranger(example: Example, check: checks.Among) -> Iterator[Example]:
    kind = about(example, check.field, check.column)
    if kind.choices:
        yield from put(example, check.field, check.column, kind.choices[0])
        yield example.changed(facts={check.fact: [ELSEWHERE]})
    for start in (example, example.changed(facts={check.fact: ["something known"]})):
        yield from put(start, check.field, check.column, ELSEWHERE)


def too_few_or_many(example: Example, check: checks.RowsWhere) -> Iterator[Example]:
    rows = [dict(row) for row in rows_of(example.whole, check.field)]
    for value in [*others(example, check.field, check.column, (check.value,)), None]:
        yield example.changed(record={check.field: [{**row, check.column: value} for row in rows]})
    held = [{**row, check.column: check.value} for row in rows or [{}]]
    yield example.changed(record={check.field: held * ((check.at_most or 0) + 1)})


def leave_open(example: Example, check: checks.FilledWhen) -> Iterator[Example]:
    value: Any = check.values_[0]
    if about(example, check.field, check.column).kind is Kind.CHOICES:
        value = [value]
    for need in check.needs:
        for start in put(example, check.field, check.column, value):
            if check.column is None:
                yield from put(start, need, None, None)
            else:
                yield from put(start, check.field, need, None)


def repeat(example: Example, check: checks.Distinct) -> Iterator[Example]:
    rows = rows_of(example.whole, check.field)
    yield example.changed(record={check.field: [*rows, *rows[:1]]})
    yield example.changed(record={check.field: [{check.column: ELSEWHERE}] * 2})


def copy_text(example: Example, check: checks.Original) -> Iterator[Example]:
    if check.field is None:
        yield example.changed(record=dict.fromkeys(check.fields, LONG))
        return
    rows = [dict(row) for row in rows_of(example.whole, check.field)] or [{}]
    copied = [
        {**row, check.columns[0]: f"{LONG} {LONG} nine" if check.from_words > 8 else LONG} for row in rows
    ]
    yield example.changed(record={check.field: copied * 2})


def go_outside(example: Example, check: checks.Range) -> Iterator[Example]:
    beyond = [check.at_least - 1] if check.at_least is not None else []
    for value in [*beyond, *([check.at_most + 1] if check.at_most is not None else [])]:
        yield from put(example, check.field, check.column, value)


def compare_badly(example: Example, check: checks.Comparison) -> Iterator[Example]:
    place = Place(None, check.field, check.column)
    than = check.than
    other = (
        Place(None, check.field, than) if check.column and not than.startswith("fact:") else Place.of(than)
    )
    dated = about(example, check.field, check.column).kind in {Kind.DATE, Kind.SIGNOFF}
    for low, high in ((day(-1), day(1)) if dated else (1, 2), (day(1), day(-1)) if dated else (2, 1)):
        for start in put_at(example, place, low):
            yield from put_at(start, other, high)


def miscount(example: Example, check: checks.Difference) -> Iterator[Example]:
    for row in rows_of(example.whole, check.field):
        yield from put(example, check.field, check.column, (as_number(row.get(check.column)) or 0) + 1)


def add_too_much(example: Example, check: checks.SumsTo) -> Iterator[Example]:
    rows = [dict(row) for row in rows_of(example.whole, check.field)] or [{}]
    more = (as_number(rows[0].get(check.column)) or 0) + check.tolerance + 1
    yield example.changed(record={check.field: [{**rows[0], check.column: more}, *rows[1:]]})
    if isinstance(check.total, str):
        yield from put_at(example, Place.of(check.total), 123_456_789)


def shrink_part(example: Example, check: checks.MinShare) -> Iterator[Example]:
    part, whole = Place.counted(check.part), Place.counted(check.whole)
    grown = put_at(example, whole, 1_000_000) if is_number(example, whole) else iter((example,))
    for start in grown:
        if part.column is None and not part.fact and start.item.fields[part.field].kind is Kind.TABLE:
            yield start.changed(record={part.field: rows_of(start.whole, part.field)[:1]})
        elif part.distinct:
            first = rows_of(start.whole, part.field)[0].get(part.column or "")
            yield from put(start, part.field, part.column, first)
        else:
            yield from put_at(start, part, 0)


def is_number(example: Example, place: Place) -> bool:
    """Whether a number can be put there."""
    if place.fact or place.distinct:
        return not place.distinct
    return about(example, place.field, place.column).kind in {Kind.NUMBER, Kind.MONEY}


def shift_from_today(example: Example, check: checks.DayRange) -> Iterator[Example]:
    place = Place(None, check.field, check.column)
    if check.from_days is not None:
        yield from put_at(example, place, day(check.from_days - 1))
    if check.to_days is not None:
        yield from put_at(example, place, day(check.to_days + 1))


def shift_a_date(example: Example, check: checks.DaysBetween) -> Iterator[Example]:
    first, then = Place.of(check.first), Place.of(check.then)
    held = [as_day(value) for place in (first, then) for value in place.values(example.whole, example.facts)]
    start = date.fromordinal(int(next((one for one in held if one is not None), TODAY.toordinal())))
    for sign in (-1, 1):
        for shift in SHIFTS:
            least, most = check.at_least or 0, check.at_most or 0
            end = start + timedelta(days=least - 1 - shift if sign < 0 else 2 * most + 1 + shift)
            for changed in put_at(example, first, start.isoformat()):
                yield from put_at(changed, then, end.isoformat())


def answer_otherwise(example: Example, check: checks.Equals) -> Iterator[Example]:
    for value in [*others(example, check.field, check.column, check.values_), None]:
        yield from put(example, check.field, check.column, value)


def say_otherwise(example: Example, check: checks.SameAs) -> Iterator[Example]:
    blank = {check.unless: None} if check.unless else {}
    definition = CATALOGUE.facts_by_id[check.fact]
    other: dict[str, Any] = {
        "date": day(999),
        "number": 987,
        "money": 987,
        "boolean": None,
        "text": ELSEWHERE,
    }
    values = definition.choices or (
        (True, False) if definition.kind == "boolean" else (other[definition.kind],)
    )
    for value in values:
        yield example.changed(facts={check.fact: value}, record=blank)


def take_signature(example: Example, check: checks.Signed) -> Iterator[Example]:
    yield example.changed(record={check.field: None})


def take_document(example: Example, check: checks.HasDocument) -> Iterator[Example]:
    yield example.changed(document=None)


def swap_document(example: Example, check: checks.DocumentIs) -> Iterator[Example]:
    other = {"sha256": "e" * 64, "name": "other.pdf", "size": 1, "media_type": "application/pdf", "flags": ()}
    yield example.changed(document=other)
    if check.fact:
        yield example.changed(document=other, facts={check.fact: "d" * 64})


def lead_nowhere(example: Example, check: checks.WebAddress) -> Iterator[Example]:
    yield from put(example, check.field, check.column, "https://localhost/page")


BREAKS: dict[type[checks.BaseCheck], Callable[[Example, Any], Iterator[Example]]] = {
    checks.MinRows: drop_rows,
    checks.NoBlanks: blank_a_cell,
    checks.MinWords: shorten,
    checks.Covers: leave_out,
    checks.Among: name_a_stranger,
    checks.RowsWhere: too_few_or_many,
    checks.FilledWhen: leave_open,
    checks.Distinct: repeat,
    checks.Original: copy_text,
    checks.Range: go_outside,
    checks.Comparison: compare_badly,
    checks.Difference: miscount,
    checks.SumsTo: add_too_much,
    checks.MinShare: shrink_part,
    checks.DayRange: shift_from_today,
    checks.DaysBetween: shift_a_date,
    checks.Equals: answer_otherwise,
    checks.SameAs: say_otherwise,
    checks.WebAddress: lead_nowhere,
    checks.Signed: take_signature,
    checks.HasDocument: take_document,
    checks.DocumentIs: swap_document,
}
