"""What an item tells the rest of the change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.canonical import sha256_of
from gates.fields import Kind, RecordField
from gates.publishing import Source, published_facts
from tests.gates.catalogues import FIELDS, RECORD, item

MODELS = {name: RecordField.model_validate(raw) for name, raw in FIELDS.items()}
EMPTY = {**RECORD, "options": []}


def with_document(record):
    return {**record, "document": {"sha256": "ab" * 32, "name": "case.pdf"}}


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
        ("options:count", 2, Kind.NUMBER),
        ("groups:count", 1, Kind.NUMBER),
        ("options.cost:sum", 10, Kind.NUMBER),
        ("options.on:earliest", "2026-04-01", Kind.DATE),
        ("options.on:latest", "2026-04-01", Kind.DATE),
        ("case:given", True, Kind.BOOLEAN),
        ("options:given", True, Kind.BOOLEAN),
        ("document:sha256", "ab" * 32, Kind.TEXT),
        ("case:hash", sha256_of({"case": RECORD["case"]}), Kind.TEXT),
        ("posts+case:hash", sha256_of({"case": RECORD["case"], "posts": 12}), Kind.TEXT),
        ("options+case:hash", sha256_of({"case": RECORD["case"], "options": RECORD["options"]}), Kind.TEXT),
        ("options:hash:outcome=preferred", sha256_of({"options": RECORD["options"][1:]}), Kind.TEXT),
    ],
)
def test_a_fact_is_read_from_a_field_or_a_table(text, fact, kind):
    source = Source.of(text)

    assert published(text, with_document(RECORD)) == fact
    assert source.faults(MODELS) == []
    assert source.kind(MODELS) is kind


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
        ("options:count", {}),
        ("options.cost:sum", EMPTY),
        ("options.cost:sum", {"options": [{"cost": None}]}),
        ("options.on:latest", EMPTY),
        ("document:sha256", RECORD),
        ("case:hash", {**RECORD, "case": "tbc"}),
        ("options:hash", EMPTY),
        ("options:hash:outcome=rejected", {"options": RECORD["options"][1:]}),
        ("case:hash", {"case": "\ud800"}),
        ("case:hash", {"case": {1, 2}}),
    ],
)
def test_what_the_record_leaves_open_is_not_published(text, record):
    assert published(text, record) is None


def test_an_empty_table_has_no_rows_and_an_empty_field_is_not_given():
    assert published("options:count", EMPTY) == 0
    assert published("case:given", {**RECORD, "case": "n/a"}) is False
    assert published("case:given", {}) is False


def test_a_sum_leaves_blanks_out_and_the_first_and_last_day_are_told_apart():
    rows = [{"cost": 0.1, "on": "2026-04-02"}, {"cost": None}, {"cost": 0.2, "on": "2026-04-01"}]

    assert published("options.cost:sum", {"options": rows}) == 0.3
    assert published("options.on:earliest", {"options": rows}) == "2026-04-01"
    assert published("options.on:latest", {"options": rows}) == "2026-04-02"


def test_a_hash_changes_with_what_is_hashed_and_with_nothing_else():
    other = {**RECORD, "posts": 13, "options": [{**RECORD["options"][0], "cost": 1}, RECORD["options"][1]]}

    assert published("options:hash:outcome=preferred", RECORD) == published(
        "options:hash:outcome=preferred", other
    )
    assert published("options:hash", RECORD) != published("options:hash", other)
    assert published("posts+case:hash", RECORD) == published("case+posts:hash", RECORD)


def test_a_choice_is_published_though_it_reads_like_a_placeholder():
    fields = {
        "risk": {"type": "choice", "title": "Risk", "choices": ["none", "high"]},
        "risks": {
            "type": "table",
            "title": "Risks",
            "columns": {"risk": {"type": "choice", "title": "R", "choices": ["none"]}},
        },
    }
    told = published_facts(
        item(fields=fields, publishes={"one": "risk", "all": "risks.risk", "high": "risks.risk:any=none"}),
        {"risk": "none", "risks": [{"risk": "none"}]},
    )

    assert told == {"one": "none", "all": ("none",), "high": True}
    # Plain texts: what is published is kept as JSON.
    assert type(told["one"]) is str


def test_a_single_yes_is_enough_however_many_cells_are_blank():
    rows = [{"outcome": None}, {"outcome": "preferred"}]

    assert published("options.outcome:any=preferred", {"options": rows}) is True


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nothing", "the item has no such field or column"),
        ("options.nothing", "the item has no such field or column"),
        ("options", "a table is published by its columns, its count or its hash"),
        ("options.cost", "only a column of texts or choices can be published"),
        ("options.name:nothing=x", "the table has no column 'nothing'"),
        ("options.name:outcome=won", "'won' is not a choice of outcome"),
        ("options.done:any=maybe", "'maybe' is not a choice of done"),
        ("options.cost:any=5", "'5' is not a choice of cost"),
        ("case:count", "only the rows of a table can be counted"),
        ("options.name:sum", "only a column of numbers has a sum"),
        ("options.cost:latest", "only a column of dates has an earliest and a latest"),
        ("case+nothing:hash", "the item has no such field or column"),
        ("document:count", "the item has no such field or column"),
        ("options:hash:nothing=x", "the table has no column 'nothing'"),
        ("options:hash:outcome=won", "'won' is not a choice of outcome"),
        ("options:hash:any=won", "the table has no column 'any'"),
        ("case:hash:outcome=won", "the table has no column 'outcome'"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(text, fault):
    assert Source.of(text).faults(MODELS) == [fault]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b.c",
        "a:any=x",
        "a.b:",
        "a.b:any",
        "A",
        "a.b:any=x y",
        "a:sum",
        "a.b:count",
        "a.b:hash",
        "a+b",
        "a+b:count",
        "a+b:hash:c=d",
        "case:sha256",
    ],
)
def test_a_reference_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValidationError, match=r"is not `field`"):
        item(publishes={"fact": text})
