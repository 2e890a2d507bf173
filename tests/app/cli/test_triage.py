"""Triage: the questionnaire, the form, the conversation, and what follows from answers before they are recorded."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.cli.triage_ask import DONE
from config.catalogue import load_catalogue
from tests.app.cli.desk import ANN, LEAD, SRO, Ran
from tests.machine import ROOT

QUESTIONS = [fact for _, facts in load_catalogue().questionnaire for fact in facts]


def conversation(desk, ref, *lines, args=()):
    """The command with what somebody types, line by line, until the input ends."""
    typed = "".join(f"{line}\n" for line in lines)
    words = ["triage", ref, "--ask", *args]
    found = CliRunner().invoke(app, words, input=typed, env=desk.environment, prog_name="gatehouse")
    return Ran(found.exit_code, found.stdout, found.stderr)


def version(desk, ref):
    return desk.do("show", ref)["version"]


# The questionnaire


def test_the_questionnaire_is_shown_by_section_with_answers_and_what_hangs_on_them(desk, ref):
    shown = desk.run("triage", ref).out
    headings = [line for line in shown.splitlines() if line and "  " not in line]

    assert headings[3:9] == [
        "The change",
        "People",
        "Public and service",
        "Data",
        "Money",
        "Route and partners",
    ]
    assert "Track. Full until answered: most redundancies at one establishment" in shown
    assert re.search(r"^nation +england +Nation$", shown, re.MULTILINE)
    assert re.search(
        r"^tupe +not answered +\d+ items? +Staff transfer under TUPE\. .* One of: none, in,",
        shown,
        re.MULTILINE,
    )
    assert "Pounds, for example 250000" in shown
    assert f"2 of {len(QUESTIONS)} questions are answered" in shown
    assert f"gatehouse triage {ref} --ask" in shown


def test_programs_get_the_same_questionnaire(desk, ref):
    told = desk.do("triage", ref)
    asked = {one["id"]: one for section in told["sections"] for one in section["questions"]}

    assert [*asked] == [fact.id for fact in QUESTIONS]
    assert asked["nation"]["answer"] == "england"
    assert asked["nation"]["holds_open"] == []
    assert "LG-04" in asked["tupe"]["holds_open"]
    assert (told["track"]["track"], told["track"]["reasons"]) == ("full", [])
    assert told["track"]["says"].startswith("Full until answered: ")
    assert {one["id"] for one in told["unknown_facts"]} == set(asked) - {"nation", "change_type"}


def test_when_all_is_answered_nothing_is_said_to_hang_on_it(desk, ref):
    desk.do("triage", ref, "--answers", desk.file("all.yaml", filled()))
    told = desk.do("triage", ref)

    assert told["unknown_facts"] == []
    assert not [one for section in told["sections"] for one in section["questions"] if one["holds_open"]]
    assert told["track"]["says"].startswith("Light: at most 10 posts affected")
    assert f"Every question of {ref} is answered." in desk.run("triage", ref).out


def filled():
    """An answer to every question: little is at stake."""
    answers = {
        "boolean": "no", "date": "2027-03-01", "money": "0", "number": "0", "choice": "{}", "choices": "[{}]",
    }  # fmt: skip
    lines = [f"{fact.id}: {answers[fact.kind].format(*fact.choices[:1])}" for fact in QUESTIONS]
    return "\n".join(lines) + "\n"


# Effects before recording


def test_effects_come_with_the_answers_that_decide_them(desk, ref):
    said = desk.run("triage", ref, "--set", "staff_affected=0", "--dry-run").out

    assert re.search(r"^Falls away \(\d+\)$", said, re.MULTILINE)
    assert re.search(r"^  IA-03 .*Staff affected is 0, which is not more than 0\.$", said, re.MULTILINE)
    assert "The track stays. Full until answered" in said
    assert "Nothing was recorded (--dry-run)." in said
    assert version(desk, ref) == 1


def test_the_track_is_told_before_and_after_with_its_reasons(desk, ref):
    desk.do("triage", ref, "--answers", desk.file("all.yaml", filled()))
    effects = desk.do("triage", ref, "--set", "redundancies_max_at_one_establishment_90d=25", "--dry-run")[
        "effects"
    ]

    assert effects["track_before"]["track"] == "light"
    assert effects["track_after"]["says"] == "Full: redundancies of 20 or more at one establishment"
    becomes = {one["item"]: one for one in effects["becomes_required"]}
    assert becomes["CO-06"]["because"] == "Most redundancies at one establishment is 25, which is at least 20"
    assert (
        "The track changes. Before: Light: at most 10 posts affected"
        in desk.run("triage", ref, "--set", "redundancies_max_at_one_establishment_90d=25").out
    )


def test_checks_that_begin_or_cease_to_apply_are_named(desk, ref):
    desk.do("triage", ref, "--set", "redundancies_max_at_one_establishment_90d=30")
    effects = desk.do("triage", ref, "--set", "redundancies_max_at_one_establishment_90d=120", "--dry-run")[
        "effects"
    ]
    said = desk.run("triage", ref, "--set", "redundancies_max_at_one_establishment_90d=120", "--dry-run").out

    assert {one["item"] for one in effects["checks_begin"]} >= {"LG-05", "CO-06"}
    assert {one["item"] for one in effects["checks_cease"]} >= {"LG-05"}
    assert re.search(r"^Checks that begin to apply \(\d+\)$", said, re.MULTILINE)
    assert re.search(r"^Checks that cease to apply \(\d+\)$", said, re.MULTILINE)


def test_evidence_that_would_no_longer_be_asked_for_is_named(desk, ref):
    blank = desk.file("ia-11.yaml", desk.run("evidence", "template", "IA-11").out)
    desk.do("evidence", "add", ref, "IA-11", "--record", blank, by=SRO)
    ran = desk.run("triage", ref, "--set", "staff_affected=0", "--dry-run")
    (told,) = [
        one
        for one in desk.do("triage", ref, "--set", "staff_affected=0", "--dry-run")["effects"]["falls_away"]
        if one["handed_in"]
    ]

    assert "Evidence handed in for IA-11 falls away too" in ran.err
    assert told["item"] == "IA-11"


def test_answers_that_change_nothing_that_is_asked_for_say_so(desk, ref):
    assert (
        "Nothing that is asked for changes."
        in desk.run("triage", ref, "--set", "planned_start=2027-01-04").out
    )


def test_a_fact_that_evidence_publishes_says_what_it_changes(desk, ref):
    before = desk.do("show", ref)["required"]["equality"]
    record = desk.file("eq-01.yaml", SCREENED)
    ran = desk.run("evidence", "add", ref, "EQ-01", "--record", record, by=SRO)
    again = desk.do("evidence", "add", ref, "EQ-01", "--record", record, by=SRO)
    gone = set(before) - set(desk.do("show", ref)["required"]["equality"])

    assert "EQ-02" in gone
    assert "What this evidence says changes what is asked for." in ran.out
    assert re.search(r"^  EQ-02 .*Equality screening found an effect is no\.$", ran.out, re.MULTILINE)
    assert again["unchanged"]
    assert not again["effects"]["falls_away"]


NINE = next(
    column.choices
    for item in load_catalogue().items
    if item.id == "EQ-01"
    for column in item.fields["characteristics"].columns.values()
    if "age" in column.choices
)
SCREENED = "screened_on: 2026-03-02\ncharacteristics:\n" + "".join(
    f'  - {{characteristic: {name}, affected: "no", reason: Nothing changes for anybody}}\n' for name in NINE
)


# The form


def test_the_form_holds_help_and_answers_and_reads_back_as_it_was_written(desk, ref):
    form = desk.home.parent / "form.yaml"
    assert desk.run("triage", ref, "--form", form).code == 0
    text = form.read_text(encoding="utf-8")

    assert "# ---- People ----" in text
    assert "\nnation: england\n" in text
    assert "\nchange_type: [shared_service]\n" in text
    assert "\nstaff_affected:\n" in text
    assert "# One of: none, in, out, in_and_out." in text
    assert "nothing was recorded" in desk.run("triage", ref, "--answers", form).out
    assert version(desk, ref) == 1


def test_every_kind_of_answer_survives_the_form(desk, ref):
    desk.do("triage", ref, "--answers", desk.file("all.yaml", filled()))
    form = desk.run("triage", ref, "--form", "-").out
    told = desk.do("triage", ref, "--answers", desk.file("again.yaml", form))

    assert version(desk, ref) == 2
    assert not told["becomes_required"]
    assert not told["falls_away"]
    assert len(told["facts"]) == len(QUESTIONS)


def test_a_blank_line_keeps_an_answer_and_unknown_takes_it_back(desk, ref):
    desk.do("triage", ref, "--set", "staff_affected=12")
    desk.do(
        "triage",
        ref,
        "--answers",
        desk.file("a.yaml", "nation:\nstaff_affected: unknown\ntupe: '  '\nhigh_impact: yes\n"),
    )
    facts = desk.do("show", ref)["facts"]

    assert (facts["nation"], facts["high_impact"]) == ("england", True)
    assert "staff_affected" not in facts


def test_every_fault_of_a_form_is_told_with_its_line(desk, ref):
    form = "nation: wales\ntupe: sideways\none_off_cost: dear\nstaff_afected: 3\ntrack: light\nscreening_positive: no\n"
    ran = desk.run("triage", ref, "--answers", desk.file("a.yaml", form), "--json")

    assert (ran.code, ran.json["error"]) == (1, "CannotAnswer")
    assert [(fault["line"], fault["message"].partition(":")[0]) for fault in ran.json["data"]["faults"]] == [
        (2, "tupe"), (3, "one_off_cost"), (4, "staff_afected"), (5, "track"), (6, "screening_positive"),
    ]  # fmt: skip
    assert version(desk, ref) == 1


def test_a_form_is_never_written_over_a_file(desk, ref):
    there = desk.file("there.yaml", "mine\n")

    assert desk.run("triage", ref, "--form", there, "--json").json["error"] == "FileThere"
    assert there.read_text(encoding="utf-8") == "mine\n"


def test_a_dry_run_of_a_form_records_nothing(desk, ref):
    told = desk.do("triage", ref, "--answers", desk.file("all.yaml", filled()), "--dry-run")

    assert told["dry_run"]
    assert version(desk, ref) == 1


@pytest.mark.parametrize(
    "args",
    [
        ["--set", "tupe=none", "--ask"],
        ["--answers", "a.yaml", "--form", "b.yaml"],
        ["--ask", "--json"],
    ],
)
def test_only_one_way_of_answering_at_a_time(desk, ref, args):
    ran = desk.run("triage", ref, *args)

    assert ran.code == 1
    assert "do not go together" in ran.out + ran.err


# The conversation


def test_a_conversation_asks_explains_and_asks_again(desk, ref):
    ran = conversation(desk, ref, "?", "scotland", "gas works", "merger, digital ict", DONE, "perhaps", "yes")

    assert ran.code == 0
    assert "Nation [england]: " in ran.err
    assert "The nation whose law applies" in ran.err
    assert "That cannot be taken: 'gas works' is not a choice" in ran.err
    assert "Answer yes or no." in ran.err
    assert re.search(
        r"^  EQ-12 .*until answered: Effect on island communities is not answered\.$", ran.out, re.MULTILINE
    )
    assert f"The facts of {ref} are recorded." in ran.out
    assert desk.do("show", ref)["facts"]["change_type"] == ["merger", "digital_ict"]


def test_enter_keeps_and_unknown_takes_back(desk, ref):
    ran = conversation(desk, ref, "unknown", *[""] * (len(QUESTIONS) - 1), "yes")

    assert ran.code == 0, ran.err
    assert desk.do("show", ref)["facts"] == {"change_type": ["shared_service"]}


def test_a_conversation_in_which_nothing_changes_records_nothing(desk, ref):
    ran = conversation(desk, ref, "England", *[""] * (len(QUESTIONS) - 1))

    assert ran.code == 0
    assert "No answer was changed: nothing was recorded." in ran.out
    assert version(desk, ref) == 1


def test_what_is_not_confirmed_is_not_recorded(desk, ref):
    ran = conversation(desk, ref, "wales", DONE, "no")

    assert ran.code == 0
    assert "Nothing was recorded." in ran.err
    assert version(desk, ref) == 1


def test_a_dry_conversation_shows_what_follows_and_asks_for_no_confirmation(desk, ref):
    ran = conversation(desk, ref, "wales", DONE, args=["--dry-run"])

    assert ran.code == 0
    assert "Nothing was recorded (--dry-run)." in ran.out
    assert version(desk, ref) == 1


@pytest.mark.parametrize("lines", [[], ["wales"], ["wales", DONE]])
def test_input_that_ends_early_records_nothing_and_says_so(desk, ref, lines):
    ran = conversation(desk, ref, *lines)

    assert ran.code == 1
    assert "The input ended before the last question: nothing was recorded." in ran.err
    assert version(desk, ref) == 1


def test_ctrl_c_in_a_terminal_records_nothing_and_says_so(desk, ref):
    ours, theirs = pty.openpty()
    wanted = {name: value for name, value in desk.environment.items() if value is not None}
    code = "from app.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "triage", ref, "--ask"],
        env={**os.environ, **wanted, "PYTHONPATH": str(ROOT)},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = until(ours, "Nation [england]: ")
    os.write(ours, b"wales\n")
    seen += until(ours, "Type of change")
    os.killpg(process.pid, signal.SIGINT)
    seen += until(ours, "nothing was recorded.")

    assert process.wait() == 130
    assert "Traceback" not in seen
    os.close(ours)
    assert version(desk, ref) == 1


def until(terminal, text):
    """What the terminal shows until it has shown the text; a terminal that closes ends the wait."""
    seen = ""
    while text not in " ".join(seen.split()) and text not in seen:
        try:
            seen += os.read(terminal, 4096).decode()
        except OSError:
            pytest.fail(f"the terminal closed before it showed {text!r}: {seen}")
    return seen


def test_whoever_may_not_answer_is_told_before_the_first_question(desk, ref):
    ran = conversation(desk, ref, "wales", args=["--by", ANN])

    assert ran.code == 1
    assert "may not" in ran.err
    assert "Nation" not in ran.err
    assert desk.run("triage", ref, "--ask", by=LEAD).code == 1
