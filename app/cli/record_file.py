"""The file that a record is handed in with: YAML, JSON, or a workbook made by `gatehouse evidence template`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.cli.errors import FileUnreadable, missing_file
from app.cli.yaml_files import YamlFile, read_yaml
from gates.errors import GateError

if TYPE_CHECKING:
    from gates.catalogue import Item

SHEETS = ("spreadsheet", "ms-excel", "text/csv", "tab-separated")


class NotATemplate(GateError):
    """{file} is no record: it is {what}."""

    advice = "{hint}"


class RecordFile(Protocol):
    """What a record's file says, and where in it a fault stands."""

    @property
    def data(self) -> dict[str, Any]:
        """The record as it was written down."""

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the file itself, place by place."""

    @property
    def made_from(self) -> str:
        """The version of the catalogue that the file was made from, if it says so."""

    def placed(self, fault: str) -> str:
        """A fault of the rules, with the place in the file where it stands."""


@dataclass(frozen=True)
class YamlRecord:
    """A record in YAML or JSON; faults are told with their line."""

    file: YamlFile
    faults: tuple[str, ...] = ()
    made_from: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """The record as it was written down."""
        return self.file.data

    def placed(self, fault: str) -> str:
        """A fault as the rules tell it ("options, row 2, cost: not a number") with the line where it stands."""
        steps = fault.partition(": ")[0].split(", ")
        place = [
            int(step[4:]) - 1 if step.startswith("row ") and step[4:].isdigit() else step for step in steps
        ]
        line = self.file.line(*place)
        return f"line {line}: {fault}" if line else fault


def read_record_file(path: Path, item: Item) -> RecordFile:
    """The file, read as what its content shows it to be. Raises FileMissing, NotYaml, NotATemplate and the like."""
    media_type, flags = _looked_into(path)
    if "encrypted" in flags:
        raise NotATemplate(file=path, what="locked with a password", hint="Save it without a password.")
    if "unreadable" in flags:
        hint = "Open it in the program that it was made with, save it again and look into it."
        raise NotATemplate(file=path, what="damaged or cut off", hint=hint)
    if media_type.endswith("spreadsheetml.sheet"):
        from tasks.workbooks import read_workbook

        return read_workbook(path, item)
    if any(mark in media_type for mark in SHEETS):
        what = "a table of another kind than .xlsx"
        hint = (
            f"Fill in the workbook that `gatehouse evidence template {item.id} --out {item.id}.xlsx` makes, and save "
            "it as .xlsx."
        )
        raise NotATemplate(file=path, what=what, hint=hint)
    return YamlRecord(read_yaml(path, example=f"gatehouse evidence template {item.id}"))


def _looked_into(path: Path) -> tuple[str, tuple[str, ...]]:
    from tasks.sniffing import look_into

    if not path.is_file():
        raise missing_file(path)
    try:
        with path.open("rb") as file:
            return look_into(file, path.name)
    except OSError as error:
        raise FileUnreadable(file=path, why=(error.strerror or str(error)).lower()) from error
