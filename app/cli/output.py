"""What the command line prints: results to stdout, everything else to stderr, tables that survive a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

LABEL = 8
NARROWEST = 40
STEERING = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t")


def print_json(data: Any) -> None:
    """The result as JSON, alone on stdout. Days and moments are ISO 8601, moments in UTC."""
    takes_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, indent=2, ensure_ascii=not takes_all, default=_plain))


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def say(text: str = "") -> None:
    """One paragraph or line for the person, on stdout."""
    _print(text, sys.stdout)


def note(text: str, style: str = "") -> None:
    """Something beside the result, on stderr."""
    _print(text, sys.stderr, style)


def heading(text: str) -> None:
    """A heading over what follows, with a blank line before it."""
    say()
    _print(text, sys.stdout, "bold")


def entry(label: str, text: str) -> None:
    """A short label and a text beside it, which on a terminal is wrapped beneath itself."""
    first, rest = f"  {label.ljust(LABEL)} ", " " * (LABEL + 3)
    text = " ".join(_clean(text).split())
    if sys.stdout.isatty():
        import shutil
        import textwrap

        width = max(NARROWEST, shutil.get_terminal_size().columns)
        text = textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest)[len(first) :]
    print(f"{first}{text}")


def _clean(text: str) -> str:
    """The text without characters that would steer the terminal."""
    return text.translate(STEERING)


def _print(text: str, stream: IO[str], style: str = "") -> None:
    text = _clean(text)
    if stream.isatty():
        console(stream).print(text, style=style, markup=False, highlight=False)
    else:
        print(text, file=stream)


@cache
def console(stream: IO[str]) -> Console:
    """A rich console on the stream."""
    from rich.console import Console

    return Console(file=stream)


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Iterable[int] = ()) -> None:
    """A table on stdout. Columns numbered in `right` hold numbers.

    Nothing is cut off: long text is wrapped on a terminal and left on one line in a pipe.
    """
    on_screen = sys.stdout.isatty()
    cells = [[_cell(value, on_screen) for value in row] for row in rows]
    (_on_screen if on_screen else _piped)(headings, cells, frozenset(right))


def _cell(value: Any, on_screen: bool) -> str:
    text = "" if value is None else _clean(str(value))
    return text if on_screen else " ".join(text.split())


def _on_screen(headings: Sequence[str], rows: list[list[str]], right: frozenset[int]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for number, name in enumerate(headings):
        grid.add_column(name, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console(sys.stdout).print(grid)


def _piped(headings: Sequence[str], rows: list[list[str]], right: frozenset[int]) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    for row in [list(headings), *rows]:
        padded = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(padded).rstrip())
