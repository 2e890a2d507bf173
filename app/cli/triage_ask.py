"""The questionnaire as a conversation in a terminal. What is asked goes to stderr, so that stdout holds the result."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from app.cli.guard import FAILED, INTERRUPTED
from app.cli.output import note
from app.cli.triage_questions import example, shown_answer
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition
    from gates.conditions import FactValue
    from gates.state import ChangeState

EXPLAIN, DONE = "?", "done"


class _Ended(Exception):
    """There is no more input."""


class _Done(Exception):
    """The rest stays as it is."""


@contextmanager
def _until_broken_off() -> Iterator[None]:
    """Whoever breaks off is told that nothing was recorded."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        note(f"\n{phrase('ask.broken_off')}")
        raise typer.Exit(INTERRUPTED) from interrupt
    except _Ended as ended:
        note(f"\n{phrase('ask.ended')}")
        raise typer.Exit(FAILED) from ended


def ask_questions(catalogue: Catalogue, state: ChangeState) -> dict[str, FactValue | None]:
    """Ask every question; the answers that differ from those so far, None for one taken back."""
    found: dict[str, FactValue | None] = {}
    with _until_broken_off():
        note(phrase("triage.of", ref=state.ref, title=state.title), "bold")
        note(phrase("ask.how"))
        try:
            for title, questions in catalogue.questionnaire:
                note(f"\n{title or phrase('triage.other')}", "bold")
                for question in questions:
                    found |= _asked(catalogue, question, state)
        except _Done:
            pass
    return {name: value for name, value in found.items() if value != state.answers.get(name)}


def _asked(catalogue: Catalogue, question: FactDefinition, state: ChangeState) -> dict[str, FactValue | None]:
    """The answer to one question, or nothing where it is left as it is. Bad input is asked for again."""
    from gates.facts import FactsInvalid, read_facts

    now = shown_answer(question, state.answers)
    while True:
        text = _line(phrase("ask.question", title=question.title, answer=now))
        if text == EXPLAIN:
            note(f"  {question.help} {example(question)}")
        elif text.lower() == DONE:
            raise _Done
        elif not text:
            return {}
        else:
            try:
                return read_facts(catalogue, {question.id: text})
            except FactsInvalid as error:
                note(f"  {phrase('ask.again', why=error.errors[0].partition(': ')[2].rstrip('.'))}")


def confirmed() -> bool:
    """Whether the answers are to be recorded; says so where they are not."""
    from gates.reading import answer_of

    with _until_broken_off():
        while True:
            try:
                yes = answer_of(_line(phrase("ask.confirm")))
            except ValueError:
                note(phrase("ask.yes_or_no"))
                continue
            if not yes:
                note(phrase("ask.declined"))
            return yes


def _line(prompt: str) -> str:
    """One line of input without its end. Raises _Ended."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise _Ended
    return line.strip()
