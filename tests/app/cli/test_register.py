"""One change from a file, with everything that is wrong with it said at once."""

from __future__ import annotations

import pytest

from tests.app.cli.desk import BOB, CHANGE, SRO

FAULTY = """
tittle: A change
types: [merger, mergr]
facts:
  tupe: maybe
  staff_affected: -3
sro: nobody@x.example
team: {servce_lead: lead@x.example}
illustrative: perhaps
councils: {a: b}
"""


def test_a_change_is_registered_with_its_facts_and_people(desk):
    told = desk.do("register", desk.file("change.yaml", CHANGE))
    change = desk.do("show", told["ref"])

    assert told["ref"] == "CHG-0001"
    assert told["gate"] == "impact"
    assert "tupe" in told["unknown_facts"]
    assert change["facts"] == {"change_type": ["shared_service"], "nation": "england"}
    assert change["people"][change["team"]["sro"]]["email"] == SRO


def test_json_is_read_as_well_as_yaml(desk):
    file = desk.file("change.json", '{"title": "Tabs\\tare fine", "facts": {"change_type": "merger"}}')

    assert desk.do("register", file)["title"] == "Tabs\tare fine"


def test_every_fault_is_listed_at_once_with_its_line(desk):
    ran = desk.run("register", desk.file("change.yaml", FAULTY), "--json")
    faults = {(fault["line"], fault["message"].split(":")[0]) for fault in ran.json["data"]["faults"]}

    assert (ran.code, ran.json["error"]) == (1, "CannotRegister")
    assert faults == {
        (None, "title"),
        (2, "tittle"),
        (3, "types"),
        (5, "tupe"),
        (6, "staff_affected"),
        (7, "sro"),
        (8, "servce_lead"),
        (9, "illustrative"),
        (10, "councils"),
    }
    assert desk.do("changes") == []


def test_a_person_reads_the_faults_one_below_the_other(desk):
    ran = desk.run("register", desk.file("change.yaml", FAULTY))

    assert ran.out == ""
    assert "9 things to put right:\n" in ran.err
    assert "\n  line 2: tittle: is not part of a change. Did you mean title?\n" in ran.err


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("missing.yaml", None, "FileMissing"),
        ("broken.yaml", "title: a: b", "NotYaml"),
        ("twice.yaml", "title: a\ntitle: b", "NotYaml"),
        ("list.yaml", "- a\n- b", "NotAMapping"),
        ("empty.yaml", "", "NotAMapping"),
        ("broken.json", '{"title": ', "NotYaml"),
    ],
)
def test_a_file_that_is_no_change_is_refused_by_name(desk, tmp_path, name, text, error):
    file = desk.file(name, text) if text is not None else tmp_path / name
    ran = desk.run("register", file, "--json")

    assert (ran.code, ran.json["error"]) == (1, error)
    assert str(file) in ran.json["message"]
    assert ran.json["advice"]


def test_a_folder_is_not_a_file_and_its_files_are_named(desk, tmp_path):
    desk.file("change.yaml", CHANGE)
    ran = desk.run("register", tmp_path, "--json")

    assert ran.json["error"] == "FileIsFolder"
    assert "change.yaml" in ran.json["advice"]


def test_a_document_is_not_taken_for_a_change(desk, tmp_path):
    file = tmp_path / "change.pdf"
    file.write_bytes(b"%PDF-1.7\xff\xfe")

    assert desk.run("register", file, "--json").json["error"] == "NotYaml"


def test_the_same_change_of_the_same_register_is_not_registered_twice(desk):
    first = desk.register("title: A\nexternal_ref: X-1\nsource: Register of 2026\n")
    again = desk.run(
        "register", desk.file("b.yaml", "title: B\nexternal_ref: X-1\nsource: Register of 2026\n"), "--json"
    )
    other = desk.register("title: C\nexternal_ref: X-1\nsource: Another register\n")

    assert again.json["error"] == "AlreadyRegistered"
    assert first in again.json["message"]
    assert [change["ref"] for change in desk.do("changes")] == [first, other]


def test_a_member_of_the_board_may_not_register(desk):
    ran = desk.run("register", desk.file("change.yaml", CHANGE), "--json", by=BOB)

    assert ran.json["error"] == "NotPermitted"
    assert "Bob Member" in ran.json["message"]
    assert "Olive Office" in ran.json["advice"]


def test_gatehouse_by_says_who_acts(desk):
    ran = desk.run("register", desk.file("change.yaml", CHANGE), "--json", GATEHOUSE_BY=SRO)
    change = desk.do("show", ran.json["ref"])

    assert change["people"][change["author"]]["email"] == SRO
