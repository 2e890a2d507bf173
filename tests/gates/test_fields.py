"""Record fields and the blanks that people leave in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gates.fields import Kind, RecordField, is_blank

BLANKS: list[Any] = [
    None, "", "  ", "-", "...", "\u2014", "?", "\u200b", "tbc", "TBC", "t.b.c.", "TBD", "tba", "n/a", "N/A", "na",
    "n.a.", "N / A", "(tbc)", "[TBC]", "* to be confirmed *", "To be completed", "TODO", "to do", "pending",
    "unknown", "xxx", "Lorem ipsum dolor sit amet", "insert text here", "as above", "not applicable", "none yet",
    [], {}, {"name": "", "role": "sro", "signed_on": "2026-01-01"}, {"name": "A", "role": "sro", "signed_on": None},
]  # fmt: skip
FILLED: list[Any] = [
    "0", 0, 0.0, False, True, "No", "none", "The tbc team", "Na-tional", "nanny", "pending review by legal",
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
