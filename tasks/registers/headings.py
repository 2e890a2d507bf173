"""The headings of a register as column names."""

from __future__ import annotations

from collections.abc import Sequence

# Excel's own limit.
MOST_COLUMNS = 16_384
# The first two columns of a rejects file.
REJECTS_COLUMNS = ("line", "reasons")


def unique_names(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings as names that differ: a repeated one gets _2, _3 ..., a blank one the name of its place.

    A heading that stands there keeps its name; only repeats and blanks give way.
    """
    kept = set(headings)
    used: set[str] = set()
    names: list[str] = []
    for place, heading in enumerate(headings, start=1):
        wanted = heading or f"column_{place}"
        name, count = wanted, 1
        while name in used or (name != heading and name in kept):
            count += 1
            name = f"{wanted}_{count}"
        used.add(name)
        names.append(name)
    return tuple(names)


def is_rejects_file(headings: Sequence[str]) -> bool:
    """Whether the headings begin as those of a rejects file do."""
    return tuple(heading.casefold() for heading in headings[:2]) == REJECTS_COLUMNS
