"""The sample portfolio that the demonstration plays: twelve real changes, moved by an invented council.

The changes stand in published documents. People, triage answers and evidence were written for the
demonstration and say so. Days in the files are "today", "today-30" or "today+14", resolved when loaded.
"fact:name" stands for what the change's other evidence publishes, filled in when the evidence is handed in.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from gates.catalogue import Catalogue
from gates.commands import Draft
from gates.conditions import FactValue
from gates.records import published_facts, read_record
from gates.vocabulary import Gate, Outcome, Verdict

SAMPLES = Path(__file__).parent / "samples"
_DAY = re.compile(r"today(?:([+-]\d+))?")
_FINGERPRINT = "sha256:"
_FACT = "fact:"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SamplePerson(_Frozen):
    """An invented person, known by an e-mail address that nobody can own."""

    email: str = Field(pattern=r"^[a-z.]+@[a-z.]+\.example$")
    name: str
    roles: tuple[str, ...] = Field(min_length=1)


class SampleBoard(_Frozen):
    """The sample council's governance board; everybody by e-mail address."""

    id: str
    title: str
    members: tuple[str, ...]
    chair: str
    clerk: str


class SampleFacts(_Frozen):
    """Triage answers written for the demonstration, beyond what the documents state."""

    change: str
    illustrative: Literal[True]
    note: str = Field(min_length=20)
    by: str
    facts: dict[str, Any]


class SampleEvidence(_Frozen):
    """One version of an evidence item, written for the demonstration. `document` is a file on disk."""

    change: str
    item: str
    version: int = Field(default=1, ge=1)
    by: str
    illustrative: Literal[True]
    note: str = Field(min_length=20)
    effective_on: date
    document: Path | None = None
    record: dict[str, Any]


class SampleReview(_Frozen):
    """A reviewer's verdict on one version of an item."""

    change: str
    item: str
    version: int = 1
    by: str
    verdict: Verdict
    reason: str


class _Step(_Frozen):
    say: str = Field(min_length=10)
    change: str = ""


class Register(_Step):
    """The programme office puts all twelve changes forward."""

    do: Literal["register"]
    by: str


class Triage(_Step):
    """The illustrative triage answers of a change are recorded."""

    do: Literal["triage"]


class HandIn(_Step):
    """Evidence is handed in: what a gate asks for, or the items named, in the version given."""

    do: Literal["evidence"]
    gate: Gate
    items: tuple[str, ...] = ()
    version: int = 1


class Review(_Step):
    """Reviewers judge what was handed in at a gate."""

    do: Literal["review"]
    gate: Gate
    version: int = 1


class Check(_Step):
    """The gaps of a change are shown."""

    do: Literal["check"]


class SampleBallot(_Frozen):
    """How one member votes, and why."""

    by: str
    outcome: Outcome
    reason: str


class SampleCondition(_Frozen):
    """A condition that the board sets."""

    text: str
    owner: str
    due: date


class Ballots(_Step):
    """The board votes, in this order. The conditions go with every vote to approve with conditions."""

    do: Literal["vote"]
    gate: Gate
    attest: bool = False
    ballots: tuple[SampleBallot, ...] = Field(min_length=1)
    conditions: tuple[SampleCondition, ...] = ()


class Stop(_Step):
    """A change is stopped, with the reason and the lessons kept."""

    do: Literal["stop"]
    by: str
    reason: str
    lessons: str


Step = Annotated[
    Register | Triage | HandIn | Review | Check | Ballots | Stop,
    Field(discriminator="do"),
]


class Samples(_Frozen):
    """The whole sample portfolio. Changes are known by their external reference, such as SEED-01."""

    people: tuple[SamplePerson, ...]
    board: SampleBoard
    changes: dict[str, Draft]
    facts: dict[str, SampleFacts]
    evidence: tuple[SampleEvidence, ...]
    reviews: tuple[SampleReview, ...]
    story: tuple[Step, ...]

    def handed_in(self, step: HandIn, catalogue: Catalogue) -> tuple[SampleEvidence, ...]:
        """The evidence that a step of the story hands in, in the catalogue's order."""
        wanted = step.items or tuple(item.id for item in catalogue.items_of(step.gate))
        found = {e.item: e for e in self.evidence if e.change == step.change and e.version == step.version}
        return tuple(self._with_facts(found[item], catalogue) for item in wanted if item in found)

    def _with_facts(self, given: SampleEvidence, catalogue: Catalogue) -> SampleEvidence:
        """The evidence with "fact:name" replaced by that fact of the change."""
        told = {
            field: self._fact(given.change, str(text).removeprefix(_FACT), catalogue)
            for field, text in given.record.items()
            if str(text).startswith(_FACT)
        }
        return given.model_copy(update={"record": given.record | told}) if told else given

    def _fact(self, change: str, name: str, catalogue: Catalogue) -> FactValue:
        """What the latest sample of the item that publishes the fact says."""
        item = catalogue.publishers[name]
        versions = [e for e in self.evidence if e.change == change and e.item == item.id]
        latest = max(versions, key=lambda e: e.version)
        return published_facts(item, read_record(item, latest.record))[name]

    def judged(self, step: Review, catalogue: Catalogue) -> tuple[SampleReview, ...]:
        """The verdicts that a step of the story records."""
        wanted = {item.id for item in catalogue.items_of(step.gate)}
        mine = (r for r in self.reviews if r.change == step.change and r.version == step.version)
        return tuple(review for review in mine if review.item in wanted)


def load_samples(today: date, folder: Path = SAMPLES) -> Samples:
    """The sample portfolio as it stands on `today`. Raises ValidationError where a file is unsound."""
    council = _read(folder / "people.yaml", today)
    drafts = [_read(path, today) for path in sorted((folder / "changes").glob("*.yaml"))]
    return Samples.model_validate(
        {
            "people": council["people"],
            "board": council["board"],
            "changes": {draft["external_ref"]: draft for draft in drafts},
            "story": _read(folder / "story.yaml", today)["story"],
            **_evidence(folder / "evidence", today),
        }
    )


def _evidence(folder: Path, today: date) -> dict[str, Any]:
    facts, evidence, reviews = {}, [], []
    for path in sorted(folder.glob("*/*.yaml")):
        change = f"SEED-{path.parent.name}"
        data = _read(path, today)
        if path.name == "facts.yaml":
            facts[change] = {"change": change, **data}
        elif path.name == "reviews.yaml":
            reviews += [{"change": change, **review} for review in data["reviews"]]
        else:
            evidence.append({"change": change, **data, **_document(path.parent, data)})
    return {"facts": facts, "evidence": evidence, "reviews": reviews}


def _document(folder: Path, data: dict[str, Any]) -> dict[str, Path]:
    return {"document": folder / data["document"]} if "document" in data else {}


def _read(path: Path, today: date) -> dict[str, Any]:
    resolved: dict[str, Any] = _resolve(YAML(typ="safe").load(path), today, path.parent)
    return resolved


def _resolve(value: Any, today: date, folder: Path) -> Any:
    """The value with relative days as dates and "sha256:file" as that file's fingerprint, at any depth."""
    if isinstance(value, dict):
        return {key: _resolve(part, today, folder) for key, part in value.items()}
    if isinstance(value, list):
        return [_resolve(part, today, folder) for part in value]
    if isinstance(value, str) and (day := _DAY.fullmatch(value)):
        return today + timedelta(days=int(day[1] or 0))
    if isinstance(value, str) and value.startswith(_FINGERPRINT):
        return sha256((folder / value.removeprefix(_FINGERPRINT)).read_bytes()).hexdigest()
    return value
