"""The rows of a workbook's sheet, streamed, each with its row number in Excel."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

from tasks.registers import wording
from tasks.registers.cells import Cell, RawRow, is_blank
from tasks.registers.errors import EmptyRegister, UnknownSheet, UnreadableRegister

# Excel's own limit; a damaged file that names a row far below it would otherwise be padded without end.
LAST_ROW = 1_048_576
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CHUNK = 1 << 20


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """A damaged workbook fails in openpyxl with whatever exception its damage happens to cause."""
    try:
        yield
    except (EmptyRegister, UnknownSheet):
        raise
    except Exception as error:
        why = f"the workbook is damaged ({type(error).__name__}: {str(error)[:200]})"
        raise UnreadableRegister(file=path, why=why) from error


class Workbook:
    """An open workbook and one of its sheets: the named one, or the first visible one with content."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        self._path = path
        self._files = ExitStack()
        with _readable(path), ExitStack() as files:
            self._values = files.enter_context(_opened(path, values=True))
            self._formulas = files.enter_context(_opened(path, values=False)) if _has_formulas(path) else None
            self.sheets = tuple(str(each.title) for each in self._values.worksheets)
            self.sheet = self._choose(sheet)
            self._files = files.pop_all()

    def rows(self) -> Iterator[RawRow]:
        """Every row of the sheet, blank ones too. Raises `UnreadableRegister` on reaching damage."""
        with _readable(self._path):
            formulas: Iterator[Any] = (
                repeat(()) if self._formulas is None else _rows(self._formulas, self.sheet)
            )
            pairs = zip(_rows(self._values, self.sheet), formulas, strict=False)
            for number, (values, texts) in enumerate(pairs, start=1):
                cells = [_cell(value) for value in values]
                while cells and is_blank(cells[-1]):
                    cells.pop()
                yield RawRow(number, cells, _not_calculated(number, values, texts))

    def close(self) -> None:
        """Close the file."""
        self._files.close()

    def _choose(self, wanted: str | None) -> str:
        if wanted in self.sheets:
            return wanted
        if wanted is not None:
            raise UnknownSheet(file=self._path, sheet=wanted, sheets=", ".join(self.sheets))
        visible = [str(each.title) for each in self._values.worksheets if each.sheet_state == "visible"]
        found = next((title for title in visible if self._has_content(title)), None)
        if found is None:
            raise EmptyRegister(file=self._path, why="no visible sheet holds anything")
        return found

    def _has_content(self, title: str) -> bool:
        with closing(_rows(self._values, title)) as rows:
            return any(not is_blank(value) for row in rows for value in row)


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    from openpyxl import load_workbook

    # Given a path, openpyxl would judge the file by its name.
    with path.open("rb") as file:
        with warnings.catch_warnings():
            # openpyxl warns of decoration that it does not support; only cells matter here.
            warnings.simplefilter("ignore")
            workbook = load_workbook(file, read_only=True, data_only=values, keep_links=False)
        with closing(workbook):
            yield workbook


def _rows(workbook: Any, title: str) -> Generator[tuple[Any, ...]]:
    sheet = workbook[title]
    # The size that a sheet declares is often wrong; what it holds is read instead.
    sheet.reset_dimensions()
    rows: Generator[tuple[Any, ...]] = sheet.iter_rows(max_row=LAST_ROW, values_only=True)
    return rows


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(_mentions_formula(archive, name) for name in archive.namelist() if "worksheets/" in name)


def _mentions_formula(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            if FORMULA.search(tail + chunk):
                return True
            tail = chunk[-32:]
    return False


def _not_calculated(number: int, values: tuple[Any, ...], texts: tuple[Any, ...]) -> str:
    """A fault for formulas saved without results, as programs other than Excel do: no blank cells."""
    from openpyxl.utils import get_column_letter

    places = [
        f"{get_column_letter(column)}{number}"
        for column, (value, text) in enumerate(zip(values, texts, strict=False), start=1)
        if value is None and text is not None
    ]
    return wording.NOT_CALCULATED.format(cells=", ".join(places)) if places else ""


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        # Excel's spelling of a carriage return inside a cell.
        return value.replace("_x000D_", "")
    return value  # type: ignore[no-any-return]
