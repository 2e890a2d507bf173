"""Opening a workbook that somebody sent: nothing is unpacked before its size is known, nothing runs."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gates.errors import GateError
from gates.record_model import MOST_ROWS
from tasks.workbooks.errors import WorkbookOversized, WorkbookUnreadable

MIB = 1 << 20
LARGEST_FILE = 25 * MIB
LARGEST_UNPACKED = 150 * MIB
LARGEST_STRINGS = 40 * MIB
# Rows above the entries, and some that somebody left empty between them.
LAST_ROW = 2 * MOST_ROWS + 20
CHUNK = MIB
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")


@dataclass(frozen=True)
class Cell:
    """A cell with something in it. `calculated` is False for a formula that was saved without its result."""

    value: Any
    number_format: str = ""
    is_error: bool = False
    calculated: bool = True


@dataclass(frozen=True)
class Sheet:
    """A sheet: its cells by row and column (from 1), the ranges that are merged, and whether it goes on below."""

    title: str
    cells: dict[int, dict[int, Cell]]
    merged: tuple[str, ...]
    goes_on: bool
    epoch: Any


def open_sheets(path: Path) -> dict[str, Sheet]:
    """The sheets of a workbook, with what is in them. Raises WorkbookOversized or WorkbookUnreadable."""
    _check_size(path)
    try:
        with _quiet(), _opened(path, values=True) as values, _opened(path, values=False) as formulas:
            return {str(each.title): _sheet(each, formulas) for each in values.worksheets}
    except GateError:
        raise
    except Exception as error:
        # A damaged workbook fails in openpyxl with whatever exception its damage happens to cause.
        why = f"it is damaged ({type(error).__name__}: {str(error)[:200]})"
        raise WorkbookUnreadable(file=path, why=why) from error


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise WorkbookOversized(file=path, why=f"{size // MIB} MB, at most {LARGEST_FILE // MIB} are taken")
    try:
        with zipfile.ZipFile(path) as archive:
            # Python unpacks no more of a member than the archive says that there is.
            sizes = {entry.filename.lower(): entry.file_size for entry in archive.infolist()}
    except Exception as error:
        raise WorkbookUnreadable(file=path, why=f"it is damaged ({error})") from error
    total, strings = sum(sizes.values()), sizes.get("xl/sharedstrings.xml", 0)
    if total > LARGEST_UNPACKED or strings > LARGEST_STRINGS:
        most = f"{LARGEST_UNPACKED // MIB} are taken, {LARGEST_STRINGS // MIB} of text"
        why = f"{total // MIB} MB unpacked, at most {most}"
        raise WorkbookOversized(file=path, why=why)


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    from openpyxl import load_workbook

    # Given a path, openpyxl would judge the file by its name.
    with (
        path.open("rb") as file,
        closing(load_workbook(file, read_only=True, data_only=values, keep_links=False)) as workbook,
    ):
        yield workbook


@contextmanager
def _quiet() -> Iterator[None]:
    """Without warnings: openpyxl warns of unknown decoration, and of what is told here cell by cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _sheet(values: Any, formulas: Any) -> Sheet:
    found = _Reader(values)
    cells = found.cells
    if _has_formulas(values):
        texts = _Reader(formulas[values.title]).cells
        for row, column in ((line, each) for line in texts for each in texts[line]):
            cells.setdefault(row, {}).setdefault(column, Cell(None, calculated=False))
    return Sheet(str(values.title), cells, found.merged, found.goes_on, values.parent.epoch)


class _Reader:
    """What is in a sheet, cell by cell as they stand in the file.

    openpyxl's own rows are padded: one cell far to the right or far below would make millions of empty ones.
    """

    def __init__(self, sheet: Any) -> None:
        from openpyxl.worksheet._reader import WorkSheetParser

        self.cells: dict[int, dict[int, Cell]] = {}
        self.goes_on = False
        book = sheet.parent
        with sheet._get_source() as source:
            parser = WorkSheetParser(
                source,
                sheet._shared_strings,
                data_only=book.data_only,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for number, row in parser.parse():
                self._take(sheet, number, row)
            merged = parser.merged_cells
        self.merged = tuple(str(each.ref) for each in merged.mergeCell) if merged else ()

    def _take(self, sheet: Any, number: int, row: list[dict[str, Any]]) -> None:
        filled = {cell["column"]: _cell(sheet, cell) for cell in row if _says(cell["value"])}
        if filled and number > LAST_ROW:
            self.goes_on = True
        elif filled:
            self.cells[number] = filled


def _says(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _cell(sheet: Any, found: dict[str, Any]) -> Cell:
    from openpyxl.cell.read_only import ReadOnlyCell

    value = found["value"]
    if isinstance(value, str):
        # Excel's spelling of a carriage return inside a cell.
        value = value.replace("_x000D_", "")
    number_format = str(ReadOnlyCell(sheet, **found).number_format or "")
    return Cell(value, number_format, is_error=found["data_type"] == "e")


def _has_formulas(sheet: Any) -> bool:
    tail = b""
    with sheet._get_source() as source:
        while chunk := source.read(CHUNK):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-32:]
    return False
