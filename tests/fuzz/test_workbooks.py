"""A damaged workbook is refused, or what it says comes with sheet and cell for every fault."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.cli.record_file import read_record_file
from gates.errors import GateError
from gates.records import RecordInvalid, read_record
from tests.catalogue.examples import CATALOGUE, example_of
from tests.fuzz import office as offices
from tests.fuzz import values, xlsx_damage
from tests.fuzz.profile import examples
from tests.tasks.workbooks.fill import filled, template

# Short ones: sign-offs, tables, choices, dates, money and addresses among them.
ITEMS = ("IA-05", "IA-07", "EQ-09", "LN-11", "LG-01", "CO-04", "CO-12")


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """A filled-in workbook of each item, as bytes."""
    folder = tmp_path_factory.mktemp("books")

    def book(item):
        path = template(folder, item, f"{item.id}.xlsx", facts=example_of(item).facts)
        return filled(path, item, read_record(item, example_of(item).record)).read_bytes()

    return {name: book(CATALOGUE.item(name)) for name in ITEMS}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("handed-in") / "record.xlsx"


def says_each(faults):
    assert faults
    assert all(faults)


def is_refused_or_read(path, data, item_id):
    item = CATALOGUE.item(item_id)
    path.write_bytes(data)
    try:
        file = read_record_file(path, item)
    except GateError as refused:
        offices.ended(type(refused).__name__)
        return offices.says_itself(refused)
    assert all(file.faults)
    try:
        record = read_record(item, file.data)
    except RecordInvalid as refused:
        offices.ended("record refused")
        faults = [file.placed(fault) for fault in refused.errors]
        return says_each(faults)
    offices.ended("read")
    assert read_record(item, record) == record


@examples(380)
@given(st.sampled_from(ITEMS), st.data())
def test_cells_are_written_as_no_spreadsheet_writes_them(books, path, item, data):
    book = books[item]
    sheet = data.draw(st.sampled_from(xlsx_damage.sheets(book)))

    is_refused_or_read(
        path,
        xlsx_damage.rewritten(book, {sheet: lambda xml: data.draw(xlsx_damage.cells_changed(xml))}),
        item,
    )


@examples(130)
@given(
    st.sampled_from(ITEMS), st.sampled_from(xlsx_damage.MEMBERS), st.sampled_from([None, *xlsx_damage.SWAPS])
)
def test_parts_of_a_workbook_are_rewritten_or_missing(books, path, item, member, swap):
    swapped = None if swap is None else lambda xml: xml.replace(swap[0].encode(), swap[1].encode())

    is_refused_or_read(path, xlsx_damage.rewritten(books[item], {member: swapped}), item)


@examples(200)
@given(st.sampled_from(ITEMS), st.floats(0, 1), st.integers(0, 2000), st.binary(max_size=8), st.booleans())
def test_bytes_of_a_workbook_are_changed_or_cut_off(books, path, item, position, gone, junk, cut_off):
    book = books[item]
    at = int(position * len(book))
    rest = b"" if cut_off else book[at + gone % 40 :]

    is_refused_or_read(path, book[:at] + junk + rest, item)


@examples(100)
@given(st.sampled_from(ITEMS), st.data())
def test_somebody_edits_a_workbook(books, path, item, data):
    book = load_workbook(io.BytesIO(books[item]))
    for _ in range(data.draw(st.integers(1, 3))):
        data.draw(st.sampled_from(EDITS))(data, book)
    out = io.BytesIO()
    book.save(out)

    is_refused_or_read(path, out.getvalue(), item)


def _cell(data, book):
    sheet = data.draw(st.sampled_from(book.worksheets))
    return sheet.cell(data.draw(st.integers(1, 12)), data.draw(st.integers(1, 6)))


def _value(data, book):
    value = data.draw(values.odd)
    if isinstance(value, str):
        value = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", value)[:30_000]
    elif value is not None and not isinstance(value, bool | int | float):
        value = str(value)
    cell = _cell(data, book)
    if type(cell).__name__ == "Cell":
        cell.value = value


def _format(data, book):
    _cell(data, book).number_format = data.draw(
        st.sampled_from(["0%", "dd/mm/yyyy", "[h]:mm", "@", "0.00E+00"])
    )


def _merge(data, book):
    sheet, row = data.draw(st.sampled_from(book.worksheets)), data.draw(st.integers(1, 8))
    sheet.merge_cells(start_row=row, end_row=row + data.draw(st.integers(0, 2)), start_column=1, end_column=3)


def _rename(data, book):
    data.draw(st.sampled_from(book.worksheets)).title = data.draw(
        st.sampled_from(["Answers", "x", "README", "😀"])
    )


def _remove(data, book):
    if len(book.worksheets) > 1:
        book.remove(data.draw(st.sampled_from(book.worksheets)))
        book.worksheets[0].sheet_state = "visible"


def _rows(data, book):
    sheet = data.draw(st.sampled_from(book.worksheets))
    move = data.draw(
        st.sampled_from([sheet.delete_rows, sheet.insert_rows, sheet.delete_cols, sheet.insert_cols])
    )
    if not sheet.merged_cells.ranges:
        move(data.draw(st.integers(1, 6)), data.draw(st.integers(1, 2)))


EDITS = (_value, _value, _value, _format, _merge, _rename, _remove, _rows)
