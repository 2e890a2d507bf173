"""One row of a file before anything is decided about it, and its cells as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

Cell = str | int | float | bool | date | time | timedelta | None


class RawRow(NamedTuple):
    """The cells of one row as the reader found them. `fault` says why they cannot be trusted."""

    line: int
    cells: list[Cell]
    fault: str = ""


class Row(NamedTuple):
    """One row below the headings, by column name. A row with faults is for the rejects only."""

    line: int
    cells: dict[str, Cell]
    faults: tuple[str, ...] = ()


def text_of(cell: Cell) -> str:
    """The cell as a person would type it: ISO dates, TRUE and FALSE, no ".0" behind a whole number."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case float():
            # Excel keeps 15 significant digits; what lies behind them is the noise of binary fractions.
            return f"{cell:.15g}"
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def one_line(text: str) -> str:
    """The text with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


def is_blank(cell: Cell) -> bool:
    """Whether the cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
