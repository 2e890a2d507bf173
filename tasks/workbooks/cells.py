"""A cell as the value that the rules read: dates as dates, numbers as numbers, and everything else as it was typed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from gates.fields import Kind
from gates.reading import shown
from tasks.registers.cells import text_of
from tasks.workbooks import words
from tasks.workbooks.opening import Cell

FIRST_DAY, LAST_DAY = 1, 2_958_465
TEXTS = frozenset({Kind.TEXT, Kind.URL})


class CellFault(ValueError):
    """What is wrong with a cell, in words."""


def value_of(cell: Cell | None, kind: Kind, epoch: Any) -> Any:
    """The value for a field of that kind; None for a blank. Raises CellFault where a spreadsheet is to blame.

    Whether the value is one that the field can hold is for the rules to say.
    """
    if cell is None:
        return None
    if not cell.calculated:
        raise CellFault(words.NOT_CALCULATED)
    if cell.is_error:
        raise CellFault(words.ERROR_VALUE.format(value=cell.value))
    value = _plain(cell.value)
    if kind is Kind.DATE:
        return _day(value, epoch)
    if kind in {Kind.NUMBER, Kind.MONEY}:
        return _number(value, cell.number_format)
    if kind is Kind.CHOICES and isinstance(value, str):
        parts = value.replace(";", ",").replace("\n", ",").split(",")
        return [part.strip() for part in parts if part.strip()]
    return text_of(value) if kind in TEXTS and not isinstance(value, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        # Excel keeps 15 significant digits; what lies behind them is the noise of binary fractions.
        value = float(f"{value:.15g}")
        return int(value) if value.is_integer() else value
    return value


def _day(value: Any, epoch: Any) -> Any:
    if isinstance(value, time | timedelta):
        raise CellFault(words.NOT_A_DAY.format(value=value))
    if isinstance(value, datetime | date | str | bool):
        return value
    # A date in a cell that nobody formatted as one: the number of days since the workbook's epoch.
    if isinstance(value, int | float) and FIRST_DAY <= value <= LAST_DAY:
        from openpyxl.utils.datetime import from_excel

        return from_excel(value, epoch)
    raise CellFault(words.NOT_A_DAY.format(value=shown(value)))


def _number(value: Any, number_format: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        raise CellFault(words.PERCENTAGE.format(value=f"{value * 100:.10g}"))
    if isinstance(value, datetime | date | time | timedelta):
        return text_of(value)
    return value
