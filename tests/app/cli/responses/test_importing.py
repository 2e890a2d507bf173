"""Importing what a platform exports: whole or not at all, and never twice."""

from __future__ import annotations

import csv
import subprocess
import sys
import time

import pytest

from tests.app.cli.desk import ANN, OFFICE, SRO
from tests.app.cli.responses.consultation import (
    DPO,
    ENGAGE,
    HEADINGS,
    ROWS,
    TEXT,
    TODAY,
    before_the_last_board,
)
from tests.machine import ROOT


def test_an_import_says_what_it_took_and_what_not(desk, ref, export):
    ran = desk.run("responses", "import", ref, export, by=ENGAGE)

    assert ran.code == 3
    assert f"5 responses recorded for {ref}, 0 known already, 1 rejected. Marked as duplicates: 1." in ran.out
    assert "individual 3, organisation 1, business 1" in ran.out
    assert "Answered in people's own words: Why?." in ran.out
    assert "Line 7: no question is answered" in ran.err
    assert "1 has no day of receipt" in ran.err
    with (export.parent / "export-rejects.csv").open(encoding="utf-8-sig") as file:
        (rejected,) = csv.DictReader(file)
    assert rejected["Response ID"] == "R-6"


def test_the_same_file_is_taken_once(desk, imported, export):
    again = desk.run("responses", "import", imported, export, by=ENGAGE)
    told = desk.do("responses", "import", imported, export, by=SRO)

    assert (again.code, told["already_imported"], told["new"]) == (0, True, 0)
    assert "is imported already" in again.out


def test_of_a_later_export_only_what_is_new_is_taken(desk, imported):
    newer = "R-7,3/2/2026,Individual,South,,65+,Agree,and quite another reason for me to write"
    later = desk.file("later.csv", "\n".join([HEADINGS, *ROWS[:5], newer, ""]))

    told = desk.do("responses", "import", imported, later, by=OFFICE)

    assert (told["new"], told["known"], told["received"]) == (1, 5, 6)


def test_a_dry_run_records_nothing(desk, ref, export):
    ran = desk.run("responses", "import", ref, export, "--dry-run", by=ENGAGE)

    assert ran.code == 3
    assert "Nothing was recorded. 5 responses" in ran.out
    assert not list(export.parent.glob("*rejects*"))
    assert desk.do("responses", "list", ref) == []


def test_a_mapping_and_a_file_of_rejects_can_be_named(desk, ref):
    mapping = desk.file("map.yaml", "respondent: {from: Who}\nreceived: {from: When}\nid: No\n")
    file = desk.file("other.csv", "No,Who,When,Q\n1,Staff,1/2/2026,Yes\n2,Staff,tomorrow,No\n")
    rejects = file.with_name("bad.csv")

    ran = desk.run("responses", "import", ref, file, "--map", mapping, "--rejects", rejects, by=ENGAGE)
    same = desk.run("responses", "import", ref, file, "--rejects", file, by=ENGAGE)

    assert (ran.code, same.code) == (3, 1)
    assert "tomorrow" in rejects.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "nothing to import"), ("a,b\n1,2\n", "does not look like"), ("%PDF-1.7", "PDF")],
)
def test_a_file_that_is_no_export_is_refused(desk, ref, text, why):
    ran = desk.run("responses", "import", ref, desk.file("x.csv", text), by=ENGAGE)

    assert ran.code == 1
    assert why in ran.err


@pytest.mark.parametrize("by", [ANN, DPO])
def test_who_may_not_import_is_told_who_may(desk, ref, export, by):
    ran = desk.run("responses", "import", ref, export, by=by)

    assert ran.code == 1
    assert "Ask Engage, Sam Sponsor" in ran.err
    assert desk.run("responses", "import", ref, export).code == 1
    assert desk.run("responses", "import", ref, export.with_name("none.csv"), by=ENGAGE).code == 1


def test_a_vote_on_the_consultation_is_void_when_more_comes_in(desk, ref, export):
    before_the_last_board(desk, ref)
    letter = ("--channel", "letter", "--from", "individual", "--received", TODAY, "--text", "A letter")
    logged = desk.run("responses", "add", ref, *letter, by=ENGAGE)
    assert "its votes are void" in logged.err

    desk.open_review(ref)
    imported = desk.run("responses", "import", ref, export, by=ENGAGE)
    assert "its votes are void" in imported.err


def test_an_import_that_is_killed_leaves_nothing_half_done(desk, ref):
    rows = (f"R-{n},1/2/2026,Individual,North,,65+,Agree,{TEXT} {n}" for n in range(40_000))
    file = desk.file("large.csv", "\n".join([HEADINGS, *rows, ""]))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.app.cli.run", "responses", "import", ref, file, "--by", ENGAGE],
        cwd=ROOT,
        env={"GATEHOUSE_HOME": str(desk.home), "PATH": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_staged_rows(desk, process)
    process.kill()
    process.wait()

    assert desk.do("responses", "list", ref) == []
    assert desk.do("ledger", "verify")["ok"]
    assert desk.do("responses", "import", ref, file, by=ENGAGE)["new"] == 40_000


def wait_for_staged_rows(desk, process):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(desk.home / "gatehouse.db")) as database:
        while not database.execute("SELECT count(*) FROM responses").fetchone()[0]:
            assert process.poll() is None
            time.sleep(0.02)
