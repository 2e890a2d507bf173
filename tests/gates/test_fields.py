"""Record fields and the blanks that people leave in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gates.fields import Chosen, Kind, RecordField, choices_like_blanks, is_blank, with_choices_kept

BLANKS: list[Any] = [
    None, "", "  ", "-", "...", "\u2014", "?", "\u200b", "tbc", "TBC", "t.b.c.", "TBD", "tba", "n/a", "N/A", "na",
    "n.a.", "N / A", "(tbc)", "[TBC]", "* to be confirmed *", "To be completed", "TODO", "to do", "pending",
    "unknown", "xxx", "Lorem ipsum dolor sit amet", "insert text here", "as above", "not applicable", "none yet",
    "none", "None.", "- none -", "N/A - none", "to follow", "To follow.", "awaiting information", "Awaiting",
    "see above", "(see above)", "ditto", "dummy", "Dummy data", "test", "TEST TEST", "test test test", "xxxx", "zzz",
    "asdf", "asdfasdf", "qwerty", "placeholder", "<p>TBC</p>", "**tbc**", "<b class='x'>&nbsp;</b>", "TBC / TBD",
    "tbc, to follow", "not yet known", "to be agreed", "Click or tap here to enter text.", "Click here to enter text",
    "Enter text here", "[insert name of the council here]", "LOREM IPSUM " + "dolor " * 500,
    "not_applicable", "blah blah", "foo bar",
    [], {}, {"name": "", "role": "sro", "signed_on": "2026-01-01"}, {"name": "A", "role": "sro", "signed_on": None},
]  # fmt: skip
FILLED: list[Any] = [
    "0", 0, 0.0, False, True, "No", "Nil", "Nobody", "The tbc team", "None of the nine groups is affected",
    "Tba Okafor", "Na Li", "None of the staff", "Test the new system in May", "Tests",
    "See above for the costs of the lease", "Dummy runs in June",
    "To follow the audit's advice", "Awaiting trial", "<b>No</b>", "ann@council.gov.uk", "AA",
    "III", "To be confirmed by the cabinet on 3 May", "N/A because no post changes", "Foo Ltd", "5 < 6", Chosen("none"),
    "Na-tional", "nanny", "pending review by legal",
    "xylophone", ["a"], {"name": "Ann Lee", "role": "sro", "signed_on": "2026-01-01"}, "\u00e9",
]  # fmt: skip


@pytest.mark.parametrize("value", BLANKS, ids=repr)
def test_a_placeholder_says_nothing(value):
    assert is_blank(value)


@pytest.mark.parametrize("value", FILLED, ids=repr)
def test_a_short_answer_says_something(value):
    assert not is_blank(value)


@given(st.text(alphabet="tbcn/a .-_()xlorem\n", max_size=60))
def test_punctuation_around_a_text_does_not_make_it_say_more_or_less(text):
    assert is_blank(f"({text}). ") == is_blank(text)


def test_long_runs_of_punctuation_are_read_in_linear_time():
    assert not is_blank("." * 2_000_000 + "a" + "." * 2_000_000 + "b")
    assert is_blank("." * 2_000_000)


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "choice"},
        {"type": "choices", "choices": []},
        {"type": "text", "choices": ["a"]},
        {"type": "choice", "choices": ["a", "a"]},
        {"type": "table"},
        {"type": "text", "columns": {"a": {"type": "text", "title": "A"}}},
        {"type": "table", "columns": {"a": {"type": "signoff", "title": "A"}}},
        {"type": "table", "columns": {"a": {"type": "table", "title": "A", "columns": {}}}},
        {"type": "table", "columns": {"A b": {"type": "text", "title": "A"}}},
        {"type": "table", "columns": {"any": {"type": "text", "title": "A"}}},
        {"type": "table", "columns": {"document": {"type": "text", "title": "A"}}},
        {"type": "picture"},
        {"type": "text", "colour": "red"},
    ],
)
def test_a_field_that_makes_no_sense_is_refused(raw):
    with pytest.raises(ValidationError):
        RecordField.model_validate({"title": "A", **raw})


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_field_can_be_declared(kind):
    needs: dict[Kind, dict[str, Any]] = {
        Kind.CHOICE: {"choices": ["a"]},
        Kind.CHOICES: {"choices": ["a"]},
        Kind.TABLE: {"columns": {"a": {"type": "text", "title": "A"}}},
    }

    assert RecordField.model_validate({"type": kind, "title": "A", **needs.get(kind, {})}).kind is kind


RAW: dict[str, dict[str, Any]] = {
    "severity": {"type": "choice", "choices": ["none", "high"]},
    "risk": {"type": "choice", "choices": ["low", "high"]},
    "needs": {"type": "choices", "choices": ["unknown", "ramp"]},
    "note": {"type": "text"},
    "cells": {"type": "table", "columns": {"effect": {"type": "choice", "title": "E", "choices": ["none", "some"]},
                                           "why": {"type": "text", "title": "W"}}},
}  # fmt: skip
FIELDS = {name: RecordField.model_validate({"title": name, **raw}) for name, raw in RAW.items()}


def test_a_choice_is_an_answer_though_it_reads_like_a_placeholder():
    spots = choices_like_blanks(FIELDS)
    record = {
        "severity": "none",
        "needs": ["unknown"],
        "note": "none",
        "cells": [{"effect": "none", "why": "none"}, 5],
    }
    kept = with_choices_kept(record, spots)

    assert spots == (("severity", None), ("needs", None), ("cells", "effect"))
    assert kept == record
    assert [is_blank(kept[name]) for name in ("severity", "note")] == [False, True]
    assert [is_blank(one) for one in kept["needs"]] == [False]
    assert {name: is_blank(cell) for name, cell in kept["cells"][0].items()} == {"effect": False, "why": True}


@pytest.mark.parametrize("record", [{}, {"severity": None, "cells": None}, {"severity": "", "cells": [{}]}])
def test_a_choice_that_was_not_made_stays_blank(record):
    kept = with_choices_kept(record, choices_like_blanks(FIELDS))

    assert is_blank(kept.get("severity"))
    assert not kept.get("cells") or is_blank(kept["cells"][0]["effect"])


def test_a_record_without_such_choices_is_left_as_it_is():
    record = {"note": "none"}

    assert with_choices_kept(record, choices_like_blanks({"note": FIELDS["note"]})) is record
