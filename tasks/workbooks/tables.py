"""One table's sheet, read back: its headings wherever they stand, its rows without the blank ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gates.errors import nearest
from gates.fields import RecordField
from gates.reading import shown
from tasks.workbooks import words
from tasks.workbooks.cells import CellFault, value_of
from tasks.workbooks.layout import TableSheet
from tasks.workbooks.opening import Cell, Sheet

Place = tuple[str | int, ...]
# Somebody may put lines above the headings; this many are looked through.
HEADINGS_WITHIN = 30


def placed(sheet: str, cell: str, fault: str) -> str:
    """A fault with the place where it stands; the sheet alone where no cell is to blame."""
    if not cell:
        return words.ON_SHEET.format(sheet=sheet, fault=fault)
    return words.PLACE.format(sheet=sheet, cell=cell, fault=fault)


class TableReader:
    """What a table's sheet says: the rows, where each value stands, and what is wrong with the sheet itself."""

    def __init__(self, sheet: Sheet, table: TableSheet) -> None:
        self._sheet, self._table = sheet, table
        self._known = {_folded(heading): column for heading, column in table.columns.items()}
        self.rows: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self._headed: set[int] = set()
        self.places: dict[Place, tuple[str, str]] = {(table.name,): (sheet.title, "")}
        self._read()

    def _read(self) -> None:
        line = self._line_of_headings()
        if line is None:
            headings = ", ".join(self._table.columns)
            self._fault("", words.NO_HEADINGS.format(headings=headings))
            return
        columns, self._headed = self._columns(line), set(self._sheet.cells[line])
        for number in sorted(row for row in self._sheet.cells if row > line):
            cells = self._sheet.cells[number]
            if number != line + 1 or not self._explains(cells, columns):
                self._row(number, cells, columns)

    def _line_of_headings(self) -> int | None:
        """The line with the most headings, among the first."""
        lines = [row for row in self._sheet.cells if row <= HEADINGS_WITHIN]
        best = max(lines, key=self._headings_in, default=None)
        return best if best is not None and self._headings_in(best) else None

    def _headings_in(self, row: int) -> int:
        return len({_folded(cell.value) for cell in self._sheet.cells[row].values()} & self._known.keys())

    def _columns(self, line: int) -> dict[int, tuple[str, RecordField]]:
        found: dict[int, tuple[str, RecordField]] = {}
        missing = dict(self._known)
        for number, cell in sorted(self._sheet.cells[line].items()):
            heading = _folded(cell.value)
            if heading in missing:
                found[number] = missing.pop(heading)
            else:
                self._strange_heading(line, number, cell, known=heading in self._known)
        for heading in self._table.columns:
            if _folded(heading) in missing:
                self._fault("", words.NO_COLUMN.format(column=heading))
        return found

    def _strange_heading(self, line: int, column: int, cell: Cell, *, known: bool) -> None:
        near = nearest(str(cell.value)[:100], self._table.columns)
        strange = words.STRANGE_COLUMN.format(found=shown(cell.value), near=near).rstrip()
        self._fault(
            cell_name(column, line), words.TWICE.format(found=shown(cell.value)) if known else strange
        )

    def _explains(self, cells: Mapping[int, Cell], columns: Mapping[int, tuple[str, RecordField]]) -> bool:
        """Whether this is the line below the headings that says what belongs there."""
        from tasks.workbooks.entry import about

        texts = {_folded(about(field)) for _, field in columns.values()}
        return any(_folded(cell.value) in texts for cell in cells.values())

    def _row(
        self, number: int, cells: Mapping[int, Cell], columns: Mapping[int, tuple[str, RecordField]]
    ) -> None:
        at = len(self.rows)
        row: dict[str, Any] = {}
        for column, (name, field) in columns.items():
            cell = cell_name(column, number)
            self.places[self._table.name, at, name] = (self._sheet.title, cell)
            try:
                row[name] = value_of(cells.get(column), field.kind, self._sheet.epoch)
            except CellFault as fault:
                self._fault(cell, str(fault))
        for column in cells.keys() - columns.keys():
            # A column that the template does not have is told of once, at its heading.
            if column not in self._headed:
                self._fault(cell_name(column, number), words.NO_HEADING)
        if any(column in columns for column in cells):
            self.places[self._table.name, at] = (self._sheet.title, f"A{number}")
            self.rows.append(row)

    def _fault(self, cell: str, fault: str) -> None:
        self.faults.append(placed(self._sheet.title, cell, fault))


def cell_name(column: int, row: int) -> str:
    """A cell as people name it: D7."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def _folded(value: Any) -> str:
    return " ".join(str(value).split()).casefold()
