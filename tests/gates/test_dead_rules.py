"""Rules that can never do anything are named when a catalogue is loaded."""

from __future__ import annotations

import pytest

from gates.conditions import Compare
from gates.dead_rules import reach_of
from gates.soundness import faults_of, faults_on_loading
from gates.tracks import track_of
from tests.gates.catalogues import FACTS, catalogue, check, raw_item

YEAR = {"effective_from": "2026-04-06", "effective_to": "2027-04-05"}
BEFORE = {"decision_date": {"less_than": "2026-04-06"}}
NEVER = {"all": [{"public_facing": True}, {"public_facing": False}]}
SOME, NONE = {"staff_affected": {"more_than": 0}}, {"staff_affected": {"at_most": 0}}
TRACK = {
    "id": "track",
    "kind": "choice",
    "title": "Track",
    "choices": ["light", "standard", "full"],
    "derived": True,
}
TRACKS = [
    {
        "id": "full",
        "title": "Full",
        "conditions": [{"when": {"staff_affected": {"at_least": 20}}, "because": "staff"}],
    },
    {"id": "standard", "title": "Standard"},
    {
        "id": "light",
        "title": "Light",
        "conditions": [{"when": {"public_facing": False}, "because": "no public"}],
    },
]


def words(name="words", at_least=3, **raw):
    return check("min_words", id=name, field="case", at_least=at_least, **raw)


def posts(name, **raw):
    return check("range", id=name, field="posts", **raw)


def of_item(*items, **changes):
    return catalogue(*items, facts=[*FACTS, TRACK], tracks=TRACKS, **changes)


def said(**item):
    found = of_item(raw_item(**item))
    assert not list(faults_of(found))
    return [(fault.where, str(fault).removeprefix("IA-01: ")) for fault in faults_on_loading(found)]


CASES = [
    ({"required_when": NEVER}, ("required_when",), "required_when can never hold: it contradicts itself"),
    (
        {"required_when": {"staff_affected": {"less_than": 0}}},
        ("required_when",),
        "required_when can never hold: it contradicts itself",
    ),
    (
        {"required_when": {"nation": "england"}, "nations": ["wales"]},
        ("required_when",),
        "is never required: its nations or dates exclude all of which required_when holds",
    ),
    (
        {"required_when": BEFORE, **YEAR},
        ("required_when",),
        "is never required: its nations or dates exclude all of which required_when holds",
    ),
    (
        {"checks": [words(when=NEVER)]},
        ("checks", 0, "when"),
        "the check words never applies: its `when` contradicts itself",
    ),
    (
        {"required_when": SOME, "checks": [words(when=NONE)]},
        ("checks", 0, "when"),
        "the check words never applies while IA-01 is required: `when` excludes it",
    ),
    (
        {"nations": ["wales"], "checks": [words(when={"nation": "scotland"})]},
        ("checks", 0, "when"),
        "the check words never applies while IA-01 is required: `when` excludes it",
    ),
    (
        {"required_when": {"staff_affected": {"at_least": 25}}, "checks": [words(when={"track": "light"})]},
        ("checks", 0, "when"),
        "the check words never applies while IA-01 is required: `when` excludes it",
    ),
    (
        {"required_when": {"public_facing": True}, "checks": [words(when={"track": "light"})]},
        ("checks", 0, "when"),
        "the check words never applies while IA-01 is required: `when` excludes it",
    ),
    (
        {"checks": [words("a"), posts("b", at_least=1), words("c", severity="warning", basis="Other")]},
        ("checks", 2),
        "the check c says the same as a; keep one of them",
    ),
    (
        {"checks": [posts("a", at_least=5), posts("b", at_most=4)]},
        ("checks", 1),
        "the check b can never be met together with a",
    ),
    (
        {"checks": [posts("a", at_least=5, when=SOME), posts("b", at_most=4)]},
        ("checks", 1),
        "the check b can never be met together with a",
    ),
]


IMPOSSIBLE = [
    (check("min_rows", field="groups", at_least=4), "there are never more than 3"),
    (check("min_rows", field="options", at_least=5001), "there are never more than 5,000"),
    (
        check("rows_where", field="options", column="outcome", value="rejected", at_least=5001),
        "there are never more than 5,000",
    ),
    (
        check("rows_where", field="options", column="outcome", value="rejected", at_most=-1),
        "there are never fewer rows than none",
    ),
    (check("min_words", field="case", at_least=10_001), "there are never more than 10,000"),
]


@pytest.mark.parametrize(("raw", "why"), IMPOSSIBLE)
def test_a_check_that_no_record_can_meet_is_named(raw, why):
    says = f"the check {raw['id']} can never be met: {why}"

    assert said(checks=[raw]) == [(("items", "IA-01", "checks", 0, "when"), says)]


@pytest.mark.parametrize(("item", "where", "says"), CASES)
def test_a_rule_that_can_never_apply_or_be_met_is_named(item, where, says):
    assert said(**item) == [(("items", "IA-01", *where), says)]


@pytest.mark.parametrize(
    "item",
    [
        {"required_when": {"nation": {"includes": ["england", "wales"]}}, "nations": ["wales"]},
        {"required_when": {"decision_date": {"at_most": "2026-04-06"}}, **YEAR},
        {"required_when": SOME, "checks": [words(when={"staff_affected": {"at_most": 9}})]},
        {"checks": [words("a", when={"track": "light"}), words("b", 9, when={"not": {"track": "light"}})]},
        {"required_when": SOME, "checks": [words(when={"track": "light"})]},
        {"required_when": {"staff_affected": {"at_least": 25}}, "checks": [words(when={"track": "full"})]},
        {"checks": [words("a", when=SOME), words("b", when=NONE)]},
        {"checks": [words("a"), words("b", 4)]},
        {"checks": [posts("a", at_least=5, when=SOME), posts("b", at_most=4, when=NONE)]},
        {"checks": [posts("a", at_least=4), posts("b", at_most=4)]},
        {"checks": [check("min_rows", field="groups", at_least=3)]},
        {"checks": [check("min_rows", field="options", at_least="fact:staff_affected")]},
        {"checks": [posts("a", at_least=4), posts("b", at_least=5)]},
        {"checks": [posts("a", at_least=4), check("range", id="b", field="cost", at_most=3)]},
        {"checks": [check("distinct", id=name, field="options", column=name) for name in ("name", "outcome")]},
        {"publishes": {"shares": "options.name"}, "required_when": {"shares": {"includes": "Share"}}},
    ],
)  # fmt: skip
def test_rules_that_can_apply_are_left_alone(item):
    assert said(**item) == []


def test_a_catalogue_without_tracks_takes_any_track_for_possible():
    found = catalogue(raw_item(checks=[words(when={"track": "light"})]), facts=[*FACTS, TRACK])

    assert list(faults_on_loading(found)) == []


def test_other_faults_are_told_first():
    whole = of_item(raw_item(required_when=NEVER))
    broken = whole.model_copy(update={"roles": {}})

    assert {fault.says.split(" ")[0] for fault in faults_on_loading(broken)} == {"the"}


def test_facts_are_found_of_which_a_condition_and_its_track_hold():
    light = Compare(kind="compare", fact="track", operator="is", value="light")
    found = reach_of(of_item()).facts_for(light)

    assert found is not None
    assert {**found, "staff_affected": 0} == {"track": "light", "staff_affected": 0, "public_facing": False}
    assert track_of(of_item(), found).track == "light"


def test_a_derived_fact_that_an_item_publishes_too_is_a_fault():
    derived = {"id": "total", "kind": "number", "title": "Total", "derived": True}
    with pytest.raises(ValueError, match="total: is worked out from other facts, so IA-01 cannot publish it"):
        catalogue(raw_item(publishes={"total": "posts"}), facts=[*FACTS, derived])
