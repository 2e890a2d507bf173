"""Open a file as a table: its type, encoding and delimiter are found by its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tasks.registers.cells import RawRow
from tasks.registers.csv_rows import csv_rows
from tasks.registers.delimiter import declared_delimiter, find_delimiter
from tasks.registers.encoding import Encoding, find_encoding
from tasks.registers.errors import UnreadableRegister
from tasks.registers.filetype import file_type
from tasks.registers.reading import Reading
from tasks.registers.table import Table
from tasks.registers.xlsx_rows import Workbook

SAMPLE = 1 << 18
# A rejects file has its headings on top, wherever those of the register stood.
REJECTS = re.compile(r'"?line"?[,;\t|]"?reasons\b', re.IGNORECASE)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def read_table(path: str | Path, *, sheet: str | None = None, heading_line: int = 1) -> Table:
    """The table in a CSV or XLSX file, told apart by content. Rows are read one at a time.

    The headings are the first row that is not blank, at or below `heading_line`. Without `sheet`, the first
    visible sheet that holds anything. Raises `UnreadableRegister`, `EmptyRegister` or `UnknownSheet`.
    """
    path = Path(path)
    if file_type(path) == "xlsx":
        return _workbook_table(path, sheet, heading_line)
    try:
        encoding = find_encoding(path)
        if encoding is None:
            raise UnreadableRegister(file=path, why="it is text in no known encoding, or not text at all")
        delimiter, declared = _separation(path, encoding, heading_line)
    except (OSError, UnicodeError) as error:
        raise UnreadableRegister(file=path, why=str(error)) from error
    rows = _text_rows(path, encoding, delimiter, skipped=1 if declared else 0)
    return Table(path, Reading("CSV", encoding, delimiter), rows, heading_line)


def _workbook_table(path: Path, sheet: str | None, heading_line: int) -> Table:
    workbook = Workbook(path, sheet)
    others = tuple(name for name in workbook.sheets if name != workbook.sheet)
    reading = Reading("XLSX", sheet=workbook.sheet, other_sheets=others)
    return Table(path, reading, _workbook_rows(workbook), heading_line)


def _separation(path: Path, encoding: Encoding, heading_line: int) -> tuple[str, bool]:
    """The delimiter, and whether the first line is there only to declare it."""
    with encoding.open(path) as text:
        sample = text.read(SAMPLE)
    lines = LINE.findall(sample)
    if lines and (declared := declared_delimiter(lines[0])):
        return declared, True
    first = 0 if lines and REJECTS.match(lines[0]) else max(heading_line, 1) - 1
    return find_delimiter(lines[first:], whole=len(sample) < SAMPLE), False


def _text_rows(path: Path, encoding: Encoding, delimiter: str, *, skipped: int) -> Iterator[RawRow]:
    try:
        with encoding.open(path) as text:
            yield from islice(csv_rows(text, delimiter), skipped, None)
    except (OSError, UnicodeError) as error:
        raise UnreadableRegister(file=path, why=f"it changed while it was read ({error})") from error


def _workbook_rows(workbook: Workbook) -> Iterator[RawRow]:
    try:
        yield from workbook.rows()
    finally:
        workbook.close()
