"""Reading a filled-in template back: the record, and for every fault the sheet and the cell to blame."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gates.errors import nearest
from gates.reading import shown
from tasks.workbooks import words
from tasks.workbooks.cells import CellFault, value_of
from tasks.workbooks.errors import WorkbookForeign, WorkbookOutdated
from tasks.workbooks.layout import FORMAT, Layout, Line, TableSheet, form_of, layout_of
from tasks.workbooks.opening import LAST_ROW, Sheet, open_sheets
from tasks.workbooks.tables import Place, TableReader, cell_name, placed

if TYPE_CHECKING:
    from gates.catalogue import Item

# The columns of the sheet of answers.
QUESTION, ANSWER, EXPLANATION = 1, 2, 3
# The title and the help, which somebody may well spread over several columns.
ABOVE_ENTRIES = 2


@dataclass
class WorkbookRecord:
    """What a workbook says. `faults` are those that no rule can find; `made_from` is the catalogue's version."""

    data: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    places: dict[Place, tuple[str, str]] = field(default_factory=dict)
    made_from: str = ""

    def placed(self, fault: str) -> str:
        """A fault as the rules tell it ("options, row 2, cost: not a number") with the sheet and the cell instead."""
        said, _, what = fault.partition(": ")
        steps: Place = tuple(
            int(step[4:]) - 1 if step.startswith("row ") and step[4:].isdigit() else step
            for step in said.split(", ")
        )
        while steps and steps not in self.places:
            steps = steps[:-1]
        if not steps:
            return fault
        sheet, cell = self.places[steps]
        return placed(sheet, cell, what)


def read_workbook(path: Path, item: Item) -> WorkbookRecord:
    """Read a template of the item. Raises WorkbookUnreadable, -Oversized, -Foreign or -Outdated."""
    sheets = open_sheets(path)
    made_from = _made_from(path, sheets, item)
    found, layout = WorkbookRecord(made_from=made_from), layout_of(item)
    found.faults += _strange_sheets(sheets, layout)
    if layout.lines:
        _answers(sheets.get(words.ANSWERS), layout.lines, found)
    for table in layout.tables:
        _table(sheets.get(table.sheet), table, found)
    return found


def _made_from(path: Path, sheets: Mapping[str, Sheet], item: Item) -> str:
    """The version of the catalogue that the template was made from, after a look at what it is a template of."""
    machine = sheets.get(words.MACHINE)
    told = {_text(row.get(1)): _text(row.get(2)) for row in machine.cells.values()} if machine else {}
    if told.get("format") != FORMAT:
        why = (
            "it has no sheet of Gatehouse's" if not machine else "it was made by another version of Gatehouse"
        )
        raise WorkbookForeign(file=path, item=item.id, why=why)
    if told.get("item") != item.id:
        raise WorkbookForeign(file=path, item=item.id, why=f"it was made for {told.get('item')}")
    if told.get("form") != form_of(item):
        raise WorkbookOutdated(file=path, item=item.id, made=told.get("catalogue", "")[:12])
    return told.get("catalogue", "")


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell.value)


def _strange_sheets(sheets: Mapping[str, Sheet], layout: Layout) -> Iterator[str]:
    known = {words.README, words.ANSWERS, words.MACHINE, *(table.sheet for table in layout.tables)}
    for title, sheet in sheets.items():
        if title not in known and sheet.cells:
            yield words.ON_SHEET.format(sheet=title, fault=words.STRANGE_SHEET)


def _answers(sheet: Sheet | None, lines: tuple[Line, ...], found: WorkbookRecord) -> None:
    if sheet is None:
        found.faults.append(words.NO_SHEET.format(sheet=words.ANSWERS))
        return
    found.faults += _merged(sheet)
    rows: dict[str, int] = {}
    for number, row in sheet.cells.items():
        if QUESTION in row and rows.setdefault(_folded(row[QUESTION].value), number) != number:
            found.faults.append(
                placed(sheet.title, f"A{number}", words.TWICE.format(found=shown(row[QUESTION].value)))
            )
    rows.pop(_folded(words.ASKED), None)
    for line in lines:
        number = rows.pop(_folded(line.title), 0)
        if not number:
            found.faults.append(
                words.ON_SHEET.format(sheet=sheet.title, fault=words.NO_LINE.format(line=line.title))
            )
            continue
        found.places[line.path] = (sheet.title, f"B{number}")
        found.places.setdefault(line.path[:1], (sheet.title, f"B{number}"))
        try:
            value = value_of(sheet.cells[number].get(ANSWER), line.field.kind, sheet.epoch)
        except CellFault as fault:
            found.faults.append(placed(sheet.title, f"B{number}", str(fault)))
            value = None
        _set(found.data, line.path, value)
    found.faults += _strange_lines(sheet, lines, rows.values())


def _set(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *above, last = path
    for step in above:
        data = data.setdefault(step, {})
    data[last] = value


def _strange_lines(sheet: Sheet, lines: tuple[Line, ...], others: Collection[int]) -> Iterator[str]:
    """What stands on the sheet beside the template's questions and the answers to them."""
    titles = [line.title for line in lines]
    for number, row in sheet.cells.items():
        if number in others and ANSWER in row:
            near = nearest(str(row[QUESTION].value)[:100], titles)
            fault = words.STRANGE_LINE.format(found=shown(row[QUESTION].value), near=near).rstrip()
            yield placed(sheet.title, f"A{number}", fault)
        for column in sorted(
            column for column in row if column > EXPLANATION or (column == ANSWER and QUESTION not in row)
        ):
            yield placed(sheet.title, cell_name(column, number), words.NO_HEADING)


def _table(sheet: Sheet | None, table: TableSheet, found: WorkbookRecord) -> None:
    found.data[table.name] = []
    if sheet is None:
        found.faults.append(words.NO_SHEET.format(sheet=table.sheet))
        return
    found.faults += _merged(sheet)
    if sheet.goes_on:
        fault = words.TOO_MANY_ROWS.format(row=LAST_ROW, rows=LAST_ROW // 2)
        found.faults.append(words.ON_SHEET.format(sheet=sheet.title, fault=fault))
    reader = TableReader(sheet, table)
    found.data[table.name] = reader.rows
    found.places.update(reader.places)
    found.faults += reader.faults


def _merged(sheet: Sheet) -> Iterator[str]:
    """Merged cells hold one value where several are meant; merged blanks and headings do no harm."""
    from openpyxl.utils import range_boundaries

    for cells in sheet.merged:
        column, row, last_column, last_row = range_boundaries(cells)
        if (
            (column, row) != (last_column, last_row)
            and column in sheet.cells.get(row, {})
            and row > ABOVE_ENTRIES
        ):
            yield words.ON_SHEET.format(sheet=sheet.title, fault=words.MERGED.format(cells=cells))


def _folded(value: Any) -> str:
    return " ".join(str(value).split()).casefold()
