"""The facts that a register can fill in are those asked at triage."""

from __future__ import annotations

import pytest

from config.catalogue import CatalogueInvalid, load_catalogue, load_questions
from tasks.registers.targets import TARGETS, target_named

QUESTIONS = load_catalogue().triage_facts


def test_the_questions_are_read_without_the_rest_of_the_catalogue():
    assert load_questions() == QUESTIONS


def test_a_questionnaire_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "facts.yaml").write_text(
        "facts:\n  - {id: nation, kind: colour, title: Nation}\n", encoding="utf-8"
    )

    with pytest.raises(CatalogueInvalid, match=r"facts\.yaml, line 2: nation: kind"):
        load_questions(tmp_path)


@pytest.mark.parametrize("fact", QUESTIONS, ids=lambda fact: fact.id)
def test_every_question_can_be_filled_from_a_column_with_its_kind_and_choices(fact):
    target = TARGETS[target_named(fact.id) or ""]

    assert (target.kind, target.choices) == (fact.kind, fact.choices)
