"""Real failures and real successes of councils, replayed: one test for each story of a case."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.casebook.case_file import CaseFault, Step, stories
from tests.casebook.deeds import DEEDS, Play
from tests.casebook.demands import must
from tests.casebook.stage import START

STORIES = stories()
VERBS = {**DEEDS, "must": must}


PLAYED = [pytest.param("sqlite", story, id=story.id) for story in STORIES] + [
    # The first story of each case shows that the other database decides alike.
    pytest.param("postgres", story, id=f"{story.id}, on PostgreSQL", marks=pytest.mark.needs("postgres"))
    for number, story in enumerate(STORIES)
    if number == 0 or STORIES[number - 1].case != story.case
]


@pytest.mark.parametrize(("council", "story"), PLAYED, indirect=["council"])
def test_the_product_does_what_the_case_asks_for(stage, story):
    play, so_far = Play(stage), [f"{story.title} ({story.source}): {story.name}"]
    for step in story.steps:
        so_far.append(f"  day {(stage.now - START).days:<4} {step.line}")
        if fault := fault_of(play, step):
            pytest.fail("\n".join([*so_far, f"  What was wanted: {fault}"]), pytrace=False)


def fault_of(play, step):
    """What was not as the story wants it."""
    if step.verb not in VERBS:
        raise CaseFault(f"{step.verb!r} cannot be done; known: {', '.join(VERBS)}")
    try:
        VERBS[step.verb](play, step.what)
    except CaseFault:
        raise
    except AssertionError as fault:
        return str(fault)
    return ""


def test_every_case_is_told_more_than_once_and_demands_something_each_time():
    told = Counter(story.case for story in STORIES)

    assert len(told) == 12
    assert min(told.values()) >= 1
    assert all({"must", "pass_gate"} & {step.verb for step in story.steps} for story in STORIES)


LATE = {"IA-02": {"approved_on": "today-20"}, "EQ-01": {"screened_on": "today-5"}}


@pytest.mark.parametrize(
    ("demand", "says"),
    [
        ({"report": {"EQ-01.screening_done": "critical"}}, "EQ-01.screening_done is reported, but"),
        ({"report": {"EQ-01.before_options_approved": "warning"}}, "is warning, but it is critical"),
        ({"not_report": ["EQ-01"]}, "nothing is reported of EQ-01, but"),
        ({"block_by_nothing_but": []}, "nothing at all blocks, but"),
        ({"block_by_nothing_but": ["EQ-08.provided", "EQ-99.none"]}, "blocks, but"),
        ({"never_say": ["later than the approval"]}, "is said, but"),
        ({"asked": ["EQ-12"]}, "EQ-12 is asked for"),
        ({"not_asked": ["EQ-01"]}, "EQ-01 is not asked for"),
        ({"stand": {"gate": "legal"}}, "but it stands at"),
        ({"facts": {"nation": "wales"}}, "nation is wales, but it is england"),
        ({"clocks": {"first_equality_review": "met"}}, "but:"),
        ({"prompt": {"kind": "vote", "about": "r1", "to": "sro"}}, "is out, but these are"),
        ({"no_prompt": {"kind": "evidence", "about": "IA-01", "to": "sro"}}, "no card"),
        ({"overlaps": {"shared": {"it": ["age"]}, "not_named": []}}, "but found"),
        ({"keep": {"reason": "None at all"}}, "is kept, but"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_demand_that_is_not_met_fails_and_says_what_was_found(stage, demand, says):
    play = Play(stage)
    for verb, what in (("register", {"title": "Late"}), ("hand_in", LATE)):
        assert fault_of(play, Step(verb, what)) == ""

    assert says in fault_of(play, Step("must", {"at": "equality", **demand}))


def test_a_deed_that_should_be_refused_and_is_not_fails(stage):
    play = Play(stage)
    fault_of(play, Step("register", {"title": "Ended"}))
    reason = {"by": "sro", "reason": "The saving was found in another budget"}

    assert "but it was by ReasonTooShort" in fault_of(
        play, Step("stop", {**reason, "reason": "No", "refused": "NotPermitted"})
    )
    assert "but it was by nobody" in fault_of(play, Step("stop", {**reason, "refused": "NotPermitted"}))


@pytest.mark.parametrize(
    "step",
    [
        Step("dance", {}),
        Step("must", {"dance": True}),
        Step("turn_to", "another"),
        Step("day", -1),
        Step("pass_gate", "legal"),
        Step("log_response", {"channel": "email", "received_on": "today", "pages": 53}),
    ],
    ids=lambda step: step.verb,
)
def test_a_step_that_cannot_be_played_is_no_failure_of_the_product(stage, step):
    play = Play(stage)
    fault_of(play, Step("register", {"title": "Misspelt"}))

    with pytest.raises(CaseFault):
        fault_of(play, step)
