"""Values that nobody means and somebody sends, and data that is nearly right."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import strategies as st

NUMBERS = (
    0,
    -1,
    1,
    0.1,
    -0.0,
    1e15,
    1e16,
    -1e300,
    10**30,
    10**400,
    float("nan"),
    float("inf"),
    -float("inf"),
)
DAYS = (
    "2026-13-01",
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "1900-01-01",
    "31/12/2200",
    "1 Mai 2026",
)
TEXTS = (
    *(
        "",
        " ",
        "tbc",
        "yes",
        "no",
        "unknown",
        "none",
        "always",
        "fact:nation",
        "a.b",
        "a:count",
        "x" * 30_000,
    ),
    *(
        "\0",
        "\x1b[31m",
        "\ud800",
        "\ufeff",
        "\u202eabc",
        "e\u0301\u0301",
        "١٢",
        "½",
        "ß" * 9,
        "😀",
        "\u2028",
        "\r\n",
    ),
    *(
        "'; DROP TABLE events; --",
        "{listed}",
        "{0}",
        "%s",
        "$1",
        "=1+1",
        "<p>tbc</p>",
        "&#0;",
        "../../etc",
        "a" * 64,
    ),
)
NESTS: tuple[Any, ...] = (
    [],
    {},
    [None],
    [[]],
    [{}],
    {"a": None},
    {"": ""},
    {"always": True},
    {"kind": "any"},
    [1, "a", None],
)
ODD = (None, True, False, *NUMBERS, *DAYS, *TEXTS, *NESTS)

odd_numbers = st.sampled_from(NUMBERS) | st.integers() | st.floats()
odd_days = st.sampled_from(DAYS) | st.dates().map(date.isoformat)
odd_texts = st.sampled_from((*DAYS, *TEXTS)) | st.text(max_size=8)
odd = st.sampled_from(ODD) | odd_numbers | odd_texts

Path = tuple[Any, ...]


def anything(names: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Any JSON, with these names in its mappings."""
    return st.recursive(
        odd,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
        max_leaves=10,
    )


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """The way to everything in the data but the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*at, key)
        yield from places(one, (*at, key))


@st.composite
def damaged(draw: st.DrawFn, whole: Any, most: int = 3) -> Any:
    """The data with up to so many things changed, dropped, renamed, repeated or swapped."""
    whole = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, most))):
        ways = list(places(whole))
        if ways:
            draw(st.sampled_from(DAMAGES))(draw, whole, draw(st.sampled_from(ways)), ways)
    return whole


def _at(whole: Any, way: Path) -> Any:
    for step in way:
        whole = whole[step]
    return whole


def _replace(draw: st.DrawFn, whole: Any, way: Path, _: list[Path]) -> None:
    above = _at(whole, way[:-1])
    above[way[-1]] = copy.deepcopy(draw(_alike(above[way[-1]]) | odd))


def _alike(value: Any) -> st.SearchStrategy[Any]:
    """Odd values of the same kind: they get further than others."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return odd_numbers
    if isinstance(value, str):
        return odd_days if value[:4].isdigit() else odd_texts
    return odd


def _drop(_: st.DrawFn, whole: Any, way: Path, __: list[Path]) -> None:
    del _at(whole, way[:-1])[way[-1]]


def _repeat(_: st.DrawFn, whole: Any, way: Path, __: list[Path]) -> None:
    above = _at(whole, way[:-1])
    if isinstance(above, list):
        above.insert(way[-1], copy.deepcopy(above[way[-1]]))
    else:
        above[f"{way[-1]}2"] = copy.deepcopy(above[way[-1]])


def _rename(draw: st.DrawFn, whole: Any, way: Path, ways: list[Path]) -> None:
    above = _at(whole, way[:-1])
    if isinstance(above, dict):
        known = st.sampled_from([step for other in ways if isinstance(step := other[-1], str)])
        above[draw(known | odd_texts)] = above.pop(way[-1])


def _swap(draw: st.DrawFn, whole: Any, way: Path, ways: list[Path]) -> None:
    other = draw(st.sampled_from(ways))
    _at(whole, way[:-1])[way[-1]] = copy.deepcopy(_at(whole, other))


def _wrap(draw: st.DrawFn, whole: Any, way: Path, _: list[Path]) -> None:
    above = _at(whole, way[:-1])
    value = above[way[-1]]
    above[way[-1]] = draw(st.sampled_from([[value], {"any": value}, {"not": value}, [value, value]]))


DAMAGES = (_replace, _replace, _replace, _drop, _repeat, _rename, _swap, _wrap)
