"""Handing in evidence, judging it, looking at it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.cli.desk import ANN, LEAD, OFFICE, REVIEWER, SRO

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
