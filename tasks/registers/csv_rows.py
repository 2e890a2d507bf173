"""The rows of a delimited text file, one at a time, each with the physical line on which it starts.

A physical line ends with CR LF, LF or CR, as editors count. A row that cannot be parsed costs one line, never
the rest of the file: reading goes on with the line below, so that an unclosed quotation mark swallows no row.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from tasks.registers import wording
from tasks.registers.cells import RawRow

# Longer than any row that Excel can write legibly; a longer one is a damaged file.
LONGEST_ROW = 4 << 20
# A file made of nothing but broken quotation marks is not re-read for ever.
MOST_REREAD = 64 << 20


class _TooLong(Exception):
    """A line or row is longer than `LONGEST_ROW`."""


class Lines:
    """The physical lines of a text, counted. The lines of the current row can be handed back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._row: list[str] = []
        self._length = 0
        self._reread = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        self._row.append(line)
        self._length += len(line)
        if self._length >= LONGEST_ROW:
            self._skip_rest_of_line(line)
            self._row[-1] = line.rstrip("\r\n") + "\n"
            raise _TooLong
        return line

    def begin_row(self) -> int:
        """Start a row with the next line; its number."""
        self._row, self._length = [], 0
        return self.number + 1

    def keep_first(self) -> str:
        """Hand back all lines of the current row but its first, which is returned."""
        first, *others = self._row
        if self._reread > MOST_REREAD:
            return "".join(self._row)
        self._reread += self._length - len(first)
        self._waiting.extendleft(reversed(others))
        self.number -= len(others)
        return first

    def _skip_rest_of_line(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(LONGEST_ROW)


def csv_rows(text: TextIO, delimiter: str) -> Iterator[RawRow]:
    """Every row of the text, a blank line as a row without cells. An unparsable row carries a fault."""
    lines = Lines(text)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.begin_row()
        try:
            yield RawRow(start, list(next(rows)))
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            yield RawRow(start, [lines.keep_first().rstrip("\r\n")], _fault(error))


def _fault(error: Exception) -> str:
    too_long = isinstance(error, _TooLong) or "field limit" in str(error)
    return wording.CELL_TOO_LONG if too_long else wording.BROKEN_QUOTES
