"""Templates, filled in as a person does it: cell by cell in a spreadsheet program."""

from __future__ import annotations

from datetime import date

from openpyxl import load_workbook

from gates.fields import Kind
from tasks.workbooks import Filling, template_workbook
from tasks.workbooks.layout import layout_of

ROLES = {"sro": "Senior responsible owner", "s151_officer": "Section 151 officer"}
FIRST_ROW = 5


def template(folder, item, name="template.xlsx", **more):
    """A template of the item on disk."""
    path = folder / name
    path.write_bytes(template_workbook(Filling(item, "a" * 64, ROLES, **more)))
    return path


def typed(value, kind):
    """What somebody types for a value of a record."""
    if value is None or value == []:
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    if kind is Kind.BOOLEAN:
        return "Yes" if value else "no"
    if kind is Kind.CHOICES:
        return ", ".join(value)
    return value


def filled(path, item, record):
    """Fill a template with a record; what it brought along is overwritten or emptied."""
    book, layout = load_workbook(path), layout_of(item)
    for line in layout.lines:
        value = record.get(line.path[0])
        value = (value or {}).get(line.path[1]) if len(line.path) > 1 else value
        cell_beside(book["Answers"], line.title).value = typed(value, line.field.kind)
    for table in layout.tables:
        sheet = book[table.sheet]
        for row in sheet.iter_rows(min_row=FIRST_ROW):
            for cell in row:
                cell.value = None
        for number, row in enumerate(record[table.name], start=FIRST_ROW):
            for column, (name, field) in enumerate(table.columns.values(), start=1):
                sheet.cell(number, column).value = typed(row.get(name), field.kind)
    book.save(path)
    return path


def cell_beside(sheet, title):
    """The cell to the right of a title."""
    return next(sheet.cell(row[0].row, 2) for row in sheet.iter_rows() if row[0].value == title)


def changed(path, change):
    """The workbook after something was done to it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path
