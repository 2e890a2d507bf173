"""Rejected rows as a file: safe to open, complete, and readable again after mending."""

import csv
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.registers import Rejected, RejectsFile, read_register, read_table
from tasks.registers.errors import RejectsNotWritten
from tasks.registers.guard import guarded, unguarded
from tests.tasks.registers.make import accepted, csv_file, outcomes, rejected, xlsx_file


def written(register, columns, *rejects, folder=None):
    with RejectsFile(register, columns, folder=folder) as file:
        for each in rejects:
            file.add(each)
    return file.path


def rejects_of(path):
    register = read_register(path)
    return written(path, register.columns, *rejected(register))


def content(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rejects_stand_beside_the_register_with_line_reasons_and_the_columns_as_they_were(tmp_path):
    path = csv_file(tmp_path, 'external_ref;title;a;a\nA-1;x;1;2\n;"two\nlines";3;4\n', name="our list.csv")

    rejects = rejects_of(path)

    assert rejects == tmp_path / "our list-rejects.csv"
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    assert content(rejects) == [
        ["line", "reasons", "external_ref", "title", "a", "a_2"],
        ["3", "external_ref is missing: column external_ref is blank", "", "two\nlines", "3", "4"],
    ]


def test_mended_rejects_import_and_the_register_with_them_is_whole(tmp_path):
    path = csv_file(tmp_path, "external_ref,title,one_off_cost,+x\nA-1,x,abc,=1+1\nA-2,y,5,'quoted\n")
    rejects = rejects_of(path)
    rejects.write_bytes(rejects.read_bytes().replace(b"abc", b"500"))

    (draft,) = accepted(read_register(rejects))

    assert draft.facts == {"one_off_cost": 500}
    assert draft.source_fields == {"external_ref": "A-1", "title": "x", "one_off_cost": "500", "+x": "=1+1"}


def test_rejects_that_nobody_mended_are_rejected_again_for_the_same_reasons(tmp_path):
    text = 'external_ref,title,one_off_cost\nA-1,x\nA-2,y,5,6,7\nA-3,z,abc\nA-4,"w,1\nA-5,v,1\n'
    path = csv_file(tmp_path, text)
    first = rejects_of(path)

    again = rejected(read_register(first))

    assert len(again) == 4
    assert [each.reasons[0] for each in again[:3]] == [
        "too few cells: 2 where there are 3 headings",
        "too many cells: 5 where there are 3 headings",
        'one_off_cost: column one_off_cost says "abc"; expected pounds, such as £1,250.50, -300 or (300)',
    ]


def test_surplus_cells_that_a_spreadsheet_put_under_blank_headings_are_not_taken_as_mended(tmp_path):
    saved = "line,reasons,external_ref,title,\n2,too many,A-1,Parks; and,gardens\n3,?,A-2,Payroll,\n"

    found = outcomes(tmp_path, saved)

    assert "under no heading" in rejected(found)[0].reasons[0]
    assert [draft.external_ref for draft in accepted(found)] == ["A-2"]


def test_a_rejects_file_has_its_headings_on_top_wherever_the_register_had_them(tmp_path):
    mapping = "heading_line: 3\nfields: {external_ref: ref, title: name}\n"
    saved = "line;reasons;ref;name\n5;?;A-1;Payroll\n"

    assert [draft.title for draft in accepted(outcomes(tmp_path, saved, mapping))] == ["Payroll"]


def test_a_column_called_line_is_no_sign_of_a_rejects_file(tmp_path):
    table = read_table(csv_file(tmp_path, "line,title\n1,x\n"))

    assert not table.is_rejects
    assert table.columns == ("line", "title")


def test_the_rejects_of_a_workbook_are_a_csv_file(tmp_path):
    path = xlsx_file(tmp_path, ["external_ref", "title"], [None, "x"])

    assert content(rejects_of(path))[1][2:] == ["", "x"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "\uff1d1", "=", "-x"]
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path, text):
    path = written(tmp_path / "r.csv", ["a", "=b"], Rejected(2, ("=why",), {"a": text, "=b": "5"}))

    assert content(path) == [["line", "reasons", "a", "'=b"], ["2", "'=why", f"'{text}", "5"]]


@pytest.mark.parametrize("text", ["-5", "+5.50", "-1,250", "5", "text", "", "a=b"])
def test_numbers_and_plain_text_are_written_as_they_are(text):
    assert guarded(text) == text


@given(st.text())
def test_what_is_made_harmless_is_restored_to_the_letter(text):
    assert unguarded(guarded(text)) == text


def test_an_accepted_row_that_a_later_rule_refuses_goes_among_the_rejects_whole(tmp_path):
    path = csv_file(tmp_path, "ref,name,cost,extra\nA-1,x,-5,e\n")
    mapping = "fields: {external_ref: ref, title: name, one_off_cost: cost}\nkeep: [cost]\n"
    (row,) = outcomes(tmp_path, path, mapping)

    rejects = written(path, ["ref", "name", "cost", "extra"], row.refused("one_off_cost: -5 is less than 0"))

    assert content(rejects)[1] == ["2", "one_off_cost: -5 is less than 0", "A-1", "x", "-5", "e"]


def test_no_rejects_no_file(tmp_path):
    assert written(tmp_path / "r.csv", ["a"]) is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_may_be_mending_is_never_overwritten(tmp_path):
    reject = Rejected(2, ("why",), {"a": "1"})

    paths = [written(tmp_path / "r.csv", ["a"], reject).name for _ in range(3)]

    assert paths == ["r-rejects.csv", "r-rejects-2.csv", "r-rejects-3.csv"]


def test_an_import_that_breaks_off_leaves_no_half_of_a_file(tmp_path):
    def break_off():
        with RejectsFile(tmp_path / "r.csv", ["a"]) as file:
            file.add(Rejected(2, ("why",), {"a": "1"}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()

    assert list(tmp_path.iterdir()) == []


def test_rejects_can_go_to_another_folder(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()

    path = written(tmp_path / "r.csv", ["a"], Rejected(2, ("why",), {"a": "1"}), folder=folder)

    assert path == folder / "r-rejects.csv"


def test_a_folder_that_is_not_there_is_reported(tmp_path):
    with pytest.raises(RejectsNotWritten, match="no such file") as failed:
        written(tmp_path / "r.csv", ["a"], Rejected(2, ("why",), {"a": "1"}), folder=tmp_path / "none")

    assert "Name a folder" in failed.value.what_to_do


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX")
def test_rejects_are_for_the_eyes_of_whoever_imports(tmp_path):
    path = written(tmp_path / "r.csv", ["a"], Rejected(2, ("why",), {"a": "1"}))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
