"""The questionnaire of a change: every question by section, its answer, and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.output import heading, print_json, say, table
from app.cli.triage_effects import track_told
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition
    from gates.conditions import Facts
    from gates.state import ChangeState


def show_questions(catalogue: Catalogue, state: ChangeState, *, as_json: bool) -> None:
    """The whole questionnaire, with the track and its reason."""
    from gates.derived import facts_under
    from gates.effects import open_items
    from gates.tracks import track_of

    held = open_items(catalogue, state.facts)
    facts = facts_under(state, catalogue)
    track = track_of(catalogue, facts)
    if as_json:
        told = {"ref": state.ref, "title": state.title, "track": track_told(catalogue, track)}
        return print_json({**told, **_questions_told(catalogue, facts, held)})
    say(phrase("triage.of", ref=state.ref, title=state.title))
    say(phrase("triage.track", track=track.in_words(catalogue)))
    count = len(catalogue.triage_facts)
    answered = sum(fact.id in facts for fact in catalogue.triage_facts)
    whole = phrase("triage.all_known", ref=state.ref)
    say(whole if answered == count else phrase("triage.questions", answered=answered, count=count))
    for title, questions in catalogue.questionnaire:
        heading(title or phrase("triage.other"))
        names = ("fact", "answer", "holds_open", "question")
        rows = [_row(question, facts, held.get(question.id, [])) for question in questions]
        table([phrase(f"column.{name}") for name in names], rows)
    say()
    say(phrase("triage.ways", ref=state.ref))


def _row(question: FactDefinition, facts: Facts, held: list[str]) -> list[str]:
    """An answered question is short; an open one comes with its help."""
    if question.id in facts:
        return [question.id, shown_answer(question, facts), "", question.title]
    asked = " ".join(filter(None, (f"{question.title}.", question.help, example(question))))
    return [question.id, shown_answer(question, facts), phrase("triage.holds_open", count=len(held)), asked]


def shown_answer(question: FactDefinition, facts: Facts) -> str:
    """The answer in words, or that there is none."""
    from gates.reasons import said

    value = facts.get(question.id)
    return phrase("triage.not_answered") if value is None else said(value, question)


def example(question: FactDefinition) -> str:
    """How an answer is written."""
    return phrase(f"triage.example.{question.kind}", choices=", ".join(question.choices))


def _questions_told(catalogue: Catalogue, facts: Facts, held: dict[str, list[str]]) -> dict[str, Any]:
    unknown = [fact for fact in catalogue.triage_facts if fact.id not in facts]
    sections = [
        {
            "title": title or phrase("triage.other"),
            "questions": [
                {
                    **fact.model_dump(mode="json"),
                    "answer": facts.get(fact.id),
                    "holds_open": held.get(fact.id, []),
                }
                for fact in questions
            ],
        }
        for title, questions in catalogue.questionnaire
    ]
    matters = [{**fact.model_dump(mode="json"), "matters_to": held.get(fact.id, [])} for fact in unknown]
    return {"sections": sections, "unknown_facts": matters}
