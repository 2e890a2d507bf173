"""XLSX files: values as a person sees them, sheets, and what a damaged workbook does."""

import shutil
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from gates.errors import GateError
from tasks.registers import read_table
from tasks.registers.cells import text_of
from tasks.registers.errors import EmptyRegister, UnknownSheet, UnreadableRegister
from tests.tasks.registers.make import accepted, only, outcomes, xlsx_file


def rewritten(path, member, change):
    """The workbook with one of its members changed."""
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, change(data) if name == member else data)
    return other


def test_cells_keep_their_type_and_read_as_a_person_would_type_them(tmp_path):
    day = datetime(2026, 3, 31)  # noqa: DTZ001 - a spreadsheet knows no time zones
    path = xlsx_file(tmp_path, ["a", "b", "c", "d", "e"], [day, 12.0, 0.1 + 0.2, True, " x "])

    (row,) = read_table(path).rows

    assert row.cells["a"] == day
    assert [text_of(cell) for cell in row.cells.values()] == ["2026-03-31", "12", "0.3", "TRUE", " x "]


def test_rows_are_numbered_as_in_excel_with_blank_ones_passed_over(tmp_path):
    path = xlsx_file(tmp_path, [], ["ref", "title", "ref"], ["1", "x"], [None, "  "], ["2", "y", "z"])

    table = read_table(path)

    assert table.columns == ("ref", "title", "ref_2")
    assert table.heading_line == 2
    assert [(row.line, row.cells["ref_2"]) for row in table.rows] == [(3, None), (5, "z")]
    assert table.blank_rows == 1


def test_a_cell_beyond_the_headings_marks_its_row(tmp_path):
    path = xlsx_file(tmp_path, ["a", "b"], ["1", "2", None, "stray"])

    (row,) = read_table(path).rows

    assert row.faults == ("too many cells: 4 where there are 2 headings",)


def test_the_first_visible_sheet_with_content_is_read_and_the_others_are_named(tmp_path):
    book = Workbook()
    book.active.title = "Empty"
    book.create_sheet("Hidden").append(["secret"])
    book["Hidden"].sheet_state = "hidden"
    book.create_sheet("Data").append(["a"])
    book.create_sheet("Notes").append(["b"])
    path = tmp_path / "sheets.xlsx"
    book.save(path)

    table = read_table(path)

    assert table.columns == ("a",)
    assert table.reading.sheet == "Data"
    assert table.reading.other_sheets == ("Empty", "Hidden", "Notes")
    assert read_table(path, sheet="Notes").columns == ("b",)
    with pytest.raises(UnknownSheet, match="Empty, Hidden, Data, Notes"):
        read_table(path, sheet="data")


def test_a_mapping_may_name_the_sheet(tmp_path):
    book = Workbook()
    book.active.append(["read me"])
    book.create_sheet("Data").append(["ref", "name"])
    book["Data"].append(["A-1", "Payroll"])
    path = tmp_path / "sheets.xlsx"
    book.save(path)

    draft = only(outcomes(tmp_path, path, "sheet: Data\nfields: {external_ref: ref, title: name}"))

    assert draft.title == "Payroll"


def test_a_formula_counts_with_the_value_that_excel_saved(tmp_path):
    path = xlsx_file(tmp_path, ["external_ref", "title", "one_off_cost"], ["A-1", "Payroll", "=500+750"])
    saved = rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>500+750</f><v></v>", b"<f>500+750</f><v>1250</v>").replace(
            b"<f>500+750</f><v />", b"<f>500+750</f><v>1250</v>"
        ),
    )

    assert only(outcomes(tmp_path, saved)).facts["one_off_cost"] == 1250


def test_a_formula_that_was_never_calculated_rejects_its_row_and_names_the_cell(tmp_path):
    headings = ["external_ref", "title", "one_off_cost"]
    path = xlsx_file(tmp_path, headings, ["A-1", "Payroll", "=500+750"], ["A-2", "Parks", 5])

    first, second = outcomes(tmp_path, path)

    assert "never calculated (C2)" in first.reasons[0]
    assert second.draft.facts["one_off_cost"] == 5


def test_an_error_of_the_spreadsheet_is_no_value(tmp_path):
    path = xlsx_file(tmp_path, ["external_ref", "title"], ["A-1", "#REF!"])

    (found,) = outcomes(tmp_path, path)

    assert "an error of the spreadsheet" in found.reasons[0]


def test_a_date_cell_and_a_day_number_mean_the_same_day(tmp_path):
    headings = ["external_ref", "title", "decision_date"]
    rows = [["A-1", "x", date(2026, 3, 31)], ["A-2", "y", 46112], ["A-3", "z", "31/03/2026"]]

    found = accepted(outcomes(tmp_path, xlsx_file(tmp_path, headings, *rows)))

    assert [draft.facts["decision_date"] for draft in found] == ["2026-03-31"] * 3


def test_a_sheet_that_declares_a_wrong_size_is_read_whole(tmp_path):
    path = xlsx_file(tmp_path, ["a", "b"], ["1", "2"], ["3", "4"])
    wrong = rewritten(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1:A1"')
    )

    assert [row.cells for row in read_table(wrong).rows] == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_a_row_number_beyond_excel_does_not_keep_the_reader_busy_for_ever(tmp_path):
    path = xlsx_file(tmp_path, ["a"], ["1"], ["2"])
    far = rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="3"', b'<row r="99999999999"').replace(b'"A3"', b'"A99999999999"'),
    )

    assert [row.cells for row in read_table(far).rows] == [{"a": "1"}]


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("change", [lambda xml: xml[: len(xml) // 2], lambda xml: b"", lambda xml: b"<a/>"])
def test_a_damaged_workbook_is_refused_or_read_whole(tmp_path, member, change):
    path = rewritten(xlsx_file(tmp_path, ["a"], ["1"]), member, change)

    with suppress(GateError):
        assert len(list(read_table(path).rows)) == 1


def test_a_truncated_workbook_is_refused(tmp_path):
    path = xlsx_file(tmp_path, ["a"], ["1"])
    path.write_bytes(path.read_bytes()[:2000])

    with pytest.raises(UnreadableRegister, match="damaged"):
        read_table(path)


def test_a_workbook_with_nothing_in_it_is_refused(tmp_path):
    with pytest.raises(EmptyRegister):
        read_table(xlsx_file(tmp_path))


def test_content_and_not_the_name_decides_what_a_file_is(tmp_path):
    disguised = tmp_path / "register.csv"
    shutil.copy(xlsx_file(tmp_path, ["a"], ["1"]), disguised)

    assert read_table(disguised).reading.format == "XLSX"
