"""What makes a catalogue unfit for use, each fault with its place."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.catalogue import Catalogue
from gates.faults import Fault
from gates.soundness import faults_of
from gates.vocabulary import Gate
from tests.gates.catalogues import FACTS, catalogue, check, raw_catalogue, raw_item


def with_item(**changes):
    return raw_catalogue(raw_item(**changes))


def with_check(kind, **raw):
    return with_item(checks=[check(kind, **raw)])


def with_fact(**changes):
    return raw_catalogue(facts=[*FACTS, {"id": "extra", "kind": "number", "title": "Extra", **changes}])


RANGE = {"field": "posts", "at_least": 0, "at_most": 9}
CASES = [
    (raw_catalogue(raw_item(), raw_item()), "IA-01: is defined twice"),
    (raw_catalogue(facts=[*FACTS, FACTS[0]]), "nation: is defined twice"),
    (raw_catalogue(gates=raw_catalogue()["gates"][1:]), "the gate impact is missing"),
    (
        raw_catalogue(gates=[*raw_catalogue()["gates"], raw_catalogue()["gates"][0]]),
        "impact: is defined twice",
    ),
    (raw_catalogue(items=raw_catalogue()["items"][1:]), "impact: asks for no evidence"),
    (with_item(owner="nobody"), "IA-01: the role 'nobody' is not among the roles"),
    (with_item(review_by="nobody"), "IA-01: the role 'nobody' is not among the roles"),
    (with_fact(id="any"), "any: a fact cannot be called 'any'"),
    (with_fact(choices=["a"]), "extra: a number has no choices"),
    (with_fact(section="nowhere"), "extra: the section 'nowhere' is not among the sections"),
    (with_fact(kind="choice"), "extra: a fact that is chosen lists its choices"),
    (with_fact(kind="choice", choices=["a", "unknown"]), "extra: a fact is unknown while it is not answered"),
    # Conditions.
    (with_item(required_when={"staff": 1}), "the fact 'staff' is neither asked at triage nor published"),
    (
        with_item(required_when={"public_facing": {"more_than": 0}}),
        "is a boolean and cannot be compared by more_than; use `is`",
    ),
    (with_item(required_when={"public_facing": "yes"}), "public_facing is a boolean, not 'yes'"),
    (with_item(required_when={"staff_affected": "many"}), "staff_affected is a number, not 'many'"),
    (with_item(required_when={"staff_affected": True}), "staff_affected is a number, not True"),
    (
        with_item(required_when={"staff_affected": {"includes": 3}}),
        "cannot be compared by includes; compare it with one value",
    ),
    (
        with_item(required_when={"change_type": "merger"}),
        "change_type is a choices and cannot be compared by is; use `includes`",
    ),
    (
        with_item(required_when={"nation": ["wales", "england"]}),
        "nation is a choice and cannot be compared by is; use `includes`",
    ),
    (
        with_item(required_when={"nation": {"includes": ["wales", "walse"]}}),
        "'walse' is not a choice of the fact nation",
    ),
    (with_item(required_when={"decision_date": 3}), "decision_date is a date, not 3"),
    # Law.
    (with_item(nations=["france"]), "'france' is not a choice of the fact nation"),
    (
        raw_catalogue(raw_item(nations=["wales"]), facts=FACTS[1:]),
        "'wales' is not a choice of the fact nation",
    ),
    (raw_catalogue(raw_item(effective_to="2026-01-01"), facts=FACTS[:4]), "define the fact decision_date"),
    (with_item(effective_from="2026-02-01", effective_to="2026-01-01"), "ends before it begins"),
    # Publishing.
    (
        with_item(publishes={"nation": "rating"}),
        "nation from 'rating': this can be something that is not a choice of nation",
    ),
    (
        with_item(publishes={"change_type": "options.name"}),
        "this can be something that is not a choice of change_type",
    ),
    (with_item(publishes={"decision_date": "posts"}), "the fact is a date, and this is a number"),
    (with_item(publishes={"extra": "nothing"}), "extra from 'nothing': the item has no such field or column"),
    (
        raw_catalogue(raw_item(publishes={"x": "key"}), raw_item("IA-02", publishes={"x": "key"})),
        "IA-02 publishes it too",
    ),
    (
        raw_catalogue(
            raw_item(publishes={"extra": "document:sha256"}),
            facts=[*FACTS, {"id": "extra", "kind": "text", "title": "Extra", "choices": ["a"]}],
        ),
        "extra from 'document:sha256': this can be something that is not a choice of extra",
    ),
    # Checks.
    (with_check("min_rows", field="nothing", at_least=1), "looks at nothing, which the item does not have"),
    (
        with_check("range", field="options", column="price", at_least=1),
        "looks at options.price, which the item does not have",
    ),
    (
        with_check("range", field="case", column="price", at_least=1),
        "looks at case.price, which the item does not have",
    ),
    (with_check("range", field="case", at_least=1), "the check range cannot read case, which is a text"),
    (with_check("range", field="posts"), "the check range sets no limit"),
    (with_check("day_range", field="approved_on"), "the check day_range sets no limit"),
    (with_check("rows_where", field="options", column="outcome", value="rejected"), "sets no limit"),
    (
        with_check("range", field="posts", at_least=2, at_most=1),
        "can never be met: its minimum is above its maximum",
    ),
    (
        with_check("covers", field="options", column="outcome", values=["won"]),
        "asks for 'won', which options.outcome can never hold",
    ),
    (
        with_check("rows_where", field="options", column="done", value="yes", at_least=1),
        "asks for 'yes', which options.done can never hold",
    ),
    (with_check("equals", field="rating", values=[True]), "asks for True, which rating can never hold"),
    (with_check("signed", field="approval", role="nobody"), "asks for the role 'nobody'"),
    (with_check("signed", field="case", role="sro"), "cannot read case, which is a text"),
    (
        with_check("days_between", first="fact:start", then="approved_on"),
        "looks at the fact 'start', which is neither",
    ),
    (
        with_check("days_between", first="fact:nation", then="approved_on"),
        "cannot read the fact 'nation', which is a choice",
    ),
    (
        with_check("covers", field="groups", fact="staff_affected"),
        "cannot read the fact 'staff_affected', which is a number",
    ),
    (
        with_check("min_words", field="case", at_least=3, when={"staff": 1}),
        "the fact 'staff' is neither asked",
    ),
    (
        with_check("compare", field="posts", **{"is": "at_least"}, than="approved_on"),
        "holds a number against a date, which are never comparable",
    ),
    (
        with_check("compare", field="options", column="on", **{"is": "at_least"}, than="fact:staff_affected"),
        "holds a number against a date, which are never comparable",
    ),
    (
        with_check("compare", field="case", **{"is": "at_least"}, than="posts"),
        "the check compare cannot read case, which is a text",
    ),
    (
        with_check("min_share", part="options.name:distinct", whole="options.name", at_least=9),
        "cannot read options.name, which is a text",
    ),
    (
        with_check("sums_to", field="options", column="cost", total="options.cost:distinct"),
        "looks at options.cost:distinct, which the item does not have",
    ),
    (with_check("min_rows", field="options", at_least="fact:nation"), "cannot read the fact 'nation'"),
    (with_check("document_is", fact="nation"), "cannot read the fact 'nation', which is a choice"),
    (with_item(checks=[check("document", id="provided")]), "has a name that Gatehouse uses itself"),
    (with_item(checks=[check("document"), check("document")]), "the check document is defined twice"),
    (
        with_item(checks=[check("range", id=f"r{n}", **RANGE) for n in range(13)]),
        "its checks take 26 measures; at most 24 are kept",
    ),
]


@pytest.mark.parametrize(("raw", "says"), CASES, ids=[case[1] for case in CASES])
def test_a_fault_is_named_with_what_it_is_about(raw, says):
    with pytest.raises(ValidationError) as refused:
        Catalogue.model_validate(raw)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        with_item(required_when={"case_named": {"includes": "x"}}, publishes={"case_named": "options.name"}),
        with_item(required_when={"costs": {"more_than": 5}}, publishes={"costs": "cost"}),
        raw_catalogue(
            raw_item(publishes={"hits": "options.hits"}),
            facts=[*FACTS, {"id": "hits", "kind": "choices", "title": "Hits"}],
        ),
        raw_catalogue(
            raw_item(publishes={"total": "posts"}),
            facts=[*FACTS, {"id": "total", "kind": "money", "title": "T"}],
        ),
        with_check(
            "covers", field="options", column="hits", values=["age"], **{"with": {"outcome": ["rejected"]}}
        ),
        raw_catalogue(
            raw_item(publishes={"hits": "groups"}),
            facts=[
                *FACTS,
                {"id": "hits", "kind": "choices", "title": "Hits", "choices": ["age", "sex", "race"]},
            ],
        ),
        with_check("no_blanks", field="options", columns=["name", "cost"]),
        with_check("distinct", field="options", column="name"),
        with_check("sums_to", field="options", column="cost", total=100),
        with_check("same_as", field="case", fact="lead_council"),
        with_check("equals", field="case", values=["Anything"]),
        with_check("min_rows", field="groups", at_least=3),
        with_check("min_rows", field="options", at_least="fact:staff_affected"),
        with_check("rows_where", field="options", column="outcome", value="rejected", at_most=0),
        with_check("compare", field="posts", **{"is": "at_least"}, than="fact:staff_affected"),
        with_check("compare", field="approval", **{"is": "at_least"}, than="approved_on"),
        with_check("min_share", part="options.hits:distinct", whole="posts", at_least=9),
        with_check("difference", field="options", column="cost", of=["cost", "cost"]),
        with_check("original", fields=["case"]),
        with_check("web_address", field="page"),
        with_check("document_is", field="case"),
        with_check("days_between", first="approved_on", then="options.on", counting="working_days"),
        raw_catalogue(
            raw_item(publishes={"total": "options:count"}),
            facts=[*FACTS, {"id": "total", "kind": "money", "title": "T"}],
        ),
        with_check("sums_to", field="options", column="cost", total="cost"),
        with_check("min_share", part="options", whole="fact:staff_affected", at_least=90),
        with_check("same_as", field="case", fact="lead_council", unless="page"),
        with_check("filled_when", field="key", values=[True], needs=["approved_on"]),
        with_item(nations=["wales"], effective_from="2026-01-01", effective_to="2026-02-01"),
    ],
)
def test_a_sound_catalogue_is_taken(raw):
    assert list(faults_of(Catalogue.model_validate(raw))) == []


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("covers", {"field": "groups"}, "lists its `values` or names a `fact`"),
        ("covers", {"field": "groups", "values": ["age"], "fact": "hits"}, "one of the two"),
        ("covers", {"field": "groups", "values": ["age"], "with": {"a": ["b"]}}, "needs a `column`"),
        (
            "covers",
            {"field": "options", "column": "hits", "values": ["age"], "except": [["age", "b"]]},
            "each exception",
        ),
        ("min_rows", {"field": "options", "at_least": 0}, "greater than or equal to 1"),
        ("min_share", {"part": "posts", "whole": "cost", "at_least": 101}, "less than or equal to 100"),
        ("guess", {"field": "case"}, "does not match any of the expected tags"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(kind, raw, says):
    with pytest.raises(ValidationError, match=says):
        catalogue(raw_item(checks=[check(kind, **raw)]))


def test_a_fault_can_be_seen_from_further_out():
    fault = Fault(("checks", 2), "is wrong").within("items", "IA-01")

    assert fault.where == ("items", "IA-01", "checks", 2)
    assert str(fault) == "IA-01: is wrong"
    assert str(Fault(("gates",), "the gate is missing")) == "the gate is missing"


def test_a_catalogue_of_more_items_than_can_be_swept_is_refused():
    ids = [f"{first}{second}-{number:02}" for first in "AB" for second in "ABCDEF" for number in range(100)]

    with pytest.raises(ValidationError, match="there are 1204 items; at most 1000 can be swept"):
        catalogue(*[raw_item(item_id, fields={}) for item_id in ids])


@pytest.mark.parametrize("gate", Gate)
def test_every_gate_must_ask_for_something(gate):
    items = [one for one in raw_catalogue()["items"] if one["gate"] != gate]

    with pytest.raises(ValidationError, match=f"{gate}: asks for no evidence"):
        Catalogue.model_validate(raw_catalogue(items=items))
