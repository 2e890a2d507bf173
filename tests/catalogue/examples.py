"""A complete example of each evidence item, and how one is read: `complete/<ID>.yaml`.

```yaml
facts: {nation: england, decision_date: today+40}      # what the item needs besides its record
document: {name: paper.pdf, media_type: application/pdf}   # only if one is attached
record: {signed_on: today-3, hash: "sha256:document"}      # breaks no check at all
broken:                                                  # for what mutations.py cannot break by itself
  check_id: {record: {field: value}, facts: {fact: value}, document: null}
met:                                                     # for checks that the example does not call for
  check_id: {facts: {fact: value}}
```

A day is written as an ISO date or counted from TODAY; `sha256:document` is the hash of the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from config.catalogue import load_catalogue
from gates.catalogue import Catalogue, Item
from gates.checks import BaseCheck
from gates.conditions import FactValue
from gates.derived import known_facts
from gates.facts import read_facts
from gates.publishing import published_facts
from gates.records import read_record

FOLDER = Path(__file__).parent / "complete"
# A Wednesday without a bank holiday in any nation.
TODAY = date(2026, 6, 10)
CATALOGUE: Catalogue = load_catalogue()
PARTS = {"facts", "document", "record", "broken", "met"}
CHANGES = {"facts", "document", "record"}

_DAY = re.compile(r"today(?:([+-]) ?(\d+))?")
_HASH = "sha256:document"
_UNTOUCHED: Any = object()


class ExampleFault(AssertionError):
    """An example that cannot be used, and what to write instead."""


@dataclass(frozen=True)
class Example:
    """One item's record, document and facts, as a check sees them, and the overrides that break or meet checks."""

    item: Item
    record: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] | None = None
    broken: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    met: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def whole(self) -> dict[str, Any]:
        """The record, read as at the door, with its document as checks see it."""
        return {**read_record(self.item, self.record), "document": self.document}

    @property
    def facts(self) -> dict[str, FactValue]:
        """All that is known: answered, published by other items and this one, and derived; what is given wins."""
        asked = {fact.id for fact in CATALOGUE.triage_facts}
        given = {name: _canonical(value) for name, value in self.given.items() if name not in asked}
        answered = read_facts(CATALOGUE, {name: value for name, value in self.given.items() if name in asked})
        held = {name: value for name, value in answered.items() if value is not None}
        known = known_facts(CATALOGUE, {**held, **published_facts(self.item, self.whole), **given})
        return {name: value for name, value in {**known, **given}.items() if value is not None}

    def changed(
        self,
        *,
        record: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        document: Any = _UNTOUCHED,
    ) -> Example:
        """The same example with some fields, facts or the document replaced; a fact of None is unknown."""
        return replace(
            self,
            record={**self.record, **(record or {})},
            given={**self.given, **(facts or {})},
            document=self.document if document is _UNTOUCHED else document,
        )

    def breaks(self, check: BaseCheck) -> bool:
        """Whether the check is broken by this example today."""
        return check.is_broken_by(check.measure(self.whole, self.facts), TODAY)


def _canonical(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def path_of(item: Item) -> Path:
    """Where the item's example is kept."""
    return FOLDER / f"{item.id}.yaml"


def example_of(item: Item) -> Example:
    """The item's complete example. Raises ExampleFault with what to add."""
    path = path_of(item)
    if not path.is_file():
        raise ExampleFault(
            f"write tests/catalogue/complete/{item.id}.yaml: a record of {item.id} that is complete"
        )
    raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or not isinstance(raw.get("record"), dict) or raw.keys() - PARTS:
        raise ExampleFault(f"{path.name} has a record and may have {', '.join(sorted(PARTS - {'record'}))}")
    document = document_of(raw.get("document"))
    settled = _settled(raw, document)
    facts, broken, met = (settled.get(part) or {} for part in ("facts", "broken", "met"))
    return Example(item, settled["record"], facts, document, broken, met)


def document_of(about: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A document as it is kept with a record; its hash is made up from its name."""
    if about is None:
        return None
    name = str(about.get("name", "document"))
    made = {
        "sha256": sha256(name.encode()).hexdigest(),
        "name": name,
        "size": 1,
        "media_type": "",
        "flags": (),
    }
    return {**made, **about}


def overridden(example: Example, override: Mapping[str, Any]) -> Example:
    """The example with what its `broken` or `met` part says of a check."""
    if override.keys() - CHANGES:
        raise ExampleFault(
            f"{example.item.id}: only {', '.join(sorted(CHANGES))} can be changed, not {override}"
        )
    document = document_of(override["document"]) if "document" in override else _UNTOUCHED
    return example.changed(record=override.get("record"), facts=override.get("facts"), document=document)


def _settled(value: Any, document: Mapping[str, Any] | None) -> Any:
    """The same data with days and hashes filled in."""
    if isinstance(value, dict):
        return {key: _settled(one, document) for key, one in value.items()}
    if isinstance(value, list):
        return [_settled(one, document) for one in value]
    if value == _HASH:
        return document["sha256"] if document else None
    if isinstance(value, date):
        return value.isoformat()
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    return day(int(f"{found[1] or ''}{found[2] or 0}")) if found else value


def day(days: int) -> str:
    """The day so many days from TODAY, as ISO text."""
    return (TODAY + timedelta(days=days)).isoformat()
