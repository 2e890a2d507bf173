"""Checking and moving changes from the command line, with Great Expectations."""

from __future__ import annotations

import pytest

from tests.app.cli.desk import ANN, BOB, CAT, OFFICE

# Great Expectations takes seconds to load: once, in one worker.
pytestmark = pytest.mark.xdist_group("great_expectations")

REASON = "The case is made and costed"


def test_a_change_without_evidence_is_not_complete_and_each_gap_says_who_owes_what(desk, ref):
    ran = desk.run("check", ref, "--json")
    first = ran.json["gaps"][0]

    assert (ran.code, ran.json["ref"], ran.json["gate"], ran.json["complete"]) == (3, ref, "impact", False)
    assert {"item", "rule", "severity", "owner", "message", "basis"} <= set(first)
    assert (first["item"], first["severity"], first["owner"]) == ("IA-01", "critical", "sro")
    assert first["owed_by"][0]["name"] == "Sam Sponsor"


def test_a_check_looks_at_any_gate_and_records_nothing(desk, ref):
    gaps = desk.run("check", ref, "--gate", "equality", "--json").json["gaps"]

    assert {gap["gate"] for gap in gaps} == {"equality"}
    assert desk.do("show", ref)["version"] == 1


def test_a_person_reads_the_gaps_item_by_item(desk, ref):
    ran = desk.run("check", ref)

    assert ran.code == 3
    assert (
        "IA-01 Case for change. Owed by Senior responsible owner: Sam Sponsor\n  blocks   Hand in IA-01"
        in ran.out
    )
    assert "As recorded so far" in ran.out


def test_advancing_takes_the_check_into_the_record_and_says_that_prefect_was_not_there(desk, ref):
    ran = desk.run("advance", ref)
    again = desk.run("advance", ref)

    assert ran.code == 0
    assert "Impact assessment: awaiting evidence" in ran.out
    assert "Prefect does not answer" in ran.err
    assert "Nothing followed" in again.out
    assert "Completeness of Impact assessment" in desk.run("show", ref).out


def test_advancing_all_moves_whatever_is_due_and_asks_the_people(desk, ref):
    desk.register("title: Another\n")
    told = desk.do("advance", "--all")

    assert [moved["ref"] for moved in told["moved"]] == ["CHG-0001", "CHG-0002"]
    assert (told["trouble"], told["prefect_followed"]) == ([], False)
    assert {card["ref"] for card in desk.do("prompts")} == {"CHG-0001", "CHG-0002"}
    assert desk.do("advance")["moved"] == []


def test_evidence_that_was_not_there_under_an_open_review_voids_it(desk, ref):
    """The desk opened the review whatever the evidence: the movers do not let that stand."""
    desk.open_review(ref)
    for member in (ANN, BOB, CAT):
        desk.do("vote", ref, "--outcome", "approve", "--reason", REASON, by=member)
    desk.do("advance", ref)
    shown = desk.do("show", ref)

    assert (shown["phase"], shown["gate"], shown["review"]) == ("gathering", "impact", None)
    assert "voided the review" in desk.run("show", ref).out


def test_one_change_or_all_but_not_both(desk, ref):
    assert desk.run("advance", ref, "--all").code == 2
    assert desk.run("advance", "CHG-0009", "--json").json["error"] == "UnknownReference"


def test_a_sweep_counts_the_whole_portfolio(desk, ref):
    desk.register("title: Another\n")
    desk.do("stop", "2", "--reason", "It is no longer needed now", "--lessons", "None", by="clerk@x.example")
    ran = desk.run("sweep", "--json")

    assert (ran.code, ran.json["checked"], ran.json["with_gaps"]) == (3, 1, 1)
    assert [change["ref"] for change in ran.json["changes"]] == [ref]
    rules = {rule["rule"]: rule["changes"] for rule in ran.json["rules"]}
    assert {gap["rule"] for gap in ran.json["changes"][0]["gaps"]} == set(rules)
    assert "IA-01  Case for change" in desk.run("sweep").out


def test_a_sweep_tells_what_is_new_since_the_last_one_that_was_recorded(desk):
    desk.register("title: One\n")
    first = desk.run("sweep")
    recorded = desk.run("sweep", "--record", "--json").json
    desk.register("title: Another\n")
    again = desk.run("sweep", "--newest", "1")

    assert "No sweep has been recorded yet" in first.out
    assert (recorded["last_recorded"], recorded["closed"]) == (None, 0)
    assert recorded["opened"] == recorded["blocking_gaps"] > 0
    assert f"{recorded['opened']} new, 0 closed." in again.out
    assert again.out.partition("Known since")[2].count("CHG-") == 1


def test_an_empty_portfolio_has_no_gaps(desk):
    assert desk.run("sweep", "--json").code == 0


def test_an_early_document_leaves_the_gaps_of_a_blank_record(desk, ref):
    told = desk.do(
        "evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=OFFICE
    )
    checked = desk.run("check", ref, "--json").json["gaps"]

    assert told["gaps"] == [
        {name: value for name, value in gap.items() if name != "owed_by"}
        for gap in checked
        if gap["item"] == "IA-02"
    ]
