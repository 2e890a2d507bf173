"""A change as a file describes it: read, checked whole, every fault reported with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.errors import CannotRegister, Fault, faulty, told_briefly
from app.cli.visit import Visit
from app.cli.yaml_files import YamlFile, read_yaml
from gates.errors import GateError, nearest

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.commands import Draft

TEXTS = ("title", "summary", "vehicle", "external_ref", "source")
LISTS = ("councils", "notes")
OTHER = ("types", "facts", "team", "sro", "illustrative")
KNOWN = (*TEXTS, *LISTS, *OTHER)
LONGEST_TITLE = 300
ANSWERS = {"yes": True, "true": True, "no": False, "false": False}


def read_change(visit: Visit, path: Path, catalogue: Catalogue) -> Draft:
    """The change in a YAML (or JSON) file. Raises CannotRegister with all that is wrong, or as `read_yaml`."""
    from gates.commands import Draft

    reader = _Reader(visit, read_yaml(path, example="gatehouse register --help"), catalogue)
    draft = reader.draft()
    if reader.faults:
        raise faulty(CannotRegister, reader.faults, file=path)
    return Draft(**draft)


class _Reader:
    """Collects faults instead of stopping at the first."""

    def __init__(self, visit: Visit, file: YamlFile, catalogue: Catalogue) -> None:
        self.visit = visit
        self.file = file
        self.data = file.data
        self.catalogue = catalogue
        self.faults: list[Fault] = []

    def draft(self) -> dict[str, Any]:
        """The values for a Draft, as far as they could be read."""
        for name in self.data:
            if name not in KNOWN:
                near = nearest(name, KNOWN) or f"A change has: {', '.join(KNOWN)}."
                self.report(f"{name}: is not part of a change. {near}", name)
        texts = {name: self.text(name) for name in TEXTS}
        if len(texts["title"] or "") > LONGEST_TITLE:
            self.report(
                f"title: has more than {LONGEST_TITLE} characters; the rest belongs in the summary", "title"
            )
        if not texts["title"]:
            self.report("title: is missing", "title")
        return {
            **{name: text or "" for name, text in texts.items() if name != "external_ref"},
            "external_ref": texts["external_ref"],
            **{name: self.texts(name) for name in LISTS},
            "facts": self.facts(),
            "team": self.team(),
            "illustrative": self.illustrative(),
        }

    def report(self, message: str, *place: str | int) -> None:
        self.faults.append(Fault(message, self.file.line(*place)))

    def text(self, name: str) -> str | None:
        value = self.data.get(name)
        if isinstance(value, (dict, list, bool)):
            self.report(f"{name}: is one text", name)
            return "?"
        return str(value).strip() or None if value is not None else None

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name)
        entries = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(entry, (dict, list)) for entry in entries):
            self.report(f'{name}: is a list of texts; a text with a colon in it needs "quotes"', name)
            return ()
        return tuple(str(entry).strip() for entry in entries)

    def facts(self) -> dict[str, Any]:
        """Triage answers; `types` is another way to write the fact change_type."""
        facts = self.mapping("facts")
        if self.data.get("types") is not None:
            facts = {**facts, "change_type": self.data["types"]}
        for name, reason in faults_in_facts(self.catalogue, facts):
            from_types = name == "change_type" and self.data.get("types") is not None
            place = ("types",) if from_types else ("facts", name)
            self.report(f"{place[-1]}: {reason}", *place)
        return facts

    def team(self) -> dict[str, str]:
        """People by role, as identifiers; `sro` is another way to write the team's sro."""
        team: dict[str, tuple[tuple[str, ...], Any]] = {
            role: (("team", role), email) for role, email in self.mapping("team").items()
        }
        if self.data.get("sro"):
            team["sro"] = (("sro",), self.data["sro"])
        found = {role: self.person(role, email, place) for role, (place, email) in team.items() if email}
        return {role: person for role, person in found.items() if person}

    def person(self, role: str, email: Any, place: tuple[str, ...]) -> str | None:
        if role not in self.catalogue.roles:
            self.report(f"{role}: is not a role. {nearest(role, self.catalogue.roles)}", *place)
        try:
            return self.visit.person(str(email))
        except GateError as error:
            self.report(f"{role}: {told_briefly(error)}", *place)
        return None

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name)
        if value is not None and not isinstance(value, dict):
            self.report(
                f'{name}: is a list of names with values ("name: value"), each on a line of its own', name
            )
        return value if isinstance(value, dict) else {}

    def illustrative(self) -> bool:
        value = self.data.get("illustrative", False)
        answer = value if isinstance(value, bool) else ANSWERS.get(str(value).lower())
        if answer is None:
            self.report("illustrative: is yes or no", "illustrative")
        return bool(answer)


def faults_in_facts(catalogue: Catalogue, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each fact that cannot be taken, and why."""
    from gates.facts import FactsInvalid, read_facts

    for name, value in facts.items():
        try:
            read_facts(catalogue, {name: value})
        except FactsInvalid as error:
            yield from ((name, message.partition(": ")[2]) for message in error.errors)
