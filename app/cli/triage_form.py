"""The questionnaire as a YAML form: written with help as comments, read back with every fault at its line."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.errors import Fault, faulty
from app.cli.files import write_lines
from app.cli.output import note, print_json
from app.cli.triage_questions import example
from app.cli.words import phrase
from gates.errors import GateError

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition
    from gates.conditions import FactValue
    from gates.state import ChangeState

WIDTH = 100
STDOUT = Path("-")


class CannotAnswer(GateError):
    """The answers in {file} were not taken. {count} to put right:{listed}"""

    advice = "Correct the file and read it again; nothing was recorded."


def write_form(catalogue: Catalogue, state: ChangeState, path: Path, *, as_json: bool) -> None:
    """Write the form to a new file, or to stdout for "-". Raises FileThere or FileNotWritten."""
    write_lines(None if path == STDOUT else path, form_of(catalogue, state))
    if path != STDOUT:
        if as_json:
            return print_json({"ref": state.ref, "file": str(path)})
        note(phrase("triage.form", ref=state.ref, file=path))


def form_of(catalogue: Catalogue, state: ChangeState) -> Iterator[str]:
    """The lines of the form: sections, help and the answers so far."""
    yield from _comment(phrase("triage.form.head", ref=state.ref, title=state.title))
    yield from _comment(phrase("triage.form.how"))
    for title, questions in catalogue.questionnaire:
        yield from ("", f"# ---- {title or phrase('triage.other')} ----")
        for question in questions:
            yield ""
            yield from _comment(f"{question.title}. {question.help}")
            yield from _comment(example(question))
            yield f"{question.id}: {_written(question, state.answers.get(question.id))}".rstrip()


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(" ".join(text.split()), WIDTH))


def _written(question: FactDefinition, value: FactValue | None) -> str:
    """An answer as YAML that is read as the same answer."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return json.dumps(value, ensure_ascii=False) if question.kind == "text" else str(value)


def read_form(catalogue: Catalogue, path: Path) -> dict[str, Any]:
    """The answers in a filled-in form; blank ones are left out. Raises CannotAnswer, or as `read_yaml`."""
    from app.cli.change_file import faults_in_facts
    from app.cli.yaml_files import read_yaml

    file = read_yaml(path, example="gatehouse triage REF --form FILE")
    given = {name: value for name, value in file.data.items() if not _is_blank(value)}
    faults = [
        Fault(f"{name}: {reason}", file.line(name)) for name, reason in faults_in_facts(catalogue, given)
    ]
    if faults:
        raise faulty(CannotAnswer, faults, file=path)
    return given


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
