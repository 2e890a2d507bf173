"""The case files: what one holds, how it is read, and how days, facts and hashes are written in it.

```yaml
title: What the case is called
source: where it is documented
what_happened: >-          # in our own words
product_must: >-           # what the product has to do about it
stories:
  - name: as it happened
    steps:                 # each does one thing; `tell` says it in words, which a failing test repeats
      - register: {title: Fewer libraries, facts: {nation: england}}
      - hand_in: {EQ-01: {screened_on: today}}
        tell: The screening was done after the options had been approved.
      - must: {at: equality, report: {EQ-01.before_options_approved: critical}}
```

A day is written `day 12` (of the story), `today`, `today-3` or `today+3` (of the step); `fact:name` is what is known
of the change, `sha256:document` the hash of the paper handed in. What the steps can do: deeds.py. What can be
demanded: demands.py. `at_each_gate: true` plays a story five times, `{gate}` standing for the gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from gates.vocabulary import Gate

FOLDER = Path(__file__).parent
WORDS = ("title", "source", "what_happened", "product_must")
_DAY = re.compile(r"(today|day)(?: ?([+-]?) ?(\d+))?")


class CaseFault(AssertionError):
    """A case file that cannot be played, and why."""


@dataclass(frozen=True)
class Step:
    """One thing that is done or demanded, and what is told about it."""

    verb: str
    what: Any
    tell: str = ""

    @property
    def line(self) -> str:
        """The step as the story of a failing test tells it."""
        return self.tell or f"{self.verb.replace('_', ' ')}: {_short(self.what)}"


@dataclass(frozen=True)
class Story:
    """One telling of a case: the failure, or a lawful course of the same matter."""

    case: str
    title: str
    source: str
    name: str
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """What the test is called."""
        return f"{self.case}: {self.name}"


def _short(what: Any) -> str:
    if isinstance(what, Mapping):
        return ", ".join(f"{key} {_short(value)}" for key, value in what.items())
    return ", ".join(map(_short, what)) if isinstance(what, list) else str(what)


def stories() -> list[Story]:
    """Every story of every case, in the order of the files."""
    files = sorted(FOLDER.glob("[0-9][0-9]-*.yaml"))
    return [story for file in files for story in stories_of(file)]


def stories_of(file: Path) -> Iterator[Story]:
    """The stories of one case. Raises CaseFault."""
    raw = read(file)
    if set(raw) != {*WORDS, "stories"}:
        raise CaseFault(f"{file.name} has {', '.join(WORDS)} and stories, and nothing else")
    for story in raw["stories"]:
        gates: tuple[Gate | None, ...] = tuple(Gate) if story.get("at_each_gate") else (None,)
        for gate in gates:
            steps = tuple(_step(file, with_gate(step, gate)) for step in story["steps"])
            name = f"{story['name']} ({gate})" if gate else story["name"]
            yield Story(file.stem, raw["title"], raw["source"], name, steps)


def _step(file: Path, raw: Mapping[str, Any]) -> Step:
    verbs = [key for key in raw if key != "tell"]
    if len(verbs) != 1:
        raise CaseFault(f"{file.name}: a step does one thing, not {', '.join(verbs)}")
    return Step(verbs[0], raw[verbs[0]], " ".join(str(raw.get("tell", "")).split()))


def read(file: Path) -> dict[str, Any]:
    """The data of a YAML file."""
    found: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found


def with_gate(value: Any, gate: Gate | None) -> Any:
    """The same data with the gate where {gate} stands."""
    if gate is None:
        return value
    return _each(value, lambda text: text.replace("{gate}", gate))


def settled(value: Any, *, today: date, start: date, known: Mapping[str, Any]) -> Any:
    """The same data with days as ISO text, and `fact:name` and the like as what is known under that name."""

    def one(text: str) -> Any:
        if text in known:
            return known[text]
        found = _DAY.fullmatch(text)
        if found is None or (found[1] == "day" and found[3] is None):
            return text
        days = int(f"{found[2] or ''}{found[3] or 0}")
        return ((start if found[1] == "day" else today) + timedelta(days=days)).isoformat()

    return _each(value, one)


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {_each(key, change): _each(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return change(value) if isinstance(value, str) else value
