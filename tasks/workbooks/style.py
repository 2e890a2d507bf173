"""How a template looks: what is to be filled in is yellow, what explains is grey, headings are dark."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from gates.fields import Kind, RecordField

TITLE = Font(bold=True, size=14)
HEADING = Font(bold=True, color="FFFFFF")
SECTION = Font(bold=True, size=12)
BOLD = Font(bold=True)
QUIET = Font(italic=True, color="595959")
DARK = PatternFill("solid", fgColor="1F3864")
INPUT = PatternFill("solid", fgColor="FFF9E5")
ON_ONE_LINE = Alignment(wrap_text=False)
WRAPPED = Alignment(wrap_text=True, vertical="top")
LINE = Border(*(Side(style="thin", color="BFBFBF") for _ in range(4)))

# A text's format keeps a spreadsheet from turning "1/2" into a date and "=x" into a formula.
FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.CHOICES: "@",
    Kind.BOOLEAN: "@",
    Kind.URL: "@",
    Kind.DATE: "d mmmm yyyy",
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "General",
}
WIDTHS = {Kind.TEXT: 40, Kind.CHOICE: 26, Kind.CHOICES: 40, Kind.URL: 40, Kind.DATE: 20, Kind.MONEY: 16}
OTHER_WIDTH = 16


def say(cell: Any, text: str, font: Font | None = None) -> None:
    """A sentence in a cell; never a formula, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.alignment = WRAPPED
    if font is not None:
        cell.font = font


def head(cell: Any, text: str) -> None:
    """A heading of columns."""
    say(cell, text, HEADING)
    cell.fill, cell.border = DARK, LINE


def prepare(cell: Any, field: RecordField) -> None:
    """A cell to be filled in."""
    cell.fill, cell.border, cell.alignment = INPUT, LINE, WRAPPED
    cell.number_format = FORMATS.get(field.kind, "General")


def put(cell: Any, value: Any) -> None:
    """A value in a cell to be filled in. A text stays a text."""
    if value is None:
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def width_of(field: RecordField) -> int:
    """The width of a column, in characters."""
    return WIDTHS.get(field.kind, OTHER_WIDTH)


def printable(sheet: Worksheet) -> None:
    """Print it on as many landscape pages as it is long, and one wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
