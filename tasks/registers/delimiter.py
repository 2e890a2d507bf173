"""Which character separates the cells of a text file: the one by which the rows come out most evenly."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator

DELIMITERS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
# Excel writes and reads this first line, to say how the file is separated.
DECLARED = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)


def declared_delimiter(first_line: str) -> str | None:
    """The delimiter of a first line such as "sep=;", or None if the line is no such line."""
    found = DECLARED.fullmatch(first_line)
    return found.group(1) if found else None


def find_delimiter(lines: list[str], whole: bool) -> str:
    """The delimiter of a text that starts (`whole`: and ends) with these lines. A comma if none fits."""
    scores = {delimiter: _evenness(lines, delimiter, whole) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _evenness(lines: list[str], delimiter: str, whole: bool) -> float:
    """The share of rows as wide as the first, weighted by that width; 0 if the first has one cell."""
    widths = list(_widths(lines, delimiter))
    if not whole and len(widths) > 1:
        widths.pop()
    if not widths or widths[0] == 1:
        return 0.0
    return widths.count(widths[0]) / len(widths) * math.log(widths[0])


def _widths(lines: list[str], delimiter: str) -> Iterator[int]:
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            continue
        if any(cell.strip() for cell in row):
            yield len(row)
