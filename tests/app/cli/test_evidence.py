"""Handing in evidence, judging it, looking at it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.app.cli.desk import ANN, LEAD, OFFICE, REVIEWER, SRO
from tests.tasks.sniffing import make

FAULTY = """
problem: The payroll is late
corporate_objectives:
  - objective: Value for money
    contributon: Less waste
objectives:
  - id: O1
    baseline: many
    target_on: 2026-13-01
approval: {name: Sam Sponsor}
"""


@pytest.fixture
def blank(desk):
    """The template of an item, as it comes."""

    def made(item):
        path = desk.home.parent / f"{item}.yaml"
        assert desk.run("evidence", "template", item, "--out", path).code == 0
        return path

    return made


def test_a_template_can_be_handed_in_at_once_and_says_what_is_missing(desk, ref, blank):
    told = desk.do("evidence", "add", ref, "IA-01", "--record", blank("IA-01"), by=SRO)

    assert (told["item"], told["evidence_version"]) == ("IA-01", 1)
    assert {gap["item"] for gap in told["gaps"]} == {"IA-01"}
    assert desk.do("show", ref)["evidence"]["IA-01"]["version"] == 1


def test_a_template_never_overwrites_what_somebody_filled_in(desk, blank):
    path = blank("IA-01")

    assert "is there already" in desk.run("evidence", "template", "IA-01", "--out", path).err
    assert desk.run("evidence", "template", "IA-01").out == path.read_text(encoding="utf-8")


def test_the_same_version_again_is_no_event(desk, ref, blank):
    desk.do("evidence", "add", ref, "IA-01", "--record", blank("IA-01"), by=SRO)
    path = desk.home.parent / "IA-01.yaml"

    assert desk.do("evidence", "add", ref, "IA-01", "--record", path, by=SRO)["unchanged"] is True


def test_a_document_is_kept_under_its_hash_and_found_again(desk, ref, tmp_path):
    paper = tmp_path / "appraisal.pdf"
    paper.write_bytes(b"%PDF-1.7 the appraisal")
    told = desk.do("evidence", "add", ref, "IA-02", "--document", paper, by=OFFICE)
    shown = desk.do("evidence", "show", ref, "IA-02")

    assert told["document"]["media_type"] == "application/pdf"
    assert shown["document"]["name"] == "appraisal.pdf"
    assert Path(shown["document_path"]).read_bytes() == paper.read_bytes()


def test_what_is_not_given_stays_as_it_was(desk, ref, blank, tmp_path):
    paper = desk.file("appraisal.txt", "The appraisal")
    desk.do("evidence", "add", ref, "IA-01", "--document", paper, by=SRO)
    filled = desk.file(
        "filled.json", json.dumps({"problem": "Late", "corporate_objectives": [], "objectives": []})
    )
    told = desk.do("evidence", "add", ref, "IA-01", "--record", filled, by=SRO)
    shown = desk.do("evidence", "show", ref, "IA-01")

    assert told["evidence_version"] == 2
    assert shown["document"]["name"] == "appraisal.txt"
    assert shown["record"]["problem"] == "Late"


def test_every_fault_of_a_record_is_listed_with_its_line(desk, ref):
    ran = desk.run("evidence", "add", ref, "IA-01", "--record", desk.file("r.yaml", FAULTY), "--json", by=SRO)
    lines = sorted(error.split(":")[0] for error in ran.json["data"]["errors"])

    assert (ran.code, ran.json["error"]) == (1, "RecordInvalid")
    assert lines == ["line 5", "line 8", "line 9"]
    assert desk.do("show", ref)["evidence"] == {}


@pytest.mark.parametrize(
    ("args", "by", "error", "hint"),
    [
        (["CHG-0009", "IA-01", "--document", "FILE"], SRO, "UnknownReference", "gatehouse changes"),
        (["1", "IA-99", "--document", "FILE"], SRO, "UnknownItem", "IA-09"),
        (["1", "EQ-01", "--gate", "impact", "--document", "FILE"], SRO, "ItemNotInGate", "IA-01"),
        (["1", "IA-01"], SRO, "NothingToRecord", "evidence template IA-01"),
        (["1", "IA-01", "--document", "FILE"], None, "NobodyNamed", "GATEHOUSE_BY"),
        (["1", "IA-01", "--document", "FILE"], "sra@x.example", "UnknownPerson", SRO),
        (["1", "IA-01", "--document", "FILE"], ANN, "NotPermitted", "Sam Sponsor"),
        (["1", "IA-01", "--document", "FILE", "--effective-on", "2999-01-01"], SRO, "DatedInFuture", "today"),
        (
            ["1", "IA-01", "--document", "FILE", "--effective-on", "31/2/2026"],
            SRO,
            "UnreadableDay",
            "21/11/2026",
        ),
        (["1", "IA-01", "--document", "."], SRO, "FileIsFolder", "one file"),
        (["1", "IA-01", "--document", "nowhere.pdf"], SRO, "FileMissing", "Look where you are"),
        (["1", "IA-01", "--record", "nowhere.yaml"], SRO, "FileMissing", "Look where you are"),
    ],
)
def test_what_newcomers_get_wrong_is_answered(desk, ref, args, by, error, hint):
    paper = desk.file("paper.txt", "A paper")
    ran = desk.run(
        "evidence", "add", *(str(paper) if arg == "FILE" else arg for arg in args), "--json", by=by
    )

    assert (ran.code, ran.json["error"]) == (1, error)
    assert hint in ran.json["advice"]
    assert desk.run("show", "1", "--json").json["evidence"] == {}


def test_a_refused_document_is_not_kept(desk, ref):
    desk.run("evidence", "add", ref, "IA-01", "--document", desk.file("paper.txt", "A paper"), by=ANN)

    assert not [path for path in (desk.home / "documents").rglob("*") if path.is_file()]


def test_the_items_of_a_change_are_listed_gate_by_gate(desk, ref, blank):
    desk.do("evidence", "add", ref, "IA-01", "--record", blank("IA-01"), by=SRO)
    rows = {row["item"]: row for row in desk.do("evidence", "list", ref)}

    assert (rows["IA-01"]["version"], rows["IA-01"]["complete"]) == (1, None)
    assert (rows["IA-02"]["version"], rows["IA-02"]["complete"]) == (None, False)
    assert "not handed in" in desk.run("evidence", "list", ref).out


def test_evidence_is_judged_by_a_reviewer_with_a_reason(desk, ref):
    desk.do("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=LEAD)
    reason = "The options are real and fairly scored"
    told = desk.do(
        "evidence", "review", ref, "IA-02", "--verdict", "adequate", "--reason", reason, by=REVIEWER
    )

    assert told["verdict"] == "adequate"
    shown = desk.run("evidence", "show", ref, "IA-02").out
    assert f"Judged adequate (Rae Reviewer): {reason}" in shown


@pytest.mark.parametrize(
    ("reason", "by", "error"),
    [
        ("Fine", REVIEWER, "ReasonTooShort"),
        ("The options are real and fairly scored", LEAD, "NotPermitted"),
        ("The options are real and fairly scored", None, "NobodyNamed"),
    ],
)
def test_a_judgement_that_cannot_stand_is_refused(desk, ref, reason, by, error):
    desk.do("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=LEAD)
    args = ["evidence", "review", ref, "IA-02", "--verdict", "adequate", "--reason", reason]

    assert desk.run(*args, "--json", by=by).json["error"] == error


def test_new_evidence_voids_an_open_review_and_says_so(desk, ref):
    desk.open_review(ref)
    ran = desk.run("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=LEAD)

    assert "its votes are void" in ran.err
    assert desk.do("show", ref)["review"] is None


def test_a_lost_document_is_said_to_be_lost_and_the_rest_is_shown(desk, ref):
    desk.do("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=LEAD)
    for path in (desk.home / "documents").rglob("*"):
        if path.is_file():
            path.unlink()
    ran = desk.run("evidence", "show", ref, "IA-02", "--json")

    assert (ran.code, ran.json["document_path"]) == (0, None)
    assert "backup" in ran.err


@pytest.fixture
def workbook(desk, tmp_path):
    """A template as a workbook, with answers beside the questions of the first sheet that asks."""

    def made(item, answers, *more):
        path = tmp_path / f"{item}.xlsx"
        assert desk.run("evidence", "template", item, "--out", path, *more).code == 0
        book = load_workbook(path)
        for row in book["Answers"].iter_rows(min_row=4):
            if row[0].value in answers:
                row[1].value = answers[row[0].value]
        book.save(path)
        return path

    return made


def test_a_workbook_is_filled_in_handed_in_and_comes_back_with_the_next_template(desk, ref, workbook):
    told = desk.do(
        "evidence", "add", ref, "IA-01", "--record", workbook("IA-01", {"The problem": "Too slow"}), by=SRO
    )
    shown = desk.do("evidence", "show", ref, "IA-01")["record"]
    again = desk.home.parent / "again.xlsx"
    desk.run("evidence", "template", "IA-01", "--out", again, "--ref", ref)
    text = desk.run("evidence", "template", "IA-01", "--ref", ref).out

    assert (told["item"], told["evidence_version"]) == ("IA-01", 1)
    assert shown["problem"] == "Too slow"
    assert '"Too slow"' in text
    assert desk.do("evidence", "add", ref, "IA-01", "--record", again, by=SRO)["unchanged"] is True


def test_a_template_for_a_change_names_it(desk, ref, tmp_path):
    desk.run("evidence", "template", "IA-01", "--out", tmp_path / "named.xlsx", "--ref", "1")

    assert f"For {ref} Payroll with a neighbour" in [
        cell.value for row in load_workbook(tmp_path / "named.xlsx")["Read me"] for cell in row
    ]


def test_the_faults_of_a_workbook_are_listed_with_sheet_and_cell(desk, ref, workbook):
    path = workbook("IA-02", {"Approved on": "soon"})
    book = load_workbook(path)
    options = book["Options"]
    options.cell(3, options.max_column + 1).value = "Notes"
    options.cell(5, 1).value = "Share"
    kind = next(cell.column for cell in options[3] if cell.value == "Kind")
    options.cell(5, kind).value = "whatever"
    book.save(path)
    ran = desk.run("evidence", "add", ref, "IA-02", "--record", path, "--json", by=OFFICE)
    places = [error.partition(": ")[0] for error in ran.json["data"]["errors"]]

    assert ran.json["error"] == "RecordInvalid"
    assert sorted(place.rstrip("0123456789")[:-1] for place in places) == [
        "Answers, cell ",
        "Options, cell ",
        "Options, cell ",
    ]
    assert desk.do("show", ref)["evidence"] == {}


def test_a_workbook_of_another_item_or_of_no_template_is_refused(desk, ref, workbook, tmp_path):
    own = tmp_path / "own.xlsx"
    Workbook().save(own)
    path = workbook("IA-01", {})

    for file, item in ((own, "IA-01"), (path, "IA-02")):
        ran = desk.run("evidence", "add", ref, item, "--record", file, "--json", by=OFFICE)
        assert ran.json["error"] == "WorkbookForeign"
        assert f"gatehouse evidence template {item}" in ran.json["advice"]


@pytest.mark.parametrize(
    ("name", "content", "error", "hint"),
    [
        ("record.csv", b"name,cost\na,1\nb,2\n", "NotATemplate", "--out IA-01.xlsx"),
        ("record.xls", make.excel_97(), "NotATemplate", "save it as .xlsx"),
        ("record.ods", make.open_document("spreadsheet"), "NotATemplate", "save it as .xlsx"),
        ("record.xlsm", make.with_macros(), "NotATemplate", "save it as .xlsx"),
        ("record.xlsx", make.ole({"EncryptedPackage": b"x"}), "NotATemplate", "without a password"),
        ("record.pdf", make.pdf(), "NotYaml", "--document"),
        ("record.xlsx", b"PK\x03\x04 cut off", "NotATemplate", "save it again"),
    ],
)
def test_other_files_are_no_records_and_it_is_said_what_to_do(
    desk, ref, tmp_path, name, content, error, hint
):
    path = tmp_path / name
    path.write_bytes(content)
    ran = desk.run("evidence", "add", ref, "IA-01", "--record", path, "--json", by=SRO)

    assert ran.json["error"] == error
    assert hint in ran.json["advice"]


def test_a_workbook_from_another_version_of_the_catalogue_with_the_same_form_is_taken_and_said_so(
    desk, ref, workbook
):
    path = workbook("IA-01", {"The problem": "Too slow"})
    book = load_workbook(path)
    machine = book["gatehouse"]
    next(row for row in machine.iter_rows(max_col=2) if row[0].value == "catalogue")[1].value = "f" * 64
    book.save(path)
    ran = desk.run("evidence", "add", ref, "IA-01", "--record", path, by=SRO)

    assert ran.code == 0
    assert "another version of the catalogue (ffffffffffff;" in ran.err


def test_a_template_is_not_written_as_another_kind_of_table_nor_over_a_file(desk, tmp_path):
    ran = desk.run("evidence", "template", "IA-01", "--out", tmp_path / "x.ods")
    there = tmp_path / "there.xlsx"
    there.write_text("mine", encoding="utf-8")

    assert "not written as .ods" in ran.err
    assert "is there already" in desk.run("evidence", "template", "IA-01", "--out", there).err
    assert there.read_text(encoding="utf-8") == "mine"


def test_a_document_comes_back_out_as_it_was_handed_in(desk, ref, tmp_path):
    for number in (1, 2):
        paper = desk.file("appraisal.txt", f"The appraisal, version {number}")
        desk.do("evidence", "add", ref, "IA-02", "--document", paper, by=OFFICE)
    latest, first = tmp_path / "latest.txt", tmp_path / "first.txt"
    told = desk.do("evidence", "document", ref, "IA-02", "--out", latest)
    desk.run("evidence", "document", ref, "IA-02", "--out", first, "--version", "1")

    assert (told["item"], told["evidence_version"], told["file"]) == ("IA-02", 2, str(latest))
    assert latest.read_text(encoding="utf-8") == "The appraisal, version 2"
    assert first.read_text(encoding="utf-8") == "The appraisal, version 1"


def test_a_document_is_not_written_over_a_file_nor_when_it_was_altered(desk, ref, tmp_path):
    desk.do("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=OFFICE)
    there, out = desk.file("there.txt", "mine"), tmp_path / "out.txt"

    assert (
        desk.run("evidence", "document", ref, "IA-02", "--out", there, "--json").json["error"] == "FileThere"
    )
    assert there.read_text(encoding="utf-8") == "mine"
    Path(desk.do("evidence", "show", ref, "IA-02")["document_path"]).write_text("Another", encoding="utf-8")
    assert (
        desk.run("evidence", "document", ref, "IA-02", "--out", out, "--json").json["error"]
        == "DocumentAltered"
    )
    assert not out.exists()


def test_a_version_or_a_document_that_is_not_there_is_said_not_to_be(desk, ref, blank, tmp_path):
    out = tmp_path / "out.txt"
    desk.do("evidence", "add", ref, "IA-01", "--record", blank("IA-01"), by=SRO)

    for more, error in (
        ([], "NoDocument"),
        (["--version", "1"], "NoDocument"),
        (["--version", "7"], "NoSuchVersion"),
    ):
        assert (
            desk.run("evidence", "document", ref, "IA-01", "--out", out, *more, "--json").json["error"]
            == error
        )
    assert not out.exists()


def test_what_is_wrong_with_a_document_is_said_wherever_it_is_shown(desk, ref, tmp_path):
    paper = tmp_path / "appraisal.docx"
    paper.write_bytes(make.pdf("secret"))
    added = desk.run("evidence", "add", ref, "IA-02", "--document", paper, by=OFFICE)

    for shown in (added, desk.run("evidence", "show", ref, "IA-02"), desk.run("evidence", "list", ref)):
        assert "Locked: appraisal.docx needs a password" in shown.err
        assert "Wrong name: appraisal.docx" in shown.err
    assert desk.do("evidence", "show", ref, "IA-02")["document"]["flags"] == ["encrypted", "type_mismatch"]
    rows = {row["item"]: row for row in desk.do("evidence", "list", ref)}
    assert rows["IA-02"]["document"]["flags"] == ["encrypted", "type_mismatch"]
    assert rows["IA-01"]["document"] is None


def test_documents_can_lie_in_a_bucket(desk, ref, bucket, tmp_path):
    desk.environment["GATEHOUSE_DOCUMENTS_URL"] = f"{bucket}/council"
    desk.do("evidence", "add", ref, "IA-02", "--document", desk.file("a.txt", "An appraisal"), by=OFFICE)
    shown = desk.do("evidence", "show", ref, "IA-02")
    desk.do("evidence", "document", ref, "IA-02", "--out", tmp_path / "out.txt")
    doctor = desk.do("doctor")

    assert shown["document_path"].startswith(f"{bucket}/council/")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "An appraisal"
    assert {row["what"]: row["ok"] for row in doctor["findings"]}["documents"] is True
    assert not (desk.home / "documents").exists()


def test_a_bucket_that_is_not_there_leaves_nothing_recorded_and_the_doctor_says_so(desk, ref, s3):
    desk.environment["GATEHOUSE_DOCUMENTS_URL"] = "s3://nowhere-to-be-found"
    paper = desk.file("a.txt", "An appraisal")
    ran = desk.run("evidence", "add", ref, "IA-02", "--document", paper, "--json", by=OFFICE)
    doctor = desk.run("doctor")

    assert ran.json["error"] == "StoreMissing"
    assert desk.do("show", ref)["evidence"] == {}
    assert doctor.code == 1
    assert "s3://nowhere-to-be-found" in doctor.out
