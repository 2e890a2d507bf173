"""Every fault of a filled-in workbook is told with its sheet and its cell; what cannot be one is refused."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gates.records import RecordInvalid, read_record
from tasks.workbooks import (
    WorkbookForeign,
    WorkbookOutdated,
    WorkbookOversized,
    WorkbookUnreadable,
    read_workbook,
)
from tasks.workbooks import opening as limits
from tests.gates.catalogues import FIELDS, RECORD, check, item
from tests.tasks.workbooks.fill import cell_beside, changed, filled, template

ITEM = item()
HEADINGS, EXPLAINED, FIRST = 3, 4, 5


@pytest.fixture
def path(tmp_path):
    """A template that is filled in rightly."""
    return filled(template(tmp_path, ITEM), ITEM, RECORD)


def all_faults(path):
    """What is wrong with a workbook, as the owner is told."""
    found = read_workbook(path, ITEM)
    try:
        read_record(ITEM, found.data)
    except RecordInvalid as error:
        return [*found.faults, *(found.placed(fault) for fault in error.errors)]
    return found.faults


def record_of(path):
    found = read_workbook(path, ITEM)
    assert found.faults == []
    return read_record(ITEM, found.data)


def put(path, sheet, cell, value, number_format=None):
    def change(book):
        book[sheet][cell].value = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return changed(path, change)


def place_of(path, title):
    return cell_beside(load_workbook(path)["Answers"], title).coordinate


def test_every_kind_of_field_comes_back_as_it_was(path):
    assert record_of(path) == read_record(ITEM, RECORD)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("B5", "lots", "Options, cell B5: not a number: 'lots'"),
        ("C6", "maybe", "Options, cell C6: 'maybe' is not a choice"),
        ("E6", "perhaps", "Options, cell E6: answer yes or no, not 'perhaps'"),
        ("F5", "31/02/2026", "Options, cell F5: not a date: '31/02/2026'"),
        ("F5", time(12, 30), "Options, cell F5: not a date: 12:30:00"),
        ("F5", 99999999, "Options, cell F5: shows the error #VALUE!"),
        ("D5", "age, height", "Options, cell D5: 'height' is not a choice"),
        ("H3", "Notes", "Options, cell H3: 'Notes' is no column of the template."),
        ("H3", "Cost", "Options, cell H3: 'Cost' stands here a second time"),
        ("J9", "stray", "Options, cell J9: stands under no heading"),
        ("A3", "Nmae", "Options, cell A3: 'Nmae' is no column of the template. Did you mean Name?"),
        ("A3", "Nmae", "Options: the column Name is missing"),
    ],
)
def test_a_fault_in_a_table_is_told_with_its_cell(path, cell, value, told):
    assert any(fault.startswith(told) for fault in all_faults(put(path, "Options", cell, value)))


@pytest.mark.parametrize(
    ("title", "value", "told"),
    [
        ("Posts", "a dozen", "not a number: 'a dozen'"),
        ("Page", "council.example", "not a web address"),
        ("Approval: signed on", "yesterday", "not a date"),
        ("Rating", "lwo", "'lwo' is not a choice. Did you mean low?"),
    ],
)
def test_a_fault_in_an_answer_is_told_with_its_cell(path, title, value, told):
    cell = place_of(path, title)
    (fault,) = all_faults(put(path, "Answers", cell, value))

    assert fault.startswith(f"Answers, cell {cell}: {told}")


def test_all_faults_are_told_at_once(path):
    put(path, "Options", "B5", "lots")
    put(path, "Options", "C6", "maybe")
    put(path, "Answers", place_of(path, "Posts"), "a dozen")
    put(path, "Options", "I3", "Notes")

    assert len(all_faults(path)) == 4


def test_blank_rows_between_and_below_do_not_count(path):
    def spread(book):
        sheet = book["Options"]
        sheet.insert_rows(FIRST)
        sheet.insert_rows(FIRST + 2)
        sheet["A40"].value = "  "

    assert record_of(changed(path, spread)) == read_record(ITEM, RECORD)


def test_columns_may_be_moved_and_lines_put_above_or_sorted(path):
    def move(book):
        sheet = book["Options"]
        for row in sheet.iter_rows(min_row=HEADINGS, max_row=FIRST + 1, max_col=2):
            row[0].value, row[1].value = row[1].value, row[0].value
        sheet.insert_rows(1, amount=3)
        answers = book["Answers"]
        for column in (1, 2, 3):
            first, second = answers.cell(4, column), answers.cell(5, column)
            first.value, second.value = second.value, first.value

    assert record_of(changed(path, move)) == read_record(ITEM, RECORD)


def test_the_line_of_explanations_may_be_deleted(path):
    assert record_of(changed(path, lambda book: book["Options"].delete_rows(EXPLAINED))) == read_record(
        ITEM, RECORD
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 14, 30), "2026-03-01"),  # noqa: DTZ001 - a spreadsheet knows no time zones
        ("1 March 2026", "2026-03-01"),
        ("01/03/2026", "2026-03-01"),
        (46082, "2026-03-01"),
    ],
)
def test_a_day_is_a_day_however_it_is_entered(path, value, day):
    put(path, "Answers", place_of(path, "Approved on"), value, "General" if isinstance(value, int) else None)

    assert record_of(path)["approved_on"] == day


@pytest.mark.parametrize("value", [date(2026, 3, 1), 46082 - 1462])
def test_a_workbook_that_counts_from_1904_means_the_same_days(path, value):
    def recount(book):
        book.epoch = CALENDAR_MAC_1904
        for sheet in ("Options", "Answers"):
            for row in book[sheet].iter_rows():
                for cell in row:
                    if cell.is_date:
                        cell.value = None
        cell_beside(book["Answers"], "Approved on").value = value
        if isinstance(value, int):
            cell_beside(book["Answers"], "Approved on").number_format = "General"

    assert record_of(changed(path, recount))["approved_on"] == "2026-03-01"


def test_numbers_and_dates_in_a_text_are_the_text_that_one_sees(path):
    where = place_of(path, "Case")
    for value, text in ((12.0, "12"), (0.1 + 0.2, "0.3"), (date(2026, 3, 1), "2026-03-01"), (True, "TRUE")):
        assert record_of(put(path, "Answers", where, value))["case"] == text


def test_a_formula_without_a_result_is_told_and_one_with_counts(path):
    put(path, "Options", "B5", "=5+7")

    assert any(
        fault.startswith("Options, cell B5: holds a formula without a result") for fault in all_faults(path)
    )
    assert (
        record_of(rewritten(path, b"<f>5+7</f><v></v>", b"<f>5+7</f><v>12</v>"))["options"][0]["cost"] == 12
    )


def rewritten(path, old, new):
    """The workbook with something changed in its XML; openpyxl writes an empty element in one of two ways."""
    other = path.with_name("rewritten.xlsx")
    done = 0
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            for spelling in (old, old.replace(b"<v></v>", b"<v />"), old.replace(b"<v></v>", b"<v/>")):
                done += spelling in data
                data = data.replace(spelling, new)
            after.writestr(name, data)
    assert done
    return other


def test_an_error_of_the_spreadsheet_is_no_value(path):
    assert "Options, cell B5: shows the error #REF!; correct the formula, or type the value" in all_faults(
        put(path, "Options", "B5", "#REF!")
    )


def test_a_percentage_is_not_guessed_at(path):
    (fault,) = all_faults(put(path, "Options", "B5", 0.25, "0%"))

    assert fault == "Options, cell B5: is formatted as a percentage; enter 25 as a plain number"


def test_merged_cells_are_to_be_parted(path):
    def merge(book):
        book["Options"].merge_cells("A5:A6")
        book["Options"].merge_cells("A30:B31")
        book["Answers"].merge_cells("A1:C1")

    assert all_faults(changed(path, merge)) == [
        "Options: the cells A5:A6 are merged; part them and fill in each"
    ]


def test_a_sheet_that_is_not_of_the_template_is_not_lost_in_silence(path):
    def add(book):
        book.create_sheet("Empty")
        book.create_sheet("Workings")["A1"] = 1

    (fault,) = all_faults(changed(path, add))
    assert fault.startswith("Workings: is no sheet of the template")


def test_a_missing_sheet_line_or_heading_is_told(path):
    def remove(book):
        book.remove(book["Options"])
        book["Answers"].delete_rows(cell_beside(book["Answers"], "Posts").row)

    faults = read_workbook(changed(path, remove), ITEM).faults
    assert faults == ["Answers: the line Posts is missing", "the sheet Options is missing"]


def test_a_table_without_headings_is_told(path):
    faults = read_workbook(changed(path, lambda book: book["Options"].delete_rows(1, 10)), ITEM).faults

    assert faults == ["Options: the line of headings is missing (Name, Cost, Outcome, Hits, Done, On)"]


def test_answers_to_what_nobody_asked_are_told(path):
    def write(book):
        sheet = book["Answers"]
        sheet["A40"], sheet["B40"] = "Posst", 3
        sheet["B41"] = "stray"
        sheet["D5"] = "a note"
        sheet["A42"] = "Posts"

    assert sorted(all_faults(changed(path, write))) == [
        "Answers, cell A40: 'Posst' is not asked in the template. Did you mean Posts, Cost?",
        "Answers, cell A42: 'Posts' stands here a second time",
        "Answers, cell B41: stands under no heading",
        "Answers, cell D5: stands under no heading",
    ]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    record = {**RECORD, "case": "=1+1", "options": [{"name": "-2+cmd|x", "cost": 0}]}
    path = template(tmp_path, ITEM, record=read_record(ITEM, record))
    book = load_workbook(path)

    assert cell_beside(book["Answers"], "Case").data_type == "s"
    assert record_of(path)["case"] == "=1+1"
    assert record_of(path)["options"][0]["name"] == "-2+cmd|x"


def test_a_template_of_another_item_is_not_taken(tmp_path, path):
    with pytest.raises(WorkbookForeign, match="it was made for IA-01"):
        read_workbook(path, item(id="IA-02"))


def test_a_template_whose_form_has_changed_is_outdated_and_one_with_other_rules_is_not(tmp_path, path):
    more = {**FIELDS, "more": {"type": "text", "title": "More"}}
    with pytest.raises(WorkbookOutdated, match="another version of the catalogue"):
        read_workbook(path, item(fields=more))

    other_rules = item(checks=[check("min_rows", field="options", at_least=3)], guidance="Other words.")
    found = read_workbook(path, other_rules)
    assert (found.faults, found.made_from) == ([], "a" * 64)


def test_any_other_workbook_is_no_template(tmp_path):
    book = Workbook()
    book.active.append(["name", "cost"])
    book.save(tmp_path / "own.xlsx")

    with pytest.raises(WorkbookForeign, match="no sheet of Gatehouse"):
        read_workbook(tmp_path / "own.xlsx", ITEM)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_is_unreadable(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(WorkbookUnreadable, match="damaged"):
        read_workbook(path, ITEM)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"])
def test_a_damaged_part_is_told_as_damage(path, member):
    other = path.with_name("damaged.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name)[: -40 if name == member else None])

    with pytest.raises(WorkbookUnreadable):
        read_workbook(other, ITEM)


def test_a_bomb_is_not_unpacked(path):
    other = path.with_name("bomb.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        with after.open("xl/media/bomb.bin", "w") as bomb:
            for _ in range(limits.LARGEST_UNPACKED // limits.MIB + 1):
                bomb.write(bytes(limits.MIB))

    assert other.stat().st_size < limits.MIB
    with pytest.raises(WorkbookOversized, match="unpacked"):
        read_workbook(other, ITEM)


def test_two_hundred_megabytes_are_not_even_opened(path):
    with path.open("r+b") as file:
        file.truncate(200 * limits.MIB)

    with pytest.raises(WorkbookOversized, match="200 MB"):
        read_workbook(path, ITEM)


def test_entities_that_multiply_are_not_expanded(path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    other = path.with_name("laughs.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/worksheets/sheet2.xml":
                declared = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'.encode()
                data = declared + re.sub(rb"<t>[^<]*</t>", b"<t>&l9;</t>", data, count=1)
            after.writestr(name, data)

    with pytest.raises(WorkbookUnreadable):
        read_workbook(other, ITEM)


def test_a_row_far_below_does_not_keep_the_reader_busy(path):
    far = rewritten(path, b'<row r="6"', b'<row r="1048000"')

    assert any("holds something below row" in fault for fault in read_workbook(far, ITEM).faults)
