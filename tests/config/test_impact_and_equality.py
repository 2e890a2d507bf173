"""Gates 1 and 2 as they ship: who is asked for what, and the failures that they are there to stop."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from config.catalogue import load_catalogue
from gates.publishing import published_facts
from gates.records import read_record
from gates.vocabulary import Severity

TODAY = date(2026, 5, 4)
CATALOGUE = load_catalogue()
NINE = CATALOGUE.facts_by_id["groups_adversely_affected"].choices
NATIONS = ("england", "scotland", "wales", "northern_ireland")


def broken(item_id, record, facts=None):
    """The checks of an item that a record breaks; fields the record leaves out are blank."""
    item = CATALOGUE.item(item_id)
    blank: dict[str, Any] = {name: [] if field.columns else None for name, field in item.fields.items()}
    held = read_record(item, {**blank, **record})
    known = {**(facts or {}), **published_facts(item, held)}
    return {check.id for check in item.checks if check.is_broken_by(check.measure(held, known), TODAY)}


def days(count):
    return (TODAY + timedelta(days=count)).isoformat()


def option(kind, standing, **more):
    scores = dict.fromkeys(("cost", "risk", "benefit", "timescale", "effort"), 3)
    return {"name": kind, "kind": kind, "description": "As described", "standing": standing, **scores, **more}


def appraisal(*options):
    why = (
        "It costs the least in seven years, keeps the skill in house and can be undone if demand falls again."
    )
    return {"options": list(options), "why_preferred": why, "approved_on": days(-10)}


DO_NOTHING = option("do_nothing", "rejected", reason="The deficit stays")
IN_HOUSE = option("in_house", "preferred")
SHARED = option("shared_service", "rejected", reason="No partner was ready")


@pytest.mark.parametrize(
    ("options", "gaps"),
    [
        ((DO_NOTHING, IN_HOUSE, SHARED), set()),
        ((DO_NOTHING, IN_HOUSE), {"three_options"}),
        ((DO_NOTHING, SHARED, option("merger", "preferred")), {"do_nothing_and_in_house"}),
        ((DO_NOTHING, IN_HOUSE, option("merger", "preferred")), {"one_preferred"}),
        ((DO_NOTHING, IN_HOUSE, option("merger", "rejected")), {"rejections_explained"}),
        ((DO_NOTHING, IN_HOUSE, {**SHARED, "effort": 6}), {"effort_1_to_5"}),
        ((DO_NOTHING, IN_HOUSE, {**SHARED, "risk": None}), {"options_scored"}),
    ],
)
def test_an_options_appraisal_weighs_three_options_and_prefers_one(options, gaps):
    assert broken("IA-02", appraisal(*options)) == gaps


def screening(screened_on, answer="no"):
    rows = [{"characteristic": one, "affected": "no", "reason": f"Nothing changes for {one}"} for one in NINE]
    return {"characteristics": [*rows[:-1], {**rows[-1], "affected": answer}], "screened_on": screened_on}


@pytest.mark.parametrize(
    ("screened_on", "gaps"),
    [(days(-11), set()), (days(-10), set()), (days(-9), {"before_options_approved"})],
)
def test_a_screening_after_the_options_were_approved_is_refused(screened_on, gaps):
    assert broken("EQ-01", screening(screened_on), {"options_approved_on": days(-10)}) == gaps


REGARD = {
    "earlier_regard_on": days(-20),
    "earlier_regard_by": "The sponsor, in the minutes of the design group",
    "earlier_regard_how": (
        "The group went through complaints and the ages of applicants and kept the counter open because of it"
    ),
}


@pytest.mark.parametrize(
    ("regard", "gaps"),
    [
        (REGARD, {"late_but_regard_shown"}),
        ({**REGARD, "earlier_regard_on": days(-10)}, {"late_but_regard_shown"}),
        ({**REGARD, "earlier_regard_on": days(-9)}, {"late_but_regard_shown", "earlier_regard_in_time"}),
        ({**REGARD, "earlier_regard_by": None}, {"late_but_regard_shown", "earlier_regard_by_whom"}),
        ({**REGARD, "earlier_regard_how": "tbc"}, {"late_but_regard_shown", "earlier_regard_described"}),
        ({**REGARD, "earlier_regard_on": None}, {"before_options_approved"}),
    ],
)
def test_a_late_screening_only_warns_once_regard_before_the_approval_is_shown(regard, gaps):
    record = screening(days(-5)) | regard

    assert broken("EQ-01", record, {"options_approved_on": days(-10)}) == gaps


def test_a_late_screening_with_earlier_regard_does_not_block_and_is_never_called_unlawful():
    checks = {check.id: check for check in CATALOGUE.item("EQ-01").checks}

    assert checks["before_options_approved"].severity is Severity.CRITICAL
    assert checks["late_but_regard_shown"].severity is Severity.WARNING
    assert not [check.id for check in checks.values() if re.search("unlawful|illegal", check.message)]


@pytest.mark.parametrize(("answer", "positive"), [("no", False), ("yes", True), ("dont_know", True)])
def test_one_yes_or_dont_know_calls_for_the_full_assessment(answer, positive):
    facts = published_facts(CATALOGUE.item("EQ-01"), screening(days(0), answer))

    assert facts == {"screening_positive": positive, "regard_shown_earlier": False}
    for item_id in ("EQ-02", "EQ-03", "EQ-06", "EQ-10"):
        assert CATALOGUE.item(item_id).is_required(facts) is positive


def test_before_the_screening_the_full_assessment_counts_as_required():
    assert CATALOGUE.item("EQ-03").is_required({})


def matrix():
    aims = ("discrimination", "opportunity", "relations")
    pairs = [(one, aim) for one in NINE for aim in (aims[:1] if one.startswith("marriage") else aims)]
    words = "because the figures of the last year show it plainly and the staff confirm it in every team " * 2
    same = {"direction": "neutral", "severity": "none", "people_affected": "nobody"}
    return [
        {"id": n, "characteristic": one, "aim": aim, "reasoning": f"{one} {aim} {words}", **same}
        for n, (one, aim) in enumerate(pairs, start=1)
    ]


def test_the_impact_matrix_has_twenty_five_cells_and_each_is_missed():
    assert len(matrix()) == 25
    assert broken("EQ-03", {"cells": matrix(), "assessed_on": days(0)}) == set()
    for left_out in range(25):
        cells = [cell for place, cell in enumerate(matrix()) if place != left_out]
        assert broken("EQ-03", {"cells": cells, "assessed_on": days(0)}) == {"every_cell"}


@pytest.mark.parametrize(("people", "gaps"), [(None, set()), (9, {"small_numbers_banded"}), (10, set())])
def test_a_number_of_people_so_small_that_it_points_at_somebody_is_given_as_a_band(people, gaps):
    first, *rest = matrix()
    cells = [{**first, "people_affected": "under_10", "number_affected": people}, *rest]

    assert broken("EQ-03", {"cells": cells, "assessed_on": days(0)}) == gaps


def test_the_fingerprint_of_the_preferred_option_changes_with_the_option_and_not_with_its_scores():
    def fingerprint(*options):
        return published_facts(CATALOGUE.item("IA-02"), appraisal(*options))["preferred_option_hash"]

    same = fingerprint(DO_NOTHING, IN_HOUSE, SHARED)

    assert fingerprint(DO_NOTHING, {**IN_HOUSE, "cost": 1}, {**SHARED, "reason": "Too dear"}) == same
    assert fingerprint(DO_NOTHING, {**IN_HOUSE, "description": "With two counters fewer"}, SHARED) != same


def assert_thresholds(item_id, record, of_track):
    """The gaps that the record leaves on each track; of an unknown track, all of them."""
    found = {track: broken(item_id, record, {"track": track}) for track in ("light", "standard", "full")}

    assert found == of_track
    assert broken(item_id, record) == set().union(*of_track.values())


def test_a_light_change_does_with_two_options_of_which_one_is_to_do_nothing():
    two = appraisal(DO_NOTHING, option("shared_service", "preferred"))
    missing = {"three_options", "do_nothing_and_in_house"}

    assert_thresholds("IA-02", two, {"light": set(), "standard": missing, "full": missing})
    assert "do_nothing" in broken("IA-02", appraisal(IN_HOUSE, SHARED), {"track": "light"})
    assert "two_options" in broken("IA-02", appraisal(IN_HOUSE), {"track": "light"})


def test_a_light_change_does_with_fifteen_words_of_reasoning_a_row():
    cells = [
        {
            **cell,
            "reasoning": f"{cell['characteristic']} {cell['aim']} " + "word after word that says why " * 3,
        }
        for cell in matrix()
    ]
    record = {"cells": cells, "assessed_on": days(0)}

    assert_thresholds("EQ-03", record, {"light": set(), "standard": {"reasoned"}, "full": {"reasoned"}})


def case(*drivers):
    objectives = [
        {
            "id": f"O{number}",
            "objective": "Decide faster",
            "driver": driver,
            "measure": "Days",
            "baseline": 9,
            "baseline_on": days(-30),
            "target": 3,
            "target_on": days(300),
        }
        for number, driver in enumerate(drivers, start=1)
    ]
    return {
        "problem": "Residents wait too long for a decision " * 5,
        "corporate_objectives": [{"objective": "Easy services", "contribution": "Fewer handovers"}],
        "objectives": objectives,
        "approval": {"name": "Idris Penhallow", "role": "sro", "signed_on": days(-2)},
    }


def test_a_light_change_does_with_one_objective_which_should_not_be_money():
    three = {"three_objectives"}
    money = {"three_objectives", "not_about_money_only"}

    assert_thresholds("IA-01", case("non_financial"), {"light": set(), "standard": three, "full": three})
    assert_thresholds(
        "IA-01",
        case("financial"),
        {"light": {"perhaps_about_money_only"}, "standard": money, "full": money},
    )


def test_capacity_and_lessons_are_not_asked_of_a_light_change():
    item = CATALOGUE.item("IA-08")
    asked = {track: item.is_required({"track": track}) for track in ("light", "standard", "full")}

    assert asked == {"light": False, "standard": True, "full": True}
    assert item.is_required({})


def roles(named_on, *starts):
    row = {"activity": "Redesign", "responsible": "Leads", "accountable": "Head", "consulted": "Staff"}
    return {
        "responsibilities": [
            {**row, "phase": phase, "informed": "Members"} for phase in ("transition", "afterwards")
        ],
        "accountable_head": "Osman Tidewell",
        "head_named_on": named_on,
        "redesign": [{"part": f"Phase {number}", "starts_on": day} for number, day in enumerate(starts, 1)],
    }


@pytest.mark.parametrize(
    ("starts", "gaps"),
    [
        ((days(30),), set()),
        ((days(-4), days(30), days(90)), set()),
        ((days(-5), days(30)), {"head_before_redesign"}),
        ((days(30), days(-40)), {"head_before_redesign"}),
    ],
)
def test_the_head_is_named_before_any_phase_of_the_redesign_begins(starts, gaps):
    assert broken("IA-14", roles(days(-5), *starts)) == gaps


@pytest.mark.parametrize(
    ("signed", "partners", "gaps"),
    [(1, 1, set()), (2, 2, set()), (1, 2, {"every_partner_signed"}), (1, None, set())],
)
def test_every_partner_council_signs_the_cultural_alignment(signed, partners, gaps):
    themes = CATALOGUE.item("IA-13").fields["themes"].columns["theme"].choices
    row = {"our_view": "Ours", "their_view": "Theirs", "fit": "aligned"}
    signature = {"name": "Ingrid Stavely", "post": "Director", "signed_on": days(-3)}
    record = {
        "themes": [{"theme": theme, **row} for theme in themes],
        "approval": {"name": "Farida Quennell", "role": "sro", "signed_on": days(-3)},
        "partners": [{"partner": f"Council {number}", **signature} for number in range(signed)],
    }
    facts = {} if partners is None else {"partner_councils": partners}

    assert broken("IA-13", record, facts) == gaps


@pytest.mark.parametrize(
    ("item_id", "facts", "nations"),
    [
        ("EQ-01", {}, NATIONS[:3]),
        ("EQ-03", {"screening_positive": True}, NATIONS[:3]),
        ("EQ-07", {"staff_affected": 5}, NATIONS[:3]),
        ("EQ-08", {}, NATIONS),
        ("EQ-09", {"key_decision": False}, ("scotland", "wales")),
        ("EQ-09", {"key_decision": True}, NATIONS),
        ("EQ-11", {"strategic_decision": True, "decision_date": "2026-05-04"}, ("scotland", "wales")),
        ("EQ-11", {"strategic_decision": True, "decision_date": "2021-03-30"}, ("scotland",)),
        ("EQ-11", {"strategic_decision": True, "decision_date": "2018-03-31"}, ()),
        ("EQ-11", {"strategic_decision": False, "decision_date": "2026-05-04"}, ()),
        ("EQ-12", {"island_effect": True}, ("scotland",)),
        ("EQ-13", {}, ("northern_ireland",)),
        ("EQ-14", {"section_75_effect": True}, ("northern_ireland",)),
        ("EQ-14", {"section_75_effect": False}, ()),
        ("IA-12", {"public_facing": False, "contract_value_inc_vat": 0}, ("wales",)),
        ("IA-12", {"public_facing": False, "contract_value_inc_vat": 1}, NATIONS),
    ],
)
def test_an_item_is_asked_for_where_its_law_applies(item_id, facts, nations):
    item = CATALOGUE.item(item_id)

    assert tuple(nation for nation in NATIONS if item.is_required({**facts, "nation": nation})) == nations
    assert item.is_required({}), "while the nation is not known it is asked for"


@pytest.mark.parametrize(
    "kind", ["shared_service", "shared_management", "merger", "outsourcing", "joint_venture"]
)
def test_a_change_with_a_partner_shows_readiness_and_cultural_alignment(kind):
    for item_id in ("IA-10", "IA-13"):
        item = CATALOGUE.item(item_id)
        assert item.is_required({"change_type": (kind, "digital_ict")})
        assert not item.is_required({"change_type": ("restructure",)})


@pytest.mark.parametrize(
    ("effect", "found"), [("none", False), ("minor", False), ("major", True), ("not_known", True)]
)
def test_a_major_or_unknown_effect_calls_for_the_full_assessment_under_section_75(effect, found):
    rows = [
        {"category": "age", "duty": "opportunity", "effect": "none", "reason": "Nothing changes"},
        {"category": "disability", "duty": "opportunity", "effect": effect, "reason": "Counted"},
    ]
    facts = published_facts(CATALOGUE.item("EQ-13"), {"effects": rows})

    assert facts == {"section_75_effect": found}


@pytest.mark.parametrize("item", [i for i in CATALOGUE.items if i.id[:2] in {"IA", "EQ"}], ids=lambda i: i.id)
def test_nothing_is_asked_of_an_owner_that_no_check_reads(item):
    read = {(reading.field, reading.column) for check in item.checks for reading in check.reads()}
    asked = {(name, None) for name, field in item.fields.items() if not (field.columns or field.optional)}
    asked |= {
        (name, key)
        for name, field in item.fields.items()
        for key, column in field.columns.items()
        if not (column.optional or field.optional)
    }

    assert asked <= read


def test_an_adverse_cell_without_an_answer_is_missed():
    answer = {
        "cell": "7",
        "effect": "Longer journey",
        "response": "accept",
        "reason": "Rare",
        "accepted_by": "SRO",
    }

    assert broken("EQ-04", {"responses": [answer]}, {"adverse_cells": ("7",)}) == set()
    assert broken("EQ-04", {"responses": [answer]}, {"adverse_cells": ("7", "8")}) == {
        "every_effect_answered"
    }
