"""The door that records come in by: canonical form, and every fault at once with its place."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.errors import GateError
from gates.records import RecordInvalid, read_record, record_model
from tests.gates.catalogues import FIELDS, RECORD, item

ITEM = item()


def faults(**changes):
    with pytest.raises(RecordInvalid) as refused:
        read_record(ITEM, {**RECORD, **changes})
    return refused.value.errors


def test_a_canonical_record_is_read_as_itself():
    assert read_record(ITEM, RECORD) == RECORD


def test_a_record_is_read_as_people_write_it():
    written = {
        **RECORD,
        "case": " Two teams do the same work.\r\n",
        "posts": "12",
        "cost": "\u00a31,500.50",
        "approved_on": "1 March 2026",
        "key": "yes",
        "rating": "Low",
        "groups": "age",
        "approval": {"name": "Ann Lee", "role": "SRO", "signed_on": date(2026, 3, 1)},
    }

    assert read_record(ITEM, written) == RECORD


def test_a_blank_is_no_fault_of_shape():
    blank = read_record(ITEM, dict.fromkeys(FIELDS, ""))

    assert blank == {**dict.fromkeys(FIELDS), "groups": [], "options": []}
    assert read_record(ITEM, blank) == blank


def test_what_is_optional_and_a_signature_that_is_still_missing_may_be_left_out():
    given = {name: value for name, value in RECORD.items() if name not in {"groups", "page", "approval"}}

    assert read_record(ITEM, given) == {**RECORD, "groups": [], "page": None, "approval": None}


def test_placeholders_are_kept_for_the_completeness_check_to_find():
    assert read_record(ITEM, {**RECORD, "case": "tbc"})["case"] == "tbc"


def test_rows_that_say_nothing_are_dropped_and_cells_may_be_blank():
    rows = [{}, {"name": "Share", "cost": ""}, {"name": "", "hits": []}]

    assert [row["name"] for row in read_record(ITEM, {**RECORD, "options": rows})["options"]] == ["Share"]


@pytest.mark.parametrize("approval", [None, "", {}, {"name": "", "role": None, "signed_on": ""}])
def test_an_empty_signature_is_none(approval):
    assert read_record(ITEM, {**RECORD, "approval": approval})["approval"] is None


def test_half_a_signature_keeps_what_it_says():
    half = read_record(ITEM, {**RECORD, "approval": {"name": "Ann Lee"}})["approval"]

    assert half == {"name": "Ann Lee", "role": None, "signed_on": None}


def test_every_fault_is_listed_at_once_with_its_place():
    found = faults(
        case=True,
        cost="abc",
        rating="lo",
        groups=["age", "agee"],
        approval={"name": "Ann", "signed_on": "soon"},
        options=[{"name": "A", "cost": 1}, {"name": "B", "cost": "dear", "when": 1}],
        posst=1,
    )

    assert found == [
        "posst: is not a field. Did you mean posts, cost?",
        "options, row 2, when: is not a field. The fields are: name, cost, outcome, hits, done, on.",
        "case: not a text: True",
        "cost: not a number: 'abc'",
        "rating: 'lo' is not a choice. Did you mean low?",
        "groups: 'agee' is not a choice. Did you mean age?",
        "approval, signed_on: not a date: 'soon'; write it like 2026-11-21 or 21 November 2026",
        "options, row 2, cost: not a number: 'dear'",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"options": "many"}, "options: a table is a list of rows, not 'many'"),
        ({"options": ["A"]}, "options: row 1 is not a list of named columns"),
        ({"options": [{"name": "A"}] * 5001}, "options: 5,001 rows, at most 5,000 are taken; attach a document"),
        ({"approval": "Ann Lee"}, "approval: a sign-off is a name, a role and the day signed_on, not 'Ann Lee'"),
        ({"approval": {"x": 1}}, "approval: a sign-off is a name, a role and the day signed_on, not {'x': 1}"),
        ({"approval": {"role": 5.5, "name": []}}, "approval, name: not a text: []"),
        ({"approval": {"role": ["sro"]}}, "approval: not a text: ['sro']"),
        ({"page": "council"}, "page: not a web address: 'council'; it begins with https://"),
        ({"case": "a\x00"}, "case: holds an unreadable character (U+0000)"),
        ({"case": "x" * 20_001}, "case: 20,001 characters, at most 20,000 are taken; attach a document"),
        ({"cost": float("inf")}, "cost: not a number that can be kept: inf"),
        ({"approved_on": "1066-10-14"}, "approved_on: the year 1066 is not between 1900 and 2200"),
        ({"document": {"sha256": "0" * 64}}, "document: is not a field; attach the file itself"),
        ({3: 4}, "3: is not a field. The fields are: " + ", ".join(FIELDS) + "."),
        ({"zzzzzz\ud800": 4}, "zzzzzz\\ud800: is not a field. The fields are: " + ", ".join(FIELDS) + "."),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_why(changes, says):
    with pytest.raises(RecordInvalid) as refused:
        read_record(ITEM, {**RECORD, **changes})

    assert refused.value.errors == [says]
    assert says in str(refused.value)


def test_a_field_that_is_left_out_altogether_is_missing():
    with pytest.raises(RecordInvalid) as refused:
        read_record(ITEM, {})

    names = ["case", "posts", "cost", "approved_on", "key", "rating", "options"]
    assert refused.value.errors == [f"{name}: missing" for name in names]
    assert refused.value.data["item"] == "IA-01"


@pytest.mark.parametrize("raw", [None, [], "record", 5, [("case", "x")], [10**5000]], ids=type)
def test_a_record_is_a_list_of_named_fields(raw):
    with pytest.raises(RecordInvalid, match="a record is a list of named fields"):
        read_record(ITEM, raw)


def test_of_very_many_faults_the_first_are_listed():
    found = faults(options=[{"cost": "x"}] * 1000)

    assert len(found) == 201
    assert found[-1] == "and 800 more"


def test_a_field_may_have_any_name_that_is_not_reserved():
    names = ["copy", "json", "model_config", "schema", "class", "self", "f0"]
    fields = {name: {"type": "text", "title": name} for name in names}

    assert read_record(item(fields=fields), dict.fromkeys(names, "x")) == dict.fromkeys(names, "x")


def test_the_model_describes_the_record_for_the_api():
    schema = record_model(ITEM).model_json_schema()

    assert list(schema["properties"]) == list(FIELDS)
    assert schema["properties"]["case"]["description"] == "Why, in a few words."
    assert record_model(ITEM) is record_model(ITEM)


names = st.sampled_from([*FIELDS, *FIELDS["options"]["columns"], "signed_on", "document"]) | st.text(
    max_size=4
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names | st.integers() | st.none(), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(values)
def test_any_data_at_all_is_read_or_refused(raw):
    try:
        record = read_record(ITEM, raw)
    except GateError as refused:
        json.dumps(str(refused), ensure_ascii=False).encode()
    else:
        assert read_record(ITEM, json.loads(json.dumps(record, allow_nan=False))) == record


@given(st.dictionaries(names, values, max_size=8))
def test_a_record_with_anything_in_its_fields_is_read_or_refused(changes):
    try:
        record = read_record(ITEM, {**RECORD, **changes})
    except GateError as refused:
        json.dumps(str(refused), ensure_ascii=False).encode()
    else:
        assert read_record(ITEM, json.loads(json.dumps(record, allow_nan=False))) == record
