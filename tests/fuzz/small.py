"""A few items of the catalogue that Gatehouse comes with, word for word: loaded in no time, and nothing made up."""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from config.catalogue import FACTS, FOLDER, HEAD, load_catalogue
from gates.catalogue import Catalogue

ITEMS = ("IA-05", "EQ-01", "LN-11", "LG-01", "CO-04")
# Of the tracks' conditions the first of so many is kept.
KEPT = 4
_ENTRY = re.compile(r"^  - id: ([\w-]+)", re.MULTILINE)
_ROLE = re.compile(r"^  (\w+): [A-Z].*\n", re.MULTILINE)
_CONDITION = re.compile(r"^      - when: .*\n(?:        .*\n)+", re.MULTILINE)


@cache
def texts() -> dict[str, str]:
    """The files of the small catalogue by their names."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
    head, facts = found.pop(HEAD), found.pop(FACTS)
    items = {name: cut for name, text in found.items() if (cut := _cut(text, set(ITEMS)))}
    number = count()
    head = _CONDITION.sub(lambda one: "" if next(number) % KEPT else one[0], head)
    said = "".join(items.values())
    head = _ROLE.sub(lambda one: one[0] if re.search(rf"\b{one[1]}\b", said) else "", head)
    sections, begin, listed = facts.partition("\nfacts:\n")
    return {HEAD: head, FACTS: sections + begin + _cut(listed, _facts(head)), **items}


def _facts(head: str) -> set[str]:
    """The facts that the items and tracks look at or publish."""
    whole = load_catalogue()
    held = [whole.item(item) for item in ITEMS]
    named = frozenset[str]().union(*(item.condition_facts | item.publishes.keys() for item in held))
    of_tracks = {fact.id for fact in whole.facts if f"{{{fact.id}: " in head}
    return {*named, *of_tracks, "nation", "decision_date", "change_type", "track"}


def _cut(text: str, wanted: set[str]) -> str:
    """The text with only those entries of its list; empty if it has none of them."""
    found = list(_ENTRY.finditer(text))
    starts = [one.start() for one in found]
    parts = zip(found, starts, [*starts[1:], len(text)], strict=True)
    kept = [text[start:end] for one, start, end in parts if one[1] in wanted]
    return text[: starts[0]] + "".join(kept) if kept else ""


@cache
def small_catalogue() -> Catalogue:
    """The small catalogue, loaded."""
    with TemporaryDirectory() as name:
        write(Path(name))
        return load_catalogue(Path(name))


def write(folder: Path) -> None:
    """Write its files."""
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8")
