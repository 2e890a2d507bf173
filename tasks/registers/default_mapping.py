"""The mapping of a register whose headings are already the names of a change's fields."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.registers.errors import NoMapping
from tasks.registers.mapping import FieldMap, RegisterMapping
from tasks.registers.targets import REQUIRED, target_named

UNKNOWN = ("n/a", "n.a.", "not known", "unknown", "tbc", "tbd", "to be confirmed", "not applicable", "-", "?")


def default_mapping(columns: Sequence[str]) -> RegisterMapping:
    """A heading that names a target fills it: "external_ref", "Staff affected", "nation" or "facts.nation".

    Every column is kept under the row's source fields. Raises `NoMapping` where a required field has no
    heading, or where two headings name one field.
    """
    found: dict[str, list[str]] = {}
    for column in columns:
        if (target := target_named(column)) is not None:
            found.setdefault(target, []).append(column)
    if why := _why_not(found):
        raise NoMapping(why=why, headings=", ".join(columns))
    fields = {target: FieldMap.model_validate(named) for target, named in found.items()}
    return RegisterMapping(name="headings", fields=fields, unknown_when=UNKNOWN)


def _why_not(found: dict[str, list[str]]) -> str:
    if absent := [name for name in REQUIRED if name not in found]:
        return f"no heading is {' and none is '.join(absent)}"
    twice = [f"{' and '.join(named)} both mean {target}" for target, named in found.items() if len(named) > 1]
    return "; ".join(twice)
