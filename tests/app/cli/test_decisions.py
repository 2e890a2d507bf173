"""Votes, conditions and stops from the command line."""

from __future__ import annotations

import pytest

from tests.app.cli.desk import ANN, BOB, CAT, CLERK, OFFICE, REVIEWER, SRO

REASON = "The case is made and costed"


def vote(desk, ref, by, *args, outcome="approve", reason=REASON):
    return desk.run("vote", ref, "--outcome", outcome, "--reason", reason, *args, "--json", by=by)


def test_a_vote_is_cast_on_the_pack_under_review(desk, ref):
    pack = desk.open_review(ref)
    told = vote(desk, ref, ANN).json

    assert (told["outcome"], told["pack"], told["decided"]) == ("approve", pack, None)
    assert (len(told["voted"]), len(told["to_vote"])) == (1, 2)


def test_the_last_vote_says_what_is_decided(desk, ref):
    desk.open_review(ref)
    vote(desk, ref, ANN)
    vote(desk, ref, BOB)
    ran = desk.run("vote", ref, "--outcome", "approve", "--reason", REASON, by=CAT)

    assert "That decides it (approve)" in ran.out
    assert f"gatehouse advance {ref}" in ran.err


def test_who_has_voted_and_who_has_not_is_shown(desk, ref):
    desk.open_review(ref)
    vote(desk, ref, ANN)
    shown = desk.run("show", ref).out

    assert "Ann Member  Approve" in shown
    assert "Bob Member  has not voted" in shown


def test_the_beginning_of_the_pack_that_was_read_will_do(desk, ref):
    pack = desk.open_review(ref)

    assert vote(desk, ref, ANN, "--pack", pack[:12]).code == 0


@pytest.mark.parametrize(
    ("args", "by", "outcome", "reason", "error", "hint"),
    [
        ([], None, "approve", REASON, "NobodyNamed", "GATEHOUSE_BY"),
        ([], "anna@x.example", "approve", REASON, "UnknownPerson", ANN),
        ([], SRO, "approve", REASON, "OwnChange", "Ann Member"),
        ([], REVIEWER, "approve", REASON, "NotAVoter", "Ann Member"),
        ([], ANN, "approve", "Fine by me", "ReasonTooShort", "sentence"),
        (["--pack", "0123456789abcdef"], ANN, "approve", REASON, "PackChanged", "gatehouse show"),
        ([], ANN, "approve_with_conditions", REASON, "ConditionsMissing", "--condition"),
        (
            ["--condition", "Publish"],
            ANN,
            "approve_with_conditions",
            REASON,
            "UnreadableCondition",
            "2026-12-31",
        ),
        (
            ["--condition", f"Publish;{SRO};soon"],
            ANN,
            "approve_with_conditions",
            REASON,
            "UnreadableDay",
            "21/11/2026",
        ),
        (
            ["--condition", f"Publish;{SRO};1/1/2020"],
            ANN,
            "approve_with_conditions",
            REASON,
            "ConditionUnsound",
            "today",
        ),
        (["--condition", f"Publish;{SRO};1/1/2999"], ANN, "approve", REASON, "ConditionsMisplaced", "leave"),
    ],
)
def test_a_vote_that_cannot_count_is_refused_with_what_to_do(
    desk, ref, args, by, outcome, reason, error, hint
):
    desk.open_review(ref)
    ran = vote(desk, ref, by, *args, outcome=outcome, reason=reason)

    assert (ran.code, ran.json["error"]) == (1, error)
    assert hint in ran.json["advice"]
    assert desk.do("show", ref)["review"]["ballots"] == {}


def test_people_are_called_by_name_in_a_refusal(desk, ref):
    desk.open_review(ref)
    ran = desk.run("vote", ref, "--outcome", "approve", "--reason", REASON, by=SRO)

    assert "Sam Sponsor may not vote" in ran.err
    assert "PER-" not in ran.err


def test_where_due_regard_is_asked_for_a_vote_carries_the_members_own_word(desk, ref):
    desk.open_review(ref, attestation=True)

    assert vote(desk, ref, ANN).json["error"] == "AttestationMissing"
    assert vote(desk, ref, ANN, "--attest").code == 0


def test_without_a_review_there_is_nothing_to_vote_on(desk, ref):
    assert vote(desk, ref, ANN).json["error"] == "NoOpenReview"


def test_a_misspelt_outcome_is_a_wrong_use(desk, ref):
    ran = vote(desk, ref, ANN, outcome="aprove")

    assert ran.code == 2
    assert "approve_with_conditions" in ran.err


def test_a_change_is_stopped_by_its_sponsor_with_reason_and_lessons(desk, ref):
    args = [
        "stop",
        ref,
        "--reason",
        "Talks ended by agreement of both",
        "--lessons",
        "Agree the leadership first",
    ]

    assert desk.run(*args, "--json", by=ANN).json["error"] == "NotPermitted"
    assert desk.do(*args, by=SRO)["phase"] == "stopped"
    assert "Agree the leadership first" in desk.run("show", ref).out


@pytest.mark.parametrize(
    "args",
    [
        ["triage", "1", "--set", "staff_affected=1"],
        ["team", "1", "--set", f"sro={SRO}"],
        ["check", "1"],
        ["vote", "1", "--outcome", "approve", "--reason", REASON, "--by", ANN],
        ["stop", "1", "--reason", "Once more and for good", "--lessons", "", "--by", SRO],
    ],
)
def test_a_closed_change_says_that_it_is_closed(desk, ref, args):
    desk.do("stop", ref, "--reason", "Talks ended by agreement of both", "--lessons", "None", by=SRO)
    ran = desk.run(*args, "--json")

    assert (ran.code, ran.json["error"]) == (1, "ChangeClosed")
    assert "gatehouse show CHG-0001" in ran.json["advice"]


def test_conditions_are_listed_and_accepted_by_somebody_else_than_their_owner(desk, ref):
    desk.open_review(ref)
    condition = ["--condition", f"Publish; in full; {OFFICE}; 1 January 2999"]
    for member in (ANN, BOB, CAT):
        assert vote(desk, ref, member, *condition, outcome="approve_with_conditions").code == 0
    desk.settle(ref)
    (listed,) = desk.do("condition", "list", ref)
    proof = ["condition", "discharge", ref, "c1", "--evidence", "Published on the web site"]

    assert (listed["id"], listed["text"], listed["due"]) == ("C1", "Publish; in full", "2999-01-01")
    assert desk.run(*proof, "--json", by=OFFICE).json["error"] == "NotPermitted"
    assert desk.do(*proof, by=CLERK)["open"] == []
    assert desk.run(*proof, "--json", by=CLERK).json["error"] == "UnknownCondition"
