"""YAML read together with the line that everything stands on, so that a fault can be reported where it is.

YAML 1.2 without tags, merge keys or dates: `yes` is a text, `2026-11-21` too. A key given twice is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
DEEPEST = 40
# Anchors (`&a`, `*a`) can make a short file unfold to more than any memory holds.
MOST_PLACES = 100_000


class YamlFault(Exception):
    """Text that is not the YAML it should be, and the line."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line = line
        self.says = says


@dataclass
class Read:
    """Plain data, and the line (from 1) of every place in it."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a place, or of the nearest: steps that the file does not have are passed over."""
        here: Path = ()
        for step in path:
            if (*here, step) in self.lines:
                here = (*here, step)
        return self.lines.get(here, 1)


def read_yaml(text: str) -> Read:
    """Read one YAML document. Raises YamlFault."""
    try:
        root = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}") from None
    except (YAMLError, RecursionError) as error:
        raise YamlFault(1, f"not YAML: {' '.join(str(error).split())}") from None
    read = Read()
    if root is not None:
        read.data = _value(root, (), read.lines)
    return read


def _value(node: Node, path: Path, lines: dict[Path, int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if len(path) > DEEPEST:
        raise YamlFault(line, "nested too deeply")
    if len(lines) > MOST_PLACES:
        raise YamlFault(line, f"more than {MOST_PLACES:,} values; does it repeat itself by `*`?")
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, SequenceNode):
        return [_value(child, (*path, place), lines) for place, child in enumerate(node.value)]
    return _scalar(str(node.tag), str(node.value), line)


def _mapping(node: MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise YamlFault(line, "a name is one word, not a list")
        if key.value in found:
            raise YamlFault(line, f"{key.value!r} is given twice")
        lines[(*path, key.value)] = line
        found[key.value] = _value(child, (*path, key.value), lines)
    return found


def _scalar(tag: str, text: str, line: int) -> Any:
    kind = tag.rpartition(":")[2]
    if kind not in _SCALARS:
        raise YamlFault(line, f"{text!r} carries the tag {tag}, which is not used here")
    try:
        return _SCALARS[kind](text)
    except ValueError:
        raise YamlFault(line, f"{text!r} is not a number") from None


def _int(text: str) -> int:
    plain = text.replace("_", "")
    return int(plain, 0) if "0o" in plain or "0x" in plain or "0b" in plain else int(plain)


_SCALARS: Mapping[str, Any] = {
    "str": str,
    "timestamp": str,
    "int": _int,
    "float": lambda text: float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")),
    "bool": lambda text: text.lower() == "true",
    "null": lambda _: None,
}
