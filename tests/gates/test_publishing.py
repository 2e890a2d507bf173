"""What an item tells the rest of the change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.fields import Kind, RecordField
from gates.publishing import Source, published_facts
from tests.gates.catalogues import FIELDS, RECORD, item

MODELS = {name: RecordField.model_validate(raw) for name, raw in FIELDS.items()}
EMPTY = {**RECORD, "options": []}


def published(text, record):
    return published_facts(item(publishes={"fact": text}), record).get("fact")


@pytest.mark.parametrize(
    ("text", "fact", "kind"),
    [
        ("case", "Two teams do the same work.", Kind.TEXT),
        ("posts", 12, Kind.NUMBER),
        ("cost", 1500.5, Kind.NUMBER),
        ("approved_on", "2026-03-01", Kind.DATE),
        ("key", True, Kind.BOOLEAN),
        ("rating", "low", Kind.CHOICE),
        ("groups", ("age",), Kind.CHOICES),
        ("page", "https://council.example/case", Kind.TEXT),
        ("approval", "2026-03-01", Kind.DATE),
        ("options.name", ("Do nothing", "Share"), Kind.CHOICES),
        ("options.hits", ("age", "sex"), Kind.CHOICES),
        ("options.name:outcome=rejected", ("Do nothing",), Kind.CHOICES),
        ("options.name:outcome=rejected|preferred", ("Do nothing", "Share"), Kind.CHOICES),
        ("options.name:done=yes", ("Share",), Kind.CHOICES),
        ("options.hits:outcome=rejected", (), Kind.CHOICES),
        ("options.outcome:any=preferred", True, Kind.BOOLEAN),
        ("options.name:any=Trust", False, Kind.BOOLEAN),
        ("options.done:any=no", True, Kind.BOOLEAN),
    ],
)
def test_a_fact_is_read_from_a_field_or_a_table(text, fact, kind):
    source = Source.of(text)

    assert published(text, RECORD) == fact
    assert source.faults(MODELS) == []
    assert source.kind(MODELS[source.field]) is kind


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("case", {**RECORD, "case": "tbc"}),
        ("posts", {**RECORD, "posts": None}),
        ("groups", {**RECORD, "groups": []}),
        ("approval", {**RECORD, "approval": None}),
        ("approval", {**RECORD, "approval": {"name": "Ann", "role": "sro", "signed_on": None}}),
        ("options.name", EMPTY),
        ("options.outcome:any=preferred", EMPTY),
        ("options.outcome:any=preferred", {"options": [{"outcome": "rejected"}, {"outcome": None}]}),
        ("options.hits:any=race", RECORD),
        ("posts", {}),
    ],
)
def test_what_the_record_leaves_open_is_not_published(text, record):
    assert published(text, record) is None


def test_a_single_yes_is_enough_however_many_cells_are_blank():
    rows = [{"outcome": None}, {"outcome": "preferred"}]

    assert published("options.outcome:any=preferred", {"options": rows}) is True


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nothing", "the item has no such field or column"),
        ("options.nothing", "the item has no such field or column"),
        ("options", "a table is published by its columns"),
        ("options.cost", "only a column of texts or choices can be published"),
        ("options.name:nothing=x", "the table has no column 'nothing'"),
        ("options.name:outcome=won", "'won' is not a choice of outcome"),
        ("options.done:any=maybe", "'maybe' is not a choice of done"),
        ("options.cost:any=5", "'5' is not a choice of cost"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(text, fault):
    assert Source.of(text).faults(MODELS) == [fault]


@pytest.mark.parametrize("text", ["", "a.b.c", "a:any=x", "a.b:", "a.b:any", "A", "a.b:any=x y"])
def test_a_reference_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValidationError, match=r"is not `field`"):
        item(publishes={"fact": text})
