"""What is announced and not in force (Employment Rights Act 2025), or does not bind a council (PPN 024)."""

from __future__ import annotations

import pytest

from tests.gates.clocks.table import clock

ENGLAND = {"nation": "england"}
OUT = {"change_type": ("outsourcing",), "tupe": "out"}
BOUGHT = {**ENGLAND, "change_type": ("outsourcing", "merger"), "contract_value_inc_vat": 1_000_001}


@pytest.mark.parametrize(
    ("name", "facts", "status", "warns", "needs"),
    [
        ("organisation_redundancies", {**ENGLAND, "redundancies_total_90d": 249}, "switched_off", False, ()),
        ("organisation_redundancies", {**ENGLAND, "redundancies_total_90d": 250}, "switched_off", True, ()),
        ("organisation_redundancies", {**ENGLAND, "redundancies_total_90d": 0}, "not_applicable", False, ()),
        ("organisation_redundancies", ENGLAND, "switched_off", False, ("redundancies_total_90d",)),
        (
            "organisation_redundancies",
            {"nation": "northern_ireland", "redundancies_total_90d": 400},
            "not_applicable",
            False,
            (),
        ),
        ("fire_and_rehire", {**ENGLAND, "dismissal_and_reengagement": True}, "switched_off", True, ()),
        ("fire_and_rehire", {**ENGLAND, "dismissal_and_reengagement": False}, "not_applicable", False, ()),
        ("fire_and_rehire", {"dismissal_and_reengagement": True}, "switched_off", False, ("nation",)),
        ("fire_and_rehire", ENGLAND, "switched_off", False, ("dismissal_and_reengagement",)),
        ("two_tier_code", OUT, "switched_off", True, ()),
        ("two_tier_code", {**OUT, "tupe": "in_and_out"}, "switched_off", True, ()),
        ("two_tier_code", {**OUT, "tupe": "in"}, "not_applicable", False, ()),
        ("two_tier_code", {**OUT, "change_type": ("insourcing",)}, "not_applicable", False, ()),
        ("two_tier_code", {"change_type": ("outsourcing",)}, "switched_off", False, ("tupe",)),
        ("public_interest_test", BOUGHT, "advisory", True, ()),
        ("public_interest_test", {**BOUGHT, "change_type": ("insourcing",)}, "advisory", True, ()),
        (
            "public_interest_test",
            {**BOUGHT, "contract_value_inc_vat": 1_000_000},
            "not_applicable",
            False,
            (),
        ),
        ("public_interest_test", {**BOUGHT, "change_type": ("merger",)}, "not_applicable", False, ()),
        ("public_interest_test", {**BOUGHT, "nation": "scotland"}, "not_applicable", False, ()),
        (
            "public_interest_test",
            {**ENGLAND, "change_type": ("outsourcing",)},
            "unknown",
            False,
            ("contract_value_inc_vat",),
        ),
    ],
)
def test_it_warns_where_it_would_bite(name, facts, status, warns, needs):
    found = clock(name, facts)

    assert (found.status, bool(found.warning), found.needs) == (status, warns, needs)
    assert found.is_shown == (warns or status == "unknown")
    assert found.asks == "never"


def test_what_is_switched_off_says_since_when_it_is_expected():
    assert clock("organisation_redundancies", {"redundancies_total_90d": 300}).says == (
        "Not in force yet: expected in 2027."
    )
    assert "October 2026" in clock("two_tier_code", OUT).says
    assert clock("fire_and_rehire", {}).says == "Not in force yet: moved to 2027."


def test_the_council_sets_from_how_many_redundancies_it_is_warned():
    facts = {**ENGLAND, "redundancies_total_90d": 100}

    assert (
        "100 redundancies" in clock("organisation_redundancies", facts, organisation_redundancies=100).warning
    )
    assert not clock("organisation_redundancies", facts, organisation_redundancies=101).warning
