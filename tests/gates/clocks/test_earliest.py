"""The first day on which a decision is lawful: the latest of what must pass before it."""

from __future__ import annotations

import pytest

from gates.clocks import ClockPolicy, clock_facts, earliest_lawful_decision
from gates.conditions import FactValue
from tests.gates.clocks.table import on

NOTICE: dict[str, FactValue] = {
    "nation": "england",
    "key_decision": True,
    "notice_published_on": "2026-06-01",
}
CONSULTED: dict[str, FactValue] = {
    "nation": "england",
    "public_or_staff_consultation": True,
    "high_impact": False,
    "consultation_opens_on": "2026-06-01",
    "consultation_closes_on": "2026-07-13",
}
NOT_KEY: dict[str, FactValue] = {"key_decision": False}
NOT_CONSULTED: dict[str, FactValue] = {"public_or_staff_consultation": False}


@pytest.mark.parametrize(
    ("facts", "earliest"),
    [
        # 28 clear days after 1 June; five by general exception; none by special urgency.
        ({**NOTICE, **NOT_CONSULTED}, "2026-06-30"),
        ({**NOTICE, **NOT_CONSULTED, "key_decision_notice": "general_exception"}, "2026-06-07"),
        ({**NOTICE, **NOT_CONSULTED, "key_decision_notice": "special_urgency"}, None),
        ({"nation": "wales", **NOT_CONSULTED}, None),
        ({**NOTICE, **NOT_CONSULTED, "executive_arrangements": False}, None),
        # Five clear working days after the close.
        ({**CONSULTED, **NOT_KEY}, "2026-07-21"),
        ({**CONSULTED, **NOT_KEY, "nation": "northern_ireland"}, "2026-07-21"),
        ({**CONSULTED, **NOT_KEY, "consultation_closes_on": "2026-08-27"}, "2026-09-05"),
        (
            {**CONSULTED, **NOT_KEY, "consultation_closes_on": "2026-08-27", "nation": "scotland"},
            "2026-09-04",
        ),
        # A close that is too early, not planned, or before what a statute asks for: the earliest lawful one counts.
        ({**CONSULTED, **NOT_KEY, "consultation_closes_on": "2026-06-20"}, "2026-07-21"),
        ({**CONSULTED, **NOT_KEY, "consultation_closes_on": None}, "2026-07-21"),
        ({**CONSULTED, **NOT_KEY, "earliest_lawful_close": "2026-07-20"}, "2026-07-28"),
        ({**CONSULTED, **NOT_KEY, "high_impact": True}, "2026-09-02"),
        ({**CONSULTED, **NOT_KEY, "high_impact": None}, "2026-09-02"),
        # Both run: the later decides.
        ({**CONSULTED, **NOTICE}, "2026-07-21"),
        ({**CONSULTED, **NOTICE, "notice_published_on": "2026-07-01"}, "2026-07-30"),
    ],
)
def test_the_latest_limit_decides(facts, earliest):
    known = {name: value for name, value in facts.items() if value is not None}

    found, reasons = earliest_lawful_decision(known)

    assert found == (on(earliest) if earliest else None)
    assert bool(reasons) == bool(earliest)
    assert clock_facts(known) == ({"earliest_lawful_decision_on": earliest} if earliest else {})


@pytest.mark.parametrize(
    ("facts", "first_reason"),
    [
        ({}, "not answered yet: nation, key decision"),
        ({**NOT_KEY}, "not answered yet: public or staff consultation"),
        (
            {"nation": "england", "key_decision": True, **NOT_CONSULTED},
            "the notice of the key decision is not published",
        ),
        ({**CONSULTED, **NOT_KEY, "consultation_opens_on": None}, "not answered yet: consultation opens on"),
    ],
)
def test_a_missing_answer_leaves_it_open(facts, first_reason):
    known = {name: value for name, value in facts.items() if value is not None}

    found, reasons = earliest_lawful_decision(known)

    assert found is None
    assert reasons[0].startswith(first_reason)
    assert clock_facts(known) == {}


def test_what_is_known_already_is_told_after_what_is_missing():
    _, reasons = earliest_lawful_decision(NOTICE)

    assert reasons == (
        "not answered yet: public or staff consultation",
        "not before 30 June 2026: the notice was published on 1 June 2026 and 28 clear days must pass",
    )


def test_the_reason_that_decides_stands_first():
    day, reasons = earliest_lawful_decision({**CONSULTED, **NOTICE})

    assert day == on("2026-07-21")
    assert reasons == (
        "the consultation closes on 13 July 2026 and 5 clear working days must pass before the vote",
        "the notice was published on 1 June 2026 and 28 clear days must pass",
    )


def test_a_close_that_is_too_early_is_not_taken_for_lawful():
    _, reasons = earliest_lawful_decision({**CONSULTED, **NOT_KEY, "consultation_closes_on": "2026-06-20"})

    assert reasons[0].startswith("the consultation may close on 13 July 2026 at the earliest")


def test_the_councils_own_numbers_count():
    policy = ClockPolicy(consultation_days=10, report_to_vote_working_days=1)
    facts = {**CONSULTED, **NOT_KEY, "consultation_closes_on": "2026-06-11"}

    assert earliest_lawful_decision(facts, policy)[0] == on("2026-06-13")
