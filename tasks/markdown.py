"""Small pieces of Markdown that no text from outside can break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from gates.clock import LONDON, said_day

# Whatever could open a tag, a link, an image, emphasis, code or a table cell.
SPECIAL = re.compile(r"([\\`*_\[\]|<>#~])")


def plain(text: object) -> str:
    """Text from outside, shown as it was written, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose cells are Markdown already; no lines at all when there are no rows."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return [f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}", *lines, ""] if lines else []


def day(moment: date | datetime) -> str:
    """A day as people write it, in London: 3 November 2026."""
    when = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
    return said_day(when)


def words(name: str) -> str:
    """A name of the vocabulary in words: approve_with_conditions becomes "approve with conditions"."""
    return name.replace("_", " ")
