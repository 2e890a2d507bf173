"""Responses on the command line: logged, counted, marked, erased, exported."""

from __future__ import annotations

import csv

import pytest

from tests.app.cli.desk import ANN
from tests.app.cli.responses.consultation import DPO, ENGAGE, TEXT, TODAY, close


def test_a_long_paper_is_kept_counted_and_late(desk, imported, monkeypatch):
    paper = desk.file("53 pages by Jane Doe.txt", "We object. " * 2000)
    args = ("--channel", "letter", "--from", "voluntary_group", "--received", "9/2/2026")

    ran = desk.run("responses", "add", imported, *args, "--document", paper, "--name", "Jane Doe", by=ENGAGE)
    shown = desk.run("responses", "show", imported, "6").out

    assert ran.code == 0, ran.err
    assert (
        f"Response 6 of {imported} is recorded: letter, voluntary group, received 9 February 2026." in ran.out
    )
    assert "53 pages by Jane Doe.txt, 22000 bytes" in shown
    assert "Jane Doe" in shown
    assert desk.do("show", imported)["facts"]["responses_received"] == 6


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--channel", "letter", "--received", TODAY), "needs what was said"),
        (("--channel", "letter", "--received", "2999-01-01", "--text", "x"), "after today"),
        (("--channel", "letter", "--received", "soon", "--text", "x"), "not a day"),
        (
            ("--channel", "letter", "--received", TODAY, "--text", "x", "--signatures", "3"),
            "counted on a petition",
        ),
    ],
)
def test_what_cannot_be_logged_is_explained(desk, ref, args, why):
    ran = desk.run("responses", "add", ref, "--from", "individual", *args, by=ENGAGE)

    assert ran.code == 1
    assert why in ran.err
    assert desk.do("responses", "list", ref) == []


def test_a_refused_response_leaves_no_document(desk, ref):
    paper = desk.file("paper.txt", "text")
    args = ("--channel", "email", "--from", "individual", "--received", "2999-01-01", "--document", paper)

    assert desk.run("responses", "add", ref, *args, by=ENGAGE).code == 1
    assert not [path for path in (desk.home / "documents").rglob("*") if path.is_file()]


def test_a_second_copy_is_marked_and_a_late_one_told(desk, imported):
    args = ("--channel", "email", "--from", "individual", "--received", TODAY, "--text", TEXT)
    close(desk, imported, "2026-02-09")
    first = desk.do("responses", "add", imported, *args, by=ENGAGE)
    second = desk.run("responses", "add", imported, *args, by=ENGAGE)

    assert first["late"]
    assert "It is marked as late" in second.err
    assert "says the same as response 6" in second.err
    assert [one["number"] for one in desk.do("responses", "list", imported, "--late")] == [6, 7]


def test_the_list_is_filtered_sorted_and_paged(desk, imported):
    listed = desk.run(
        "responses", "list", imported, "--type", "individual", "--sort", "-number", "--limit", "2"
    )

    assert "1 to 2 of 3" in listed.err
    assert listed.out.index("\n  4") < listed.out.index("\n  3")
    assert "duplicate of 3" in listed.out
    assert (
        "No response meets all of that." in desk.run("responses", "list", imported, "--channel", "letter").out
    )
    assert "no such page" in desk.run("responses", "list", imported, "--page", "9").out
    assert "cannot be sorted by age" in desk.run("responses", "list", imported, "--sort", "age").err
    assert "not known yet" in desk.run("responses", "list", imported, "--late").err
    found = desk.do("responses", "list", imported, "--duplicates")
    assert [(one["number"], one["duplicate_of"]) for one in found] == [(4, 3)]


def test_nothing_recorded_is_said(desk, ref):
    for command in ("list", "summary"):
        assert "No response is recorded yet" in desk.run("responses", command, ref).out
    assert "No response is marked" in desk.run("responses", "duplicates", ref).out
    assert "has no response 1: it has none" in desk.run("responses", "show", ref, "1").err


def test_the_summary_counts_and_shields_small_numbers(desk, imported):
    close(desk, imported, "2026-02-05")
    told = desk.do("responses", "summary", imported)

    assert (told["received"], told["late"], told["undated"], told["duplicates"]) == (5, 2, 1, 1)
    assert told["channels"] == {"online": 5}
    assert told["respondents"] == {"individual": 3, "organisation": 1, "business": 1}
    assert told["areas"] == {"North": 3, "DE1": 1, "South": 1}
    assert told["characteristics"] == {"Age group": {"65+": 5}}
    assert told["questions"] == [
        {
            "question": "Do you agree?",
            "answers": [
                {"answer": "Agree", "count": 4, "without_duplicates": 3},
                {"answer": "Disagree", "count": 1, "without_duplicates": 1},
            ],
        }
    ]
    assert told["campaigns"] == [{"count": 4, "first": 1}]
    desk.do("responses", "erase", imported, "1", "--reason", "objection", by=DPO)
    assert desk.do("responses", "summary", imported)["characteristics"] == {
        "Age group": {"65+": "fewer than 5"}
    }


def test_the_summary_reads_well(desk, imported):
    said = desk.run("responses", "summary", imported)

    assert f"5 responses to the consultation on {imported}." in said.out
    assert "Marked as duplicates: 1." in said.out
    assert "By area" in said.out
    assert "1 text came in from many" in said.out
    assert "not known yet" in said.err
    assert TEXT in desk.run("responses", "duplicates", imported).out
    assert desk.do("responses", "duplicates", imported)["campaigns"][0]["text"] == TEXT


def test_a_long_list_of_areas_is_cut_for_people_only(desk, ref):
    rows = [f"{n},Individual,Ward {n},Agree" for n in range(60)]
    file = desk.file("wards.csv", "\n".join(["ID,Respondent type,Area,Agree?", *rows, ""]))
    desk.do("responses", "import", ref, file, by=ENGAGE)

    assert "... and 35 more" in desk.run("responses", "summary", ref).out
    assert len(desk.do("responses", "summary", ref)["areas"]) == 60


def test_a_mark_is_set_and_taken_back_by_hand(desk, imported):
    marked = desk.run("responses", "mark", imported, "3", "--duplicate-of", "1", by=ENGAGE)
    again = desk.run("responses", "mark", imported, "3", "--duplicate-of", "1", by=ENGAGE)
    back = desk.run("responses", "mark", imported, "4", "--no-duplicate", by=ENGAGE)

    assert "is marked as a duplicate of 1" in marked.out
    assert "marked so already" in again.out
    assert "marked as no duplicate" in back.out
    assert desk.do("responses", "mark", imported, "3", "--no-duplicate", by=ENGAGE)["duplicates"] == 0
    for args in ((), ("--duplicate-of", "1", "--no-duplicate")):
        assert "not clear how" in desk.run("responses", "mark", imported, "3", *args, by=ENGAGE).err


def test_erasing_takes_away_what_was_said_and_its_document(desk, imported):
    paper = desk.file("paper.txt", "Jane Doe objects")
    args = ("--channel", "letter", "--from", "individual", "--received", TODAY, "--document", paper)
    desk.do("responses", "add", imported, *args, by=ENGAGE)

    told = desk.do("responses", "erase", imported, "1", "6", "--reason", "consent_withdrawn", by=DPO)
    again = desk.run("responses", "erase", imported, "1", "--reason", "objection", by=DPO)

    assert (told["erased"], told["documents_removed"]) == (2, 1)
    assert "0 responses" in again.out
    assert not [path for path in (desk.home / "documents").rglob("*") if path.is_file()]
    shown = desk.run("responses", "show", imported, "1").out
    assert "erased" in shown
    assert "Jane" not in shown
    assert desk.do("ledger", "verify")["ok"]
    assert "Jane" not in desk.run("ledger", "export").out
    assert desk.run("responses", "erase", imported, "2", "--reason", "objection", by=ANN).code == 1


def test_a_document_that_cannot_be_deleted_is_named(desk, imported, monkeypatch):
    from tasks.documents import Documents, StoreForbidden

    paper = desk.file("paper.txt", "Jane Doe objects")
    args = ("--channel", "letter", "--from", "individual", "--received", TODAY, "--document", paper)
    sha256 = desk.do("responses", "add", imported, *args, by=ENGAGE)["document"]["sha256"]

    def refused(self, sha256):
        raise StoreForbidden(store="the store", why="permission denied")

    monkeypatch.setattr(Documents, "remove", refused)
    ran = desk.run("responses", "erase", imported, "6", "--reason", "objection", by=DPO)

    assert ran.code == 1
    assert sha256 in ran.err


def test_an_export_leaves_names_out_unless_asked_and_runs_no_formula(desk, imported):
    desk.do(
        *("responses", "add", imported, "--channel", "email", "--from", "individual"),
        *("--received", TODAY, "--text", "=HYPERLINK(1) said they\nin two lines"),
        by=ENGAGE,
    )
    out = desk.home.parent / "out.csv"

    assert desk.do("responses", "export", imported, "--out", out)["responses"] == 6
    text = out.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0]["Why?"] == TEXT
    assert rows[5]["Text"] == "'=HYPERLINK(1) said they\nin two lines"
    assert "Jane" not in text
    more = desk.home.parent / "more.csv"
    assert desk.run("responses", "export", imported, "--out", more, "--personal").code == 0
    assert "12 Mill Lane" in more.read_text(encoding="utf-8-sig")
    assert "there already" in desk.run("responses", "export", imported, "--out", more).err


def test_a_record_is_filled_in_with_what_was_counted(desk, imported):
    from ruamel.yaml import YAML

    close(desk, imported, "2026-02-05")
    out = desk.home.parent / "co-09.yaml"
    ran = desk.run("responses", "record", imported, "CO-09", "--out", out)
    record = YAML(typ="safe").load(out.read_text(encoding="utf-8"))

    assert "Complete it and hand it in" in ran.err
    online = next(row for row in record["received"] if row["channel"] == "online")
    assert (online["count"], online["late"]) == (5, 2)
    assert sum(row["count"] for row in record["received"]) == 5
    assert record["themes"][0]["theme"] is None
    assert "individual 3" not in ran.out
    by_area = desk.do("responses", "record", imported, "CO-05")["record"]["by_area"]
    assert {row["area"]: row["responses_share"] for row in by_area} == {
        "North": 60.0,
        "DE1": 20.0,
        "South": 20.0,
    }
    assert "Age group: 65+ 5" in desk.run("responses", "record", imported, "CO-05").out
    assert (
        "asks for nothing that the responses can be counted for"
        in desk.run("responses", "record", imported, "IA-01").err
    )


def test_what_happened_is_told_in_the_history(desk, imported):
    desk.do("responses", "mark", imported, "2", "--duplicate-of", "1", by=ENGAGE)
    desk.do("responses", "mark", imported, "2", "--no-duplicate", by=ENGAGE)
    desk.do("responses", "erase", imported, "1", "--reason", "unlawful", by=DPO)
    args = ("--channel", "telephone", "--from", "individual", "--received", TODAY, "--text", "No")
    desk.do("responses", "add", imported, *args, by=ENGAGE)

    shown = desk.run("show", imported, "--history").out

    for words in (
        "5 from export.csv",
        "no. 2 as a duplicate of no. 1",
        "no. 2 as no duplicate",
        "(unlawful)",
    ):
        assert words in shown
    assert "no. 6, telephone" in shown
