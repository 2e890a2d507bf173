"""A mapping file (YAML), checked; a mistake is reported with its line."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from gates.errors import GateError, nearest
from tasks.registers import wording
from tasks.registers.errors import UnreadableMapping
from tasks.registers.mapping import FieldMap, RegisterMapping
from tasks.registers.targets import target_named

Mapping = TypeVar("Mapping", bound=BaseModel)
LARGEST = 1 << 20
KEYS = {
    field.alias or name for model in (RegisterMapping, FieldMap) for name, field in model.model_fields.items()
}


def load_mapping(path: str | Path) -> RegisterMapping:
    """The mapping in a YAML file. Raises `UnreadableMapping` naming line and field of every mistake."""
    return load_mapping_as(RegisterMapping, Path(path), KEYS, UnreadableMapping)


def load_mapping_as(
    model: type[Mapping], path: Path, keys: AbstractSet[str], refused: type[GateError]
) -> Mapping:
    """A mapping of any kind; `keys` are its settings, `refused` is raised with `file` and `why`."""
    try:
        return _loaded(model, path, keys)
    except _Refused as refusal:
        raise refused(file=path, why=wording.sentence(str(refusal))) from refusal


def _loaded(model: type[Mapping], path: Path, keys: AbstractSet[str]) -> Mapping:
    text = _text(path)
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}, " if error.problem_mark else ""
        raise _Refused(f"{line}{error.problem or error.context}") from error
    # Nonsense that ruamel.yaml does not expect (a deep nesting, a date of month 99) ends in other exceptions.
    except Exception as error:
        raise _Refused(f"it is not YAML ({str(error)[:200]})") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _Refused(" ".join(_mistakes(error, text, keys))) from error
    except RecursionError as error:
        raise _Refused("it refers to itself") from error


class _Refused(Exception):
    """Why a file is no mapping."""


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        raise _Refused((error.strerror or str(error)).lower()) from error
    except UnicodeError as error:
        raise _Refused("it is not UTF-8") from error
    if len(text) > LARGEST:
        raise _Refused("it is larger than any mapping")
    return text


def _mistakes(error: ValidationError, text: str, keys: AbstractSet[str]) -> list[str]:
    lined = YAML(typ="rt").load(text)
    return [_mistake(each["loc"], each["type"], each["msg"], lined, keys) for each in error.errors()[:20]]


def _mistake(loc: Sequence[int | str], kind: str, message: str, lined: Any, keys: AbstractSet[str]) -> str:
    steps = [step for step in loc if step != "[key]"]
    if kind == "extra_forbidden":
        message = f"unknown setting. {nearest(str(steps[-1]), keys)}".strip()
    where = ".".join(str(step) for step in steps)
    line = _line(lined, steps, message)
    place = f"line {line}, {where}" if where else f"line {line}"
    return wording.sentence(f"{place}: {_cleaned(message)}")


def _line(lined: Any, steps: Sequence[int | str], message: str) -> int:
    """The line of the deepest step that the file has; a mistake of one field is reported on that field."""
    line, node = 1, lined
    for wanted in steps or ("fields", _cleaned(message).split(":")[0]):
        step = _as_written(node, wanted)
        try:
            place = node.lc.key(step) if hasattr(node, "keys") else node.lc.item(step)
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = place[0] + 1
    return line


def _as_written(node: Any, step: int | str) -> int | str:
    """The key by which the file itself speaks of a target, which may leave out "facts."."""
    if not isinstance(node, dict) or step in node:
        return step
    return next((str(key) for key in node if target_named(str(key)) == step), step)


def _cleaned(message: str) -> str:
    return message.removeprefix("Value error, ")
