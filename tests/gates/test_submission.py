"""What stands for a response, and what shows that two say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gates.response_tally import Channel, Respondent
from gates.submission import Submission, digest_of, folded, text_hash

WORDS = "Please keep our library open for the children"
DOCUMENT = {"sha256": "d" * 64, "name": "paper.pdf", "size": 3}


def submission(**changes: Any) -> Submission:
    values = {
        "channel": Channel.ONLINE,
        "respondent": Respondent.INDIVIDUAL,
        "label": "Resident",
        "area": "North",
        "received_on": date(2026, 3, 2),
        "answers": ("Agree", WORDS),
        "free": frozenset({1}),
        "contact": {"Name": "A. Person"},
    }
    return Submission(**{**values, **changes})


def test_its_hash_depends_on_a_salt_that_nobody_can_guess() -> None:
    one = submission()

    assert text_hash(one.body("salt")) != text_hash(one.body("other salt"))
    assert json.loads(one.body("salt"))["answers"] == ["Agree", WORDS]


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": None},
        {"contact": {}},
        {"area": "South"},
        {"answers": ("Agree", "x")},
        {"document": DOCUMENT},
        {"signatures": 1},
        {"external_id": "R-1"},
        {"characteristics": {"Age": "65+"}},
    ],
)
def test_every_cell_counts_for_being_the_same_row(changes: dict[str, Any]) -> None:
    assert submission(**changes).row_key != submission().row_key
    assert submission(**changes).body("salt") != submission().body("salt")


def test_the_same_words_from_others_are_a_campaign_whatever_their_case_and_spacing() -> None:
    shouted = submission(answers=("Disagree", f"  {WORDS.upper()}\n"), area="South")

    assert shouted.text_key == submission().text_key
    assert shouted.same_key != submission().same_key


def test_the_same_answers_and_words_and_area_are_a_duplicate_whoever_sent_them_and_when() -> None:
    again = submission(received_on=date(2026, 3, 5), contact={"Name": "a person"}, label="RESIDENT")

    assert again.same_key == submission().same_key
    assert again.row_key != submission().row_key


@pytest.mark.parametrize("said", ["", "No comment", "I do not agree", "Agree agree"])
def test_few_words_are_no_campaign(said: str) -> None:
    one = submission(answers=("Agree", said))

    assert one.text_key is None
    assert one.same_key is None


def test_the_same_choice_of_many_is_no_campaign() -> None:
    choice = "I live in the area that this is about"

    assert submission(answers=(choice,), free=frozenset()).text_key is None


def test_the_same_document_is_the_same_text() -> None:
    paper = submission(answers=(), document=DOCUMENT)

    assert paper.text_key == replace(paper, area="South").text_key
    assert paper.text_key != replace(paper, document={**DOCUMENT, "sha256": "e" * 64}).text_key
    assert (paper.document_sha256, submission().document_sha256) == ("d" * 64, None)


def test_a_digest_does_not_depend_on_the_order() -> None:
    assert digest_of(["b", "a"]) == digest_of(["a", "b"]) != digest_of(["a", "c"])


def test_accents_are_compared_however_they_are_composed() -> None:
    assert folded("Mo\u0302n  Mam") == folded("m\u00f4n\nmam")
