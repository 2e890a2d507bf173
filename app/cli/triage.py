"""Answering the facts that decide which evidence is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import now
from app.cli.options import AsJson, ByOperator, DryRun, Ref, answers, full_ref
from app.cli.output import print_json, say, table
from app.cli.story import answer
from app.cli.summary import summary_of, tell_next
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import GateError
from gates.vocabulary import Role

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.conditions import FactValue
    from gates.events import Acting, Event
    from gates.state import ChangeState

LEADING = (Role.PROGRAMME_OFFICE, Role.SRO)

Set = Annotated[list[str], typer.Option("--set", metavar="FACT=VALUE", help=phrase("option.set_fact"))]
More = Annotated[
    list[str] | None, typer.Argument(metavar="[FACT=VALUE]...", help=phrase("option.more"), hidden=True)
]
Form = Annotated[Path | None, typer.Option("--form", metavar="FILE", help=phrase("option.form"))]
Answers = Annotated[Path | None, typer.Option("--answers", metavar="FILE", help=phrase("option.answers"))]
Ask = Annotated[bool, typer.Option("--ask", help=phrase("option.ask"), show_default=False)]


class SeveralWays(GateError):
    """These do not go together: {ways}."""

    advice = "Use one of them at a time."


def triage(
    ref: Ref,
    set_: Set = [],  # noqa: B006  (typer copies it)
    more: More = None,
    form: Form = None,
    answers_: Answers = None,
    ask: Ask = False,
    dry_run: DryRun = False,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Answer facts, in one of several ways; without any, show the questionnaire. What follows is said first."""
    given = [*set_, *(more or [])]
    _check_one_way(
        {"--set": given, "--form": form, "--answers": answers_, "--ask": ask, "--json": ask and as_json}
    )
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    catalogue = visit.catalogue_of(state)
    if form is not None:
        from app.cli.triage_form import write_form

        return write_form(catalogue, state, form, as_json=as_json)
    if not (given or answers_ or ask):
        from app.cli.triage_questions import show_questions

        return show_questions(catalogue, state, as_json=as_json)
    sitting = _Sitting(visit, state, leading(visit, state, by), dry_run, as_json)
    if ask:
        return sitting.converse()
    sitting.take(_from_file(catalogue, answers_) if answers_ else _from_options(given))


def _check_one_way(ways: Mapping[str, Any]) -> None:
    """Two ways of answering at once would leave open which of them counts; a conversation is no JSON."""
    if len(taken := [name for name, used in ways.items() if used]) > 1:
        raise SeveralWays(ways=", ".join(taken))


def _from_options(given: list[str]) -> dict[str, Any]:
    return dict(answers(given, what="fact", example="--set staff_affected=12"))


def _from_file(catalogue: Catalogue, file: Path) -> dict[str, Any]:
    from app.cli.triage_form import read_form

    return read_form(catalogue, file)


@dataclass(frozen=True)
class _Sitting:
    """One person answering for one change."""

    visit: Visit
    state: ChangeState
    acting: Acting
    dry_run: bool
    as_json: bool

    def converse(self) -> None:
        """Ask question by question, show what follows, and record it if that is confirmed."""
        from app.cli.triage_ask import ask_questions, confirmed

        # Whoever may not answer is told before the first question.
        self._events(self.state, {})
        found = ask_questions(self.visit.catalogue_of(self.state), self.state)
        if not found:
            return say(phrase("ask.nothing_new"))
        self._say_effects(found)
        if self.dry_run or confirmed():
            self._record(found, found)

    def take(self, raw: Mapping[str, Any]) -> None:
        """Take answers as they were written, and say first what follows."""
        from gates.facts import read_facts

        self._events(self.state, raw)
        facts = read_facts(self.visit.catalogue_of(self.state), raw)
        if not self.as_json:
            self._say_effects(facts)
        self._record(raw, facts)

    def _events(self, found: ChangeState, raw: Mapping[str, Any]) -> list[Event]:
        from gates import commands

        return commands.triage(found, self.visit.book(found), raw, by=self.acting.person)

    def _record(self, raw: Mapping[str, Any], facts: Mapping[str, FactValue | None]) -> None:
        after, news = self.state, bool(self._events(self.state, raw))
        if not self.dry_run:
            after = self.visit.ledger.decide(
                self.state.ref, lambda found: self._events(found, raw), acting=self.acting, at=now()
            )
        if self.as_json:
            return print_json(
                {**summary_of(after, self.visit.catalogue_of(after)), **self._effects_told(facts)}
            )
        say(phrase("triage.dry" if self.dry_run else "triage.done" if news else "triage.same", ref=after.ref))
        if news and not self.dry_run:
            tell_next(after)

    def _effects_told(self, facts: Mapping[str, FactValue | None]) -> dict[str, Any]:
        from app.cli.triage_effects import effects_between, effects_told

        catalogue = self.visit.catalogue_of(self.state)
        found = effects_between(catalogue, self.state, answered(self.state, facts))
        return {
            "becomes_required": sorted(effect.item for effect in found.becomes_required),
            "falls_away": sorted(effect.item for effect in found.falls_away),
            "effects": effects_told(catalogue, found),
            "facts": facts,
            "dry_run": self.dry_run,
        }

    def _say_effects(self, facts: Mapping[str, FactValue | None]) -> None:
        """The answers before and after, and what follows from them."""
        from app.cli.triage_effects import effects_between, print_effects

        before = self.state.answers
        headings = [phrase(f"column.{name}") for name in ("fact", "before", "after")]
        table(headings, [[name, answer(before.get(name)), answer(value)] for name, value in facts.items()])
        catalogue = self.visit.catalogue_of(self.state)
        print_effects(catalogue, effects_between(catalogue, self.state, answered(self.state, facts)))


def leading(visit: Visit, state: ChangeState, by: str | None) -> Acting:
    """Who acts as one of those who lead the change."""
    acting = visit.operator(by, *LEADING)
    return acting.model_copy(update={"role": Role.SRO.value}) if acting.person == state.sro else acting


def answered(state: ChangeState, facts: Mapping[str, FactValue | None]) -> ChangeState:
    """The change as it would be with these answers. None takes an answer back."""
    both = {**state.answers, **facts}
    return state.model_copy(update={"answers": {name: v for name, v in both.items() if v is not None}})
