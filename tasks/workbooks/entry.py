"""What one cell to be filled in holds, allows and explains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from gates.fields import Kind, RecordField
from tasks.workbooks import words

# Excel's own limit to the text of a cell.
LONGEST_CELL = 32_767


def about(field: RecordField, said: str = "") -> str:
    """What belongs into a cell: the catalogue's help, the kind of value, and whether it may be left blank."""
    kind = words.KINDS[field.kind].format(choices=", ".join(map(_words, field.choices)))
    optional = words.OPTIONAL if field.optional else ""
    text = said or field.help
    ended = f"{text}." if text and text[-1].isalnum() else text
    return " ".join(part for part in (ended, kind, optional) if part)


def shown(value: Any, field: RecordField) -> Any:
    """A value of a record as a cell holds it: dates as dates, yes and no as words, several choices with commas."""
    if value is None or value == []:
        return None
    if field.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if field.kind is Kind.BOOLEAN:
        return words.YES if value else words.NO
    if field.kind is Kind.CHOICE:
        return _words(value)
    if field.kind is Kind.CHOICES:
        return ", ".join(map(_words, value))
    return value


def validate(
    sheet: Any,
    cells: str,
    field: RecordField,
    lists: Mapping[tuple[str, ...], str],
    choices: tuple[str, ...] = (),
) -> None:
    """Have the spreadsheet help: a list to choose from, or a warning where a date or a number is none."""
    rule = _rule(field, lists, choices)
    if rule is not None:
        rule.allow_blank = True
        rule.add(cells)
        sheet.add_data_validation(rule)


def _rule(
    field: RecordField, lists: Mapping[tuple[str, ...], str], choices: tuple[str, ...]
) -> DataValidation | None:
    wanted = choices or (tuple(map(_words, field.choices)) if field.kind is Kind.CHOICE else ())
    if field.kind is Kind.BOOLEAN:
        wanted = (words.YES, words.NO)
    if wanted:
        rule = DataValidation(
            type="list", formula1=lists[wanted], showErrorMessage=True, error=words.NOT_IN_LIST
        )
        # Capitals do not matter to the reader, so they are not refused here either.
        rule.errorStyle = "warning"
        return rule
    if field.kind is Kind.DATE:
        return _warning("date", "1", words.NOT_A_DATE)
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        return _warning("decimal", "-1E+15", words.NOT_A_NUMBER)
    return None


def _warning(kind: str, least: str, text: str) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="greaterThan",
        formula1=least,
        errorStyle="warning",
        showErrorMessage=True,
        error=text,
    )


def _words(choice: str) -> str:
    return choice.replace("_", " ")
