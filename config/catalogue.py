"""Loads the catalogue from its YAML files, and says of every fault in which file and on which line it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from config.yaml_lines import Path as Place
from config.yaml_lines import Read, YamlFault, read_yaml
from gates.catalogue import ApprovalRule, Catalogue, FactDefinition, GateDefinition, Item, Section
from gates.checks import Check
from gates.clock_policy import ClockPolicy
from gates.errors import GateError, nearest
from gates.faults import Fault
from gates.fields import RecordField
from gates.soundness import faults_on_loading
from gates.tracks import Criterion, Track
from gates.vocabulary import Gate

FOLDER = Path(__file__).parent / "catalogue"
GATES = tuple(Gate)
HEAD, FACTS = "catalogue.yaml", "facts.yaml"

M = TypeVar("M", bound=BaseModel)


class CatalogueInvalid(GateError):
    """The catalogue in {folder} cannot be used: {listed}."""

    advice = "Correct each line that is named and load it again; nothing has changed meanwhile."

    def __init__(self, folder: Path, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__(folder=folder, faults=self.faults, listed="; ".join(self.faults))


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    roles: dict[str, str]
    clocks: ClockPolicy = ClockPolicy()


@dataclass
class _Loading:
    """The files read so far, where each named thing stands in them, and every fault met."""

    files: dict[str, Read] = field(default_factory=dict)
    places: dict[Place, tuple[str, Place]] = field(default_factory=dict)
    faults: list[tuple[str, int, str]] = field(default_factory=list)

    def report(self, file: str, place: Place, says: str) -> None:
        """Note a fault at a place in a file."""
        line = self.files[file].line_of(place) if file in self.files else 1
        self.faults.append((file, line, says))

    def locate(self, fault: Fault) -> None:
        """Note a fault of the catalogue as a whole where the thing it names stands."""
        file, place = self.places.get(fault.where[:2], (HEAD, fault.where[:1]))
        self.report(file, (*place, *fault.where[2:]), str(fault))

    def said(self) -> list[str]:
        """Every fault with its file and line, in that order."""
        return [f"{file}, line {line}: {says}" for file, line, says in sorted(set(self.faults))]


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue in a folder, by default the one that Gatehouse comes with. Raises CatalogueInvalid."""
    folder = folder or FOLDER
    loading = _Loading()
    for path in _paths(folder):
        _read_file(loading, path)
    head = _head(loading)
    gates = tuple(_models(loading, HEAD, "gates", GateDefinition))
    facts = tuple(_models(loading, FACTS, "facts", FactDefinition))
    sections = tuple(_models(loading, FACTS, "sections", Section, needed=False))
    tracks = tuple(_models(loading, HEAD, "tracks", Track, needed=False))
    # People look for an item by its number, in whichever file it stands.
    found = (item for file in loading.files for item in _items(loading, file))
    items = tuple(sorted(found, key=lambda item: (GATES.index(item.gate), item.id)))
    if loading.faults or head is None:
        raise CatalogueInvalid(folder, loading.said())
    # Every part has been validated; the whole is held to its faults here, where faults have lines.
    catalogue = Catalogue.model_construct(
        name=head.name,
        roles=head.roles,
        gates=gates,
        facts=facts,
        items=items,
        sections=sections,
        tracks=tracks,
        clocks=head.clocks,
    )
    for fault in faults_on_loading(catalogue):
        loading.locate(fault)
    if loading.faults:
        raise CatalogueInvalid(folder, loading.said())
    return catalogue


def load_questions(folder: Path | None = None) -> tuple[FactDefinition, ...]:
    """The facts asked at triage, which are those of a section, without loading the rest. Raises CatalogueInvalid."""
    folder, loading = folder or FOLDER, _Loading()
    _read_file(loading, folder / FACTS)
    facts = tuple(fact for fact in _models(loading, FACTS, "facts", FactDefinition) if fact.section)
    if loading.faults:
        raise CatalogueInvalid(folder, loading.said())
    return facts


def _paths(folder: Path) -> list[Path]:
    others = (path for path in folder.glob("*.yaml") if path.name not in {HEAD, FACTS})
    return [folder / HEAD, folder / FACTS, *sorted(others)]


def _read_file(loading: _Loading, path: Path) -> None:
    try:
        read = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        loading.faults.append((path.name, 1, f"cannot be read: {error.strerror or error}"))
    except UnicodeDecodeError:
        loading.faults.append((path.name, 1, "is not UTF-8 text; save it again as UTF-8"))
    except YamlFault as fault:
        loading.faults.append((path.name, fault.line, fault.says))
    else:
        loading.files[path.name] = read
        if not isinstance(read.data, dict):
            loading.report(path.name, (), "is not a list of named settings")


def _data(loading: _Loading, file: str) -> dict[str, Any]:
    data = loading.files[file].data if file in loading.files else {}
    return data if isinstance(data, dict) else {}


def _head(loading: _Loading) -> _Head | None:
    data = {name: value for name, value in _data(loading, HEAD).items() if name not in {"gates", "tracks"}}
    return _model(loading, HEAD, (), data, _Head) if HEAD in loading.files else None


def _items(loading: _Loading, file: str) -> Iterator[Item]:
    if file in {HEAD, FACTS}:
        return
    data = _data(loading, file)
    for name in data.keys() - {"gate", "items"}:
        loading.report(file, (name,), f"{name!r} is not known here; a file has a gate and its items")
    yield from _models(loading, file, "items", Item, {"gate": data.get("gate")})


def _models(
    loading: _Loading,
    file: str,
    key: str,
    model: type[M],
    common: dict[str, Any] | None = None,
    *,
    needed: bool = True,
) -> Iterator[M]:
    """The valid ones of a file's list under a key; every fault of the others is noted. Only some are `needed`."""
    if file not in loading.files:
        return
    listed = _data(loading, file).get(key, None if needed else [])
    if not isinstance(listed, list):
        loading.report(file, (key,), f"`{key}` is missing or not a list")
        return
    for number, raw in enumerate(listed):
        data = {**(common or {}), **raw} if isinstance(raw, dict) else raw
        made = _model(loading, file, (key, number), data, model)
        if made is not None:
            loading.places[(key, made.id)] = (file, (key, number))  # type: ignore[attr-defined]
            yield made


def _model(loading: _Loading, file: str, place: Place, data: Any, model: type[M]) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        name = f"{data['id']}: " if isinstance(data, dict) and isinstance(data.get("id"), str) else ""
        for detail in error.errors(include_url=False, include_input=False):
            loading.report(file, (*place, *detail["loc"]), f"{name}{_said(detail)}")
    return None


def _said(detail: ErrorDetails) -> str:
    where = ", ".join(str(step) for step in detail["loc"] if step != "[key]")
    if detail["type"] == "missing":
        return f"{where}: missing"
    if detail["type"] == "extra_forbidden":
        return f"{where}: not known here. {nearest(str(detail['loc'][-1]), _words())}".rstrip()
    return f"{where}: {detail['msg'].removeprefix('Value error, ')}".removeprefix(": ")


def _words() -> set[str]:
    """Every name that a setting in the catalogue has."""
    parts = (Section, Track, Criterion, ClockPolicy)
    models = (
        Item,
        FactDefinition,
        GateDefinition,
        ApprovalRule,
        RecordField,
        *parts,
        *get_args(get_args(Check)[0]),
    )
    return {about.alias or name for model in models for name, about in model.model_fields.items()}
