"""A register becomes changes: once each, whatever is imported again."""

from __future__ import annotations

import csv
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app.cli.desk import SRO

HEADINGS = "external_ref,title,types,nation,staff_affected,sro"
GOOD = f"{HEADINGS}\nX-1,First,merger,england,12,sro@x.example\nX-2,Second,digital_ict,wales,,\n"


def test_every_row_becomes_a_change(desk):
    told = desk.do("import", desk.file("register.csv", GOOD))

    assert {name: told[name] for name in ("accepted", "rejected", "new", "unchanged", "updated")} == {
        "accepted": 2,
        "rejected": 0,
        "new": 2,
        "unchanged": 0,
        "updated": 0,
    }
    assert told["rejects_file"] is None
    assert "UTF-8" in told["reading"].upper()
    first = desk.do("show", "1")
    assert first["facts"] == {"change_type": ["merger"], "nation": "england", "staff_affected": 12}
    assert first["people"][first["team"]["sro"]]["email"] == SRO
    assert first["history"][0]["door"] == "import"


def test_importing_again_doubles_nothing(desk):
    file = desk.file("register.csv", GOOD)
    desk.do("import", file)
    told = desk.do("import", file)

    assert (told["new"], told["unchanged"]) == (0, 2)
    assert len(desk.do("changes")) == 2


def test_the_same_reference_in_another_register_is_another_change(desk):
    headings = f"{HEADINGS},source"
    desk.do("import", desk.file("a.csv", f"{headings}\nX-1,First,merger,england,,,Register A\n"))
    other = desk.file("b.csv", f"{headings}\nX-1,Else,merger,england,,,Register B\n")

    assert desk.do("import", other)["new"] == 1
    assert desk.do("import", other)["unchanged"] == 1


def test_what_the_register_says_anew_is_taken_over(desk):
    desk.do("import", desk.file("register.csv", GOOD))
    told = desk.do("import", desk.file("register.csv", GOOD.replace("england,12", "england,15")))

    assert (told["updated"], told["unchanged"]) == (1, 1)
    assert desk.do("show", "1")["facts"]["staff_affected"] == 15


def test_an_answer_given_at_triage_is_not_undone_by_importing_again(desk):
    file = desk.file("register.csv", GOOD)
    desk.do("import", file)
    desk.do("triage", "1", "--set", "staff_affected=99")

    assert desk.do("import", file)["unchanged"] == 2
    assert desk.do("show", "1")["facts"]["staff_affected"] == 99


def test_rows_that_cannot_be_registered_come_back_with_reasons_and_the_rest_is_recorded(desk):
    rows = "X-3,,merger,england,,\nX-4,Fourth,murger,england,many,\nX-5,Fifth,merger,england,,\n"
    ran = desk.run("import", desk.file("register.csv", GOOD + rows), "--json")

    assert ran.code == 3
    assert (ran.json["new"], ran.json["rejected"]) == (3, 2)
    with Path(ran.json["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [row["external_ref"] for row in rejects] == ["X-3", "X-4"]
    assert "title" in " ".join(rejects[0].values())


def test_the_rejects_go_where_they_are_wanted(desk, tmp_path):
    wanted = tmp_path / "put-right.csv"
    ran = desk.run(
        "import", desk.file("register.csv", f"{GOOD}X-3,,merger,,,\n"), "--rejects", wanted, "--json"
    )

    assert ran.json["rejects_file"] == str(wanted)
    assert wanted.is_file()


def test_the_register_itself_is_never_overwritten_by_its_rejects(desk):
    file = desk.file("register.csv", GOOD)

    assert desk.run("import", file, "--rejects", file, "--json").json["error"] == "SameFile"


def test_a_dry_run_says_the_same_and_records_nothing(desk, tmp_path):
    file = desk.file("register.csv", f"{GOOD}X-3,,merger,,,\n")
    ran = desk.run("import", file, "--dry-run", "--json")

    assert (ran.code, ran.json["new"], ran.json["rejected"], ran.json["dry_run"]) == (3, 2, 1, True)
    assert desk.do("changes") == []
    assert not list(tmp_path.glob("*rejects*"))


def test_a_sponsor_whom_nobody_knows_is_reported_and_taken_once_known(desk):
    file = desk.file("register.csv", GOOD.replace(SRO, "new.sponsor@x.example"))
    told = desk.do("import", file)
    desk.do("people", "add", "new.sponsor@x.example", "--role", "sro")

    assert told["unknown_people"] == ["new.sponsor@x.example"]
    assert desk.do("import", file)["updated"] == 1
    change = desk.do("show", "1")
    assert change["people"][change["team"]["sro"]]["email"] == "new.sponsor@x.example"


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("missing.csv", None, "FileMissing"),
        ("empty.csv", "", "EmptyRegister"),
        ("headings.csv", "external_ref,title\n", "EmptyRegister"),
        ("other.csv", "project,name\n1,A\n", "NoMapping"),
    ],
)
def test_a_file_that_is_no_register_is_refused(desk, tmp_path, name, text, error):
    file = desk.file(name, text) if text is not None else tmp_path / name

    assert desk.run("import", file, "--json").json["error"] == error


def test_a_person_reads_how_the_file_was_read_and_what_became_of_it(desk):
    ran = desk.run("import", desk.file("register.csv", f"{GOOD}X-3,,merger,,,\n"))

    assert "Read as CSV" in ran.out
    assert "2 rows accepted: 2 registered" in ran.out
    assert "Line 4:" in ran.err


@pytest.mark.needs("shared_data")
def test_the_major_projects_of_government_are_imported_by_their_mapping(desk, shared_data):
    from tests.machine import ROOT

    mapping = ROOT / "config" / "imports" / "gmpp.yaml"
    ran = desk.run("import", shared_data / "gmpp_2022.csv", "--map", mapping, "--json")

    assert ran.code in {0, 3}
    assert ran.json["accepted"] + ran.json["rejected"] > 200
    assert desk.run("import", shared_data / "gmpp_2022.csv", "--map", mapping, "--json").json["new"] == 0


def test_two_imports_of_one_register_at_the_same_moment_double_nothing(desk):
    rows = "".join(f"X-{number},Change {number},merger,england,,\n" for number in range(1200))
    file = desk.file("register.csv", f"{HEADINGS}\n{rows}")
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda _: desk.process("import", file, "--json"), range(2))

    assert (first.code, second.code) == (0, 0), first.err + second.err + first.out + second.out
    assert first.json["accepted"] == second.json["accepted"] == 1200
    assert first.json["new"] + second.json["new"] == 1200
    assert len(desk.do("changes", "--limit", "5000")) == 1200


def test_the_file_itself_is_kept_and_each_change_says_where_it_stood_in_it(desk):
    file = desk.file("register.csv", GOOD)
    told = desk.do("import", file)

    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert told["file_kept_as"] == sha256
    (kept,) = (path for path in (desk.home / "documents").rglob("*") if path.is_file())
    assert kept.read_bytes() == file.read_bytes()
    assert f"line 3 (SHA-256 of the file: {sha256})" in desk.do("show", "2")["notes"][-1]
