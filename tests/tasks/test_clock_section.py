"""The clocks on a change's page."""

from __future__ import annotations

from datetime import date

import pytest

from gates.vocabulary import Phase
from tasks.change_page import change_page
from tasks.clock_section import clock_lines
from tests.flows.council import new_change
from tests.gates.world import world
from tests.tasks.test_pages import subject

TODAY = date(2026, 6, 1)
NOTICE = {"nation": "england", "key_decision": True, "decision_date": "2026-06-30"}
SETTLED = {
    **NOTICE,
    "notice_published_on": "2026-06-01",
    "public_or_staff_consultation": False,
    "redundancies_max_at_one_establishment_90d": 0,
    "tupe": "none",
    "subsidy": False,
    "screening_positive": False,
    "change_type": ("outsourcing",),
    "contract_value_inc_vat": 2_000_000,
}


def lines(facts, phase=Phase.GATHERING):
    change = world()
    state = change.state.model_copy(update={"answers": facts, "phase": phase})
    return clock_lines(state, change.book, TODAY)


def test_what_presses_stands_out_and_what_is_open_is_named():
    found = lines(NOTICE)

    assert found[0] == "## Clocks"
    assert found[2] == (
        "- **At risk**: Notice of the key decision. Publish the notice of the key decision: the last day is "
        "1 June 2026. "
        "(democratic services; SI 2012/2089 regs 9-11)"
    )
    assert found[3].startswith("- Running: Call-in.")
    assert found[-2].startswith("Not known yet, for want of an answer to: public or staff consultation")


def test_the_earliest_decision_comes_first_and_warnings_are_told():
    found = lines(SETTLED)

    assert found[2].startswith("Earliest lawful decision: **30 June 2026**, because the notice was published")
    assert any(line.startswith("- Advisory: Public interest test.") for line in found)
    assert not any("Notice of the key decision" in line for line in found)
    assert not any("Not known yet" in line for line in found)


def test_where_no_clock_has_anything_to_say_there_is_no_section():
    quiet = {**SETTLED, "key_decision": False, "contract_value_inc_vat": 0}

    assert lines(quiet) == []


@pytest.mark.parametrize("phase", [Phase.STOPPED, Phase.REJECTED])
def test_an_ended_change_has_no_clocks(phase):
    assert lines(NOTICE, phase) == []


def test_a_delivered_change_has_them():
    assert lines(NOTICE, Phase.DELIVERING)


def test_the_page_holds_the_section(house, office):
    page = change_page(subject(house, new_change(office)))

    assert "## Clocks\n\nNot known yet, for want of an answer to: " in page
