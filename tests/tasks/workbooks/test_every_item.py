"""Every item of the catalogue can be filled in as a workbook, and comes back as the record that was meant."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from gates.records import read_record
from tasks.workbooks import read_workbook
from tasks.workbooks.entry import LONGEST_CELL
from tasks.workbooks.layout import LONGEST_NAME, layout_of
from tests.catalogue.examples import CATALOGUE, FOLDER, example_of
from tests.tasks.workbooks.fill import filled, template

ITEMS = CATALOGUE.items
WITH_EXAMPLE = [item for item in ITEMS if (FOLDER / f"{item.id}.yaml").is_file()]


def record_of(item):
    return read_record(item, example_of(item).record)


def ids(item):
    return item.id


@pytest.mark.parametrize("item", ITEMS, ids=ids)
def test_an_empty_template_is_a_record_of_blanks(item, tmp_path):
    found = read_workbook(template(tmp_path, item), item)

    assert found.faults == []
    blank = read_record(item, found.data)
    assert all(blank[line.path[0]] in (None, []) for line in layout_of(item).lines)


@pytest.mark.parametrize("item", WITH_EXAMPLE, ids=ids)
def test_what_a_person_fills_in_is_the_record(item, tmp_path):
    path = filled(template(tmp_path, item, facts=example_of(item).facts), item, record_of(item))
    found = read_workbook(path, item)

    assert found.faults == []
    assert read_record(item, found.data) == record_of(item)


@pytest.mark.parametrize("item", WITH_EXAMPLE, ids=ids)
def test_a_template_with_the_latest_version_in_it_reads_back_as_that_version(item, tmp_path):
    held = record_of(item)
    path = template(tmp_path, item, "held.xlsx", record=held, facts=example_of(item).facts)
    found = read_workbook(path, item)
    read = read_record(item, found.data)

    assert found.faults == []
    assert {name: value for name, value in read.items() if name not in tables(item)} == {
        name: value for name, value in held.items() if name not in tables(item)
    }
    # A complete record lacks none of the rows that a template brings along.
    for name in tables(item):
        assert read[name][: len(held[name])] == held[name]


def tables(item):
    return {table.name for table in layout_of(item).tables}


@pytest.mark.parametrize("item", ITEMS, ids=ids)
def test_every_sheet_has_a_name_that_a_workbook_takes_and_every_list_is_there(item, tmp_path):
    book = load_workbook(template(tmp_path, item))

    assert all(len(name) <= LONGEST_NAME for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                assert values_at(book, rule.formula1)
        assert all(len(str(cell.value or "")) < LONGEST_CELL for row in sheet.iter_rows() for cell in row)
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def values_at(book, place):
    sheet, _, cells = place.partition("!")
    return [cell.value for row in book[sheet][cells.replace("$", "")] for cell in row]
