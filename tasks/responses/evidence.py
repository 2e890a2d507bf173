"""What the recorded responses already say in the records of the analysis (CO-09) and of the reach (CO-05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gates.catalogue import Item
from gates.errors import GateError
from gates.fields import Kind, RecordField
from gates.record_template import template_of
from tasks.responses.summary import Summary, shielded

NUMBERS = ("count", "responses", "number")
ELSEWHERE = "Elsewhere or not stated"
MOST_AREAS = 40
# What a platform's column is called, by what the law calls the characteristic.
CHARACTERISTICS = {
    "age": ("age",),
    "disability": ("disab",),
    "gender_reassignment": ("reassign", "gender identity", "trans"),
    "marriage_civil_partnership": ("marri", "marital", "civil partner"),
    "pregnancy_maternity": ("pregnan", "maternity"),
    "race": ("ethnic", "race"),
    "religion_belief": ("religi", "belief", "faith"),
    "sex": ("sex", "gender"),
    "sexual_orientation": ("orientation", "sexuality"),
}
TAKEN_FIRST = ("sexual_orientation", "gender_reassignment")
Rows = list[dict[str, Any]]


class NothingToFillIn(GateError):
    """{item} {title} asks for nothing that the responses can be counted for."""

    advice = (
        "Take an empty record with `gatehouse evidence template {item}`. CO-05 and CO-09 can be filled in."
    )


def record_text(item: Item, summary: Summary, *, ref: str, day: str, before: Mapping[str, Any]) -> str:
    """The item's record as YAML to go on with: counted fields filled in, the rest as `before` or blank.

    Raises NothingToFillIn.
    """
    counted = counted_fields(item, summary, ref)
    if not counted:
        raise NothingToFillIn(item=item.id, title=item.title)
    return template_of(item, {**before, **counted}, tuple(_remarks(summary, ref, day)))


def counted_fields(item: Item, summary: Summary, ref: str) -> dict[str, Rows]:
    """The tables of an item that can be counted, told by their columns: channel, area or characteristic."""
    found: dict[str, Rows] = {}
    for name, field in item.fields.items():
        for column, fill in _FILLS.items():
            if field.kind is Kind.TABLE and column in field.columns and (rows := fill(field, summary, ref)):
                found[name] = [{each: row.get(each) for each in field.columns} for row in rows]
    return found


def _by_channel(field: RecordField, summary: Summary, ref: str) -> Rows:
    number = next((name for name in NUMBERS if name in field.columns), None)
    if number is None:
        return []
    choices = field.columns["channel"].choices
    rows: Rows = []
    for channel in choices:
        count = summary.channels[channel]
        row: dict[str, Any] = {"channel": channel, number: count}
        if summary.closes_on is not None:
            row["late"] = summary.late_channels[channel]
        row["kept_at"] = f"Gatehouse, responses of {ref}" if count else "nothing came in"
        rows.append(row)
    return rows if set(summary.channels) <= set(choices) else []


def _by_area(_: RecordField, summary: Summary, __: str) -> Rows:
    named = Counter({area: count for area, count in summary.areas.items() if area})
    if not named:
        return []
    shown = dict(named.most_common(MOST_AREAS))
    rest = summary.received - sum(shown.values())
    counts = {**shown, **({ELSEWHERE: rest} if rest else {})}
    return [
        {"area": area, "responses_share": round(100 * count / summary.received, 2)}
        for area, count in counts.items()
    ]


def _by_characteristic(field: RecordField, summary: Summary, _: str) -> Rows:
    columns = {name: _characteristic(name) for name in summary.characteristics}
    rows = []
    for choice in field.columns["characteristic"].choices:
        told = [
            f"{name}: {', '.join(f'{value} {count}' for value, count in shielded(found).items())}"
            for name, found in summary.characteristics.items()
            if columns[name] == choice
        ]
        rows.append({"characteristic": choice, "finding": "; ".join(told) or None})
    return rows


def _characteristic(column: str) -> str | None:
    plain = column.casefold()
    ordered = (*TAKEN_FIRST, *CHARACTERISTICS)
    return next((name for name in ordered if any(word in plain for word in CHARACTERISTICS[name])), None)


_FILLS: dict[str, Callable[[RecordField, Summary, str], Rows]] = {
    "channel": _by_channel,
    "area": _by_area,
    "characteristic": _by_characteristic,
}


def _remarks(summary: Summary, ref: str, day: str) -> Iterator[str]:
    """What was counted, when, and what it does not say."""
    yield ""
    kinds = ", ".join(
        f"{count:,} {kind.replace('_', ' ')}" for kind, count in summary.respondents.most_common()
    )
    yield f"Counted on {day} from the responses recorded for {ref}: {summary.received:,} ({kinds})."
    late = "the closing day is not known" if summary.closes_on is None else f"{summary.late:,} late"
    yield (
        f"Of these {late}, {summary.undated:,} without a day, {summary.duplicates:,} marked as duplicates, "
        f"{summary.erased:,} erased since; all are counted. Signatures on petitions: {summary.signatures:,}."
    )
