"""Looking at changes, answering facts, naming people."""

from __future__ import annotations

import pytest

from tests.app.cli.desk import ANN, LEAD, OFFICE, SRO


def test_the_list_says_where_each_change_stands_and_who_answers_for_it(desk, ref):
    (row,) = desk.do("changes")

    assert row["ref"] == ref
    assert (row["phase"], row["gate"], row["waiting"]) == ("gathering", "impact", "evidence")
    assert row["sro"]["email"] == SRO
    listed = desk.run("changes").out
    assert "Payroll with a neighbour" in listed
    assert "Sam Sponsor" in listed


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--gate", "impact"], ["CHG-0001", "CHG-0002"]),
        (["--gate", "equality"], []),
        (["--type", "merger"], ["CHG-0002"]),
        (["--sro", SRO], ["CHG-0001"]),
        (["--search", "PAYROLL neighbour"], ["CHG-0001"]),
        (["--phase", "stopped"], []),
        (["--waiting", "board"], []),
        (["--sort", "-title"], ["CHG-0001", "CHG-0002"]),
        (["--sort", "title"], ["CHG-0002", "CHG-0001"]),
        (["--limit", "1"], ["CHG-0001"]),
        (["--limit", "1", "--page", "2"], ["CHG-0002"]),
        (["--page", "2"], []),
    ],
)
def test_the_list_is_filtered_sorted_and_paged(desk, ref, filters, found):
    desk.register("title: Merging two districts\ntypes: [merger]\n")

    assert [row["ref"] for row in desk.do("changes", *filters)] == found


def test_a_person_is_told_why_a_list_is_empty(desk):
    assert "gatehouse register" in desk.run("changes").out
    desk.register()
    assert "No change meets" in desk.run("changes", "--type", "merger").out
    assert "no such page" in desk.run("changes", "--page", "9").out


def test_a_person_is_told_that_there_is_more(desk, ref):
    desk.register("title: Another\n")

    assert "1 to 1 of 2" in desk.run("changes", "--limit", "1").err


@pytest.mark.parametrize("written", ["CHG-0001", "chg-1", "1", " 0001 "])
def test_a_reference_may_be_written_short(desk, ref, written):
    assert desk.do("show", written)["ref"] == ref


def test_an_unknown_reference_is_answered_with_near_ones(desk, ref):
    ran = desk.run("show", "CHG-1000")

    assert ran.code == 1
    assert ran.out == ""
    assert "There is no change CHG-1000." in ran.err
    assert "gatehouse changes" in ran.err


def test_one_change_is_shown_whole(desk, ref):
    shown = desk.do("show", ref)

    assert {gate["gate"]: gate["standing"] for gate in shown["gates"]} == {
        "impact": "here",
        **dict.fromkeys(("equality", "learning", "legal", "consultation"), "ahead"),
    }
    assert "IA-01" in shown["required"]["impact"]
    assert shown["waiting"]["kind"] == "evidence"
    assert [event["event"]["type"] for event in shown["history"]] == ["change_registered"]
    for heading in ("Gates", "Evidence", "Facts", "People", "What happened (1 event)"):
        assert f"\n{heading}\n" in desk.run("show", ref).out


def test_a_change_tells_its_track_and_why(desk, ref):
    desk.do("triage", ref, "--set", "change_type=merger", by=OFFICE)

    assert "Track. Full: a merger, an outsourcing or a joint venture" in desk.run("show", ref).out


def test_history_is_shown_at_its_end_or_whole(desk, ref):
    for number in range(12):
        desk.do("triage", ref, "--set", f"staff_affected={number}")

    assert len(desk.do("show", ref)["history"]) == 10
    assert len(desk.do("show", ref, "--history")["history"]) == 13
    assert "the last 10 of 13 events" in desk.run("show", ref).out


def test_what_a_pipe_gets_is_not_cut_off_coloured_or_wrapped(desk):
    title = "A very long title " * 15
    desk.register(f"title: {title}\n")
    shown = desk.run("changes").out

    assert title.strip() in shown
    assert "\x1b" not in shown
    assert not [line for line in shown.splitlines() if line != line.rstrip()]


def test_what_a_title_holds_cannot_steer_a_terminal(desk):
    desk.do("register", desk.file("c.json", '{"title": "Red \\u001b[31m alert \\u0007"}'))

    assert "Red [31m alert" in desk.run("changes").out


def test_triage_says_what_becomes_required_and_what_falls_away(desk, ref):
    told = desk.do("triage", ref, "--set", "staff_affected=0", "tupe=none")

    assert told["facts"] == {"staff_affected": 0, "tupe": "none"}
    assert "IA-03" in told["falls_away"]
    again = desk.do("triage", ref, "--set", "staff_affected=12")
    assert "IA-03" in again["becomes_required"]


def test_a_dry_run_of_triage_records_nothing(desk, ref):
    told = desk.do("triage", ref, "--set", "staff_affected=0", "--dry-run")

    assert told["falls_away"]
    assert "staff_affected" not in desk.do("show", ref)["facts"]


def test_an_empty_answer_takes_an_answer_back(desk, ref):
    desk.do("triage", ref, "--set", "staff_affected=12")
    desk.do("triage", ref, "--set", "staff_affected=")

    assert "staff_affected" in desk.do("show", ref)["unknown_facts"]


def test_without_answers_triage_asks_the_questions(desk, ref):
    asked = desk.do("triage", ref)["unknown_facts"]

    assert next(fact for fact in asked if fact["id"] == "staff_affected")["matters_to"]
    assert "Posts whose work" in desk.run("triage", ref).out


def test_the_same_answer_again_is_no_event(desk, ref):
    desk.do("triage", ref, "--set", "staff_affected=12")
    ran = desk.run("triage", ref, "--set", "staff_affected=12")

    assert "nothing was recorded" in ran.out
    assert desk.do("show", ref)["version"] == 2


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (["triage", "1", "--set", "staff_afected=1"], "FactsInvalid", "staff_affected"),
        (["triage", "1", "--set", "staff_affected"], "NotAnAnswer", "staff_affected"),
        (["triage", "1", "--set", "tupe=maybe"], "FactsInvalid", "in_and_out"),
        (["team", "1", "--set", "sroo=sro@x.example"], "CannotAssign", "sro"),
        (["team", "1", "--set", "sro=sra@x.example"], "CannotAssign", "sro@x.example"),
        (["changes", "--gate", "equalty"], "UnknownGate", "equality"),
        (["changes", "--sort", "colour"], "UnknownSort", "updated"),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(desk, ref, args, error, hint):
    ran = desk.run(*args, "--json")

    assert (ran.code, ran.json["error"]) == (1, error)
    assert hint in ran.json["message"] + ran.json["advice"]


def test_those_who_do_not_lead_a_change_cannot_answer_for_it(desk, ref):
    ran = desk.run("triage", ref, "--set", "staff_affected=1", "--json", by=ANN)

    assert ran.json["error"] == "NotPermitted"
    assert "Ann Member may not" in ran.json["message"]


def test_people_are_named_for_roles_and_roles_left_open_again(desk, ref):
    named = desk.do("team", ref, "--set", f"service_lead={LEAD}", by=OFFICE)["team"]
    emptied = desk.do("team", ref, "--set", "service_lead=")["team"]

    assert named["service_lead"]["email"] == LEAD
    assert set(emptied) == {"sro"}
    assert "Sam Sponsor" in desk.run("team", ref).out


def test_prompts_of_a_change_name_whom_they_are_for(desk, ref):
    desk.open_review(ref)
    cards = desk.do("prompts", ref)

    assert {card["to"][0]["name"] for card in cards} == {"Ann Member", "Bob Member", "Cat Member"}
    assert len(desk.do("prompts", ref, "--to", ANN)) == 1
    assert "Ann Member" in desk.run("prompts", ref).out
    assert desk.do("prompts") == []
