"""YAML and JSON files as plain data, with the line on which every name stands."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cli.errors import FileUnreadable, NotAMapping, NotYaml, missing_file

Place = tuple[str | int, ...]
# Anchors (`&a`, `*a`) can make a short file unfold to more than any memory holds.
MOST_PLACES = 100_000
NATURAL = {list: "a list", str: "plain text", type(None): "nothing"}


@dataclass(frozen=True)
class YamlFile:
    """What a file says. `lines` tells, for a path of names, the line (from 1) on which it stands."""

    path: Path
    data: dict[str, Any]
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int | None:
        """The line of that place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_yaml(path: Path, *, example: str) -> YamlFile:
    """Read a file that maps names to values; `.json` is read as JSON. `example` is a command that shows one.

    Raises FileMissing, FileIsFolder, FileUnreadable, NotYaml or NotAMapping.
    """
    text = _text(path)
    lines: dict[Place, int] = {}
    data = _from_json(path, text) if path.suffix.lower() == ".json" else _from_yaml(path, text, lines)
    if not isinstance(data, dict):
        raise NotAMapping(file=path, found=NATURAL.get(type(data), "a single value"), example=example)
    return YamlFile(path, {str(name): value for name, value in data.items()}, lines)


def _text(path: Path) -> str:
    if not path.is_file():
        raise missing_file(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileUnreadable(file=path, why=(error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        hint = "Save it as plain text in UTF-8. A document (PDF, Word) is handed in with --document."
        raise NotYaml(file=path, language="text", where="", why="it is not UTF-8", hint=hint) from error


def _from_json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f", line {error.lineno}, column {error.colno}"
        hint = "Correct that line, or save the file as .yaml if it is YAML."
        raise NotYaml(file=path, language="JSON", where=where, why=error.msg.lower(), hint=hint) from error
    except (RecursionError, ValueError) as error:
        # Lists within lists without end, or a number of thousands of digits.
        hint = "Look for a number or a nesting that cannot be meant."
        raise NotYaml(file=path, language="JSON", where="", why=str(error)[:200], hint=hint) from error


def _from_yaml(path: Path, text: str, lines: dict[Place, int]) -> Any:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        with warnings.catch_warnings():
            # An anchor used twice is told to developers, on the terminal of whoever named the file.
            warnings.simplefilter("ignore")
            return _plain(_loader().load(text), (), lines)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        why = str(error.problem or error.context or "it is not well-formed").split("\n")[0]
        hint = "Text with a colon or a hash in it needs quotes; lines of one list begin in the same column."
        raise NotYaml(file=path, language="YAML", where=where, why=why, hint=hint) from error
    except (YAMLError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # ruamel.yaml meets some nonsense (`!!bool x`, `!!int ''`) with whatever exception it happens to cause.
        hint = "Save it as plain text in UTF-8."
        raise NotYaml(file=path, language="YAML", where="", why=str(error)[:200], hint=hint) from error


def _loader() -> Any:
    """A loader that knows lines, and leaves days as the text that stands there: the rules read days themselves."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor

    class Constructor(RoundTripConstructor):
        """Reads "2026-13-01" as a text that somebody can be told about, not as an error of the whole file."""

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", Constructor.construct_yaml_str)
    yaml = YAML(typ="rt")
    yaml.Constructor = Constructor
    return yaml


def _plain(node: Any, place: Place, lines: dict[Place, int]) -> Any:
    """The node as plain Python data; notes the lines of names and list entries on the way."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if len(lines) > MOST_PLACES:
        raise ValueError(f"it holds more than {MOST_PLACES:,} values; does it repeat itself by `*`?")
    if isinstance(node, CommentedMap):
        for name in node:
            lines[(*place, str(name))] = _line_of(node, name) or lines.get(place, 1)
        return {str(name): _plain(value, (*place, str(name)), lines) for name, value in node.items()}
    if isinstance(node, CommentedSeq):
        for number in range(len(node)):
            lines[(*place, number)] = node.lc.item(number)[0] + 1
        return [_plain(value, (*place, number), lines) for number, value in enumerate(node)]
    return _scalar(node)


def _line_of(node: Any, name: Any) -> int | None:
    """The line of a name; None of one that was merged in by `<<` and so stands elsewhere."""
    try:
        return int(node.lc.key(name)[0]) + 1
    except (KeyError, TypeError):
        return None


def _scalar(node: Any) -> Any:
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
