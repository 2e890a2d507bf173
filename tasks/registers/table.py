"""A register as a table, whatever its format: unique column names and rows, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tasks.registers import wording
from tasks.registers.cells import Cell, RawRow, Row, is_blank, one_line, text_of
from tasks.registers.errors import EmptyRegister, UnreadableRegister
from tasks.registers.guard import unguarded
from tasks.registers.headings import MOST_COLUMNS, REJECTS_COLUMNS, is_rejects_file, unique_names
from tasks.registers.reading import Reading

SURROGATE = re.compile("[\ud800-\udfff]")


class Table:
    """The headings of a register and, once, its rows.

    `heading_line` is where the headings stand; `blank_rows` counts the blank rows passed over so far;
    `is_rejects` says that the file is a rejects file, whose own two columns are left out.
    """

    def __init__(self, path: Path, reading: Reading, raw: Iterator[RawRow], heading_line: int = 1) -> None:
        self.path = path
        self.reading = reading
        self.blank_rows = 0
        self._raw = raw
        headings = self._headings(heading_line)
        self.is_rejects = is_rejects_file(headings)
        self._dropped = len(REJECTS_COLUMNS) if self.is_rejects else 0
        self._headed = headings[self._dropped :]
        if not self._headed:
            raise EmptyRegister(file=path, why="there are no headings beyond those of a rejects file")
        self.columns = unique_names(self._headed)
        self.rows: Iterator[Row] = (self._row(row) for row in self._filled())

    def _filled(self) -> Iterator[RawRow]:
        for row in self._raw:
            if row.fault or not all(is_blank(cell) for cell in row.cells):
                yield row
            else:
                self.blank_rows += 1

    def _headings(self, lowest_line: int) -> list[str]:
        for row in self._filled():
            headings = [one_line(text_of(cell)) for cell in row.cells]
            if row.line < lowest_line and not is_rejects_file(headings):
                continue
            if why := row.fault or _bad_headings(headings):
                raise UnreadableRegister(file=self.path, why=f"in the headings on line {row.line}, {why}")
            self.heading_line, self.blank_rows = row.line, 0
            return [unguarded(name) for name in headings] if is_rejects_file(headings) else headings
        raise EmptyRegister(file=self.path, why="there is no line of headings")

    def _row(self, raw: RawRow) -> Row:
        if raw.fault and self.reading.encoding:
            return Row(raw.line, {self.columns[0]: _printable(raw.cells[0])}, (raw.fault,))
        cells = raw.cells[self._dropped :]
        if not self.reading.encoding:
            # A sheet has no short rows: what was never typed is blank.
            cells += [None] * (len(self.columns) - len(cells))
        faults = tuple(filter(None, (raw.fault, *self._faults(cells))))
        return Row(raw.line, self._named([self._restored(cell) for cell in cells]), faults)

    def _named(self, cells: list[Cell]) -> dict[str, Cell]:
        surplus = len(cells) - len(self.columns)
        names = unique_names([*self.columns, *[""] * surplus]) if surplus > 0 else self.columns
        return dict(zip(names, cells, strict=False))

    def _restored(self, cell: Cell) -> Cell:
        printable = _printable(cell)
        return unguarded(printable) if self.is_rejects and isinstance(printable, str) else printable

    def _faults(self, cells: list[Cell]) -> Iterator[str]:
        expected = len(self.columns)
        if len(cells) < expected:
            yield wording.too_few_cells(len(cells), expected)
        if len(cells) > expected:
            yield wording.too_many_cells(len(cells), expected)
        if self.is_rejects:
            yield from self._unmended(cells)
        texts = [cell for cell in cells if isinstance(cell, str)]
        if any("\0" in text for text in texts):
            yield wording.NUL_CHARACTER
        if any(SURROGATE.search(text) for text in texts):
            yield wording.NOT_UTF8

    def _unmended(self, cells: list[Cell]) -> Iterator[str]:
        """A spreadsheet that saves a rejects file gives surplus cells a blank heading: they are no column."""
        for name, heading, cell in zip(self.columns, self._headed, cells, strict=False):
            if not heading and not is_blank(cell):
                yield wording.no_heading(name)


def _bad_headings(headings: list[str]) -> str:
    if len(headings) > MOST_COLUMNS:
        return f"there are {len(headings)} columns, more than a spreadsheet can have"
    if any("\0" in heading for heading in headings):
        return "there is a NUL character"
    return "there are bytes that are not UTF-8" if any(map(SURROGATE.search, headings)) else ""


def _printable(cell: Cell) -> Cell:
    return SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell
