"""Writing a template: a sheet of answers, a sheet for each table, and a hidden one for the machine."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tasks.workbooks import words
from tasks.workbooks.layout import (
    ANSWER_HEADINGS_ROW,
    FORMAT,
    TABLE_HEADINGS_ROW,
    Layout,
    Line,
    TableSheet,
    form_of,
    layout_of,
)

if TYPE_CHECKING:
    from gates.catalogue import Item
    from gates.conditions import Facts

SPARE_ROWS = 20
# Lists and formats reach further down than the rows that are drawn.
LAST_PREPARED_ROW = 1000
ANSWER_WIDTHS = (44, 70, 60)


@dataclass(frozen=True)
class Filling:
    """What a template is made from. Without a change: an empty one, from the item alone."""

    item: Item
    catalogue: str
    roles: Mapping[str, str]
    ref: str = ""
    change_title: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)


def template_workbook(filling: Filling) -> bytes:
    """The template as the bytes of an .xlsx file."""
    from openpyxl import Workbook

    from tasks.workbooks.readme import write_readme

    book, layout = Workbook(), layout_of(filling.item)
    readme = book.active
    assert readme is not None  # noqa: S101 - a new workbook has a sheet
    readme.title = words.README
    machine = book.create_sheet(words.MACHINE)
    lists = _machine(machine, filling, layout)
    write_readme(readme, filling)
    if layout.lines:
        _answers(book.create_sheet(words.ANSWERS), filling, layout, lists)
    for table in layout.tables:
        _table(book.create_sheet(table.sheet), filling, table, lists)
    # The machine's sheet goes last, where nobody trips over it.
    book.move_sheet(machine, offset=len(book.sheetnames))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _machine(sheet: Any, filling: Filling, layout: Layout) -> Mapping[tuple[str, ...], str]:
    """What the reader needs to know, and the lists to choose from. Returns where each list stands."""
    rows: list[tuple[str, ...]] = [
        ("format", FORMAT),
        ("item", filling.item.id),
        ("form", form_of(filling.item)),
        ("catalogue", filling.catalogue),
        ("change", filling.ref),
        *(("line", ".".join(line.path), line.title) for line in layout.lines),
        *(("table", table.name, table.sheet) for table in layout.tables),
    ]
    for row in rows:
        sheet.append(row)
    sheet.sheet_state = "hidden"
    return _lists(sheet, filling, layout)


def _lists(sheet: Any, filling: Filling, layout: Layout) -> Mapping[tuple[str, ...], str]:
    from openpyxl.utils import get_column_letter

    fields = [line.field for line in layout.lines]
    fields += [about for table in layout.tables for _, about in table.columns.values()]
    wanted = [
        (words.YES, words.NO),
        tuple(map(said, filling.roles)),
        *(tuple(map(said, f.choices)) for f in fields),
    ]
    places: dict[tuple[str, ...], str] = {}
    for values in dict.fromkeys(filter(None, wanted)):
        column = len(places) + 5
        for row, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value
            sheet.cell(row, column).data_type = "s"
        letter = get_column_letter(column)
        places[values] = f"{words.MACHINE}!${letter}$1:${letter}${len(values)}"
    return places


def said(choice: str) -> str:
    """A choice or a role as people read it; the reader knows it with spaces as with underscores."""
    return choice.replace("_", " ")


def _answers(sheet: Any, filling: Filling, layout: Layout, lists: Mapping[tuple[str, ...], str]) -> None:
    from tasks.workbooks import style
    from tasks.workbooks.entry import about, shown, validate

    style.say(sheet.cell(1, 1), f"{filling.item.id} {filling.item.title}", style.TITLE)
    sheet.cell(1, 1).alignment = style.ON_ONE_LINE
    for column, (text, width) in enumerate(
        zip((words.ASKED, words.ANSWER, words.BELONGS), ANSWER_WIDTHS, strict=True), start=1
    ):
        style.head(sheet.cell(ANSWER_HEADINGS_ROW, column), text)
        sheet.column_dimensions["ABC"[column - 1]].width = width
    for row, line in enumerate(layout.lines, start=ANSWER_HEADINGS_ROW + 1):
        style.say(sheet.cell(row, 1), line.title, style.BOLD)
        cell = sheet.cell(row, 2)
        style.prepare(cell, line.field)
        style.put(cell, shown(_held(filling.record, line), line.field))
        style.say(sheet.cell(row, 3), about(line.field, line.help), style.QUIET)
        choices = tuple(map(said, filling.roles)) if line.is_role else ()
        validate(sheet, cell.coordinate, line.field, lists, choices)
    sheet.freeze_panes = f"A{ANSWER_HEADINGS_ROW + 1}"
    style.printable(sheet)


def _held(record: Mapping[str, Any], line: Line) -> Any:
    value: Any = record
    for step in line.path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _table(sheet: Any, filling: Filling, table: TableSheet, lists: Mapping[tuple[str, ...], str]) -> None:
    from openpyxl.utils import get_column_letter

    from tasks.workbooks import style
    from tasks.workbooks.entry import about, shown, validate
    from tasks.workbooks.prefilled import rows_of

    style.say(sheet.cell(1, 1), table.field.title, style.TITLE)
    style.say(sheet.cell(2, 1), table.field.help, style.QUIET)
    for row in (1, 2):
        sheet.cell(row, 1).alignment = style.ON_ONE_LINE
    rows = rows_of(filling.item, table.name, filling.record, filling.facts)
    first = TABLE_HEADINGS_ROW + 2
    for number, (heading, (name, field_)) in enumerate(table.columns.items(), start=1):
        letter = get_column_letter(number)
        style.head(sheet.cell(TABLE_HEADINGS_ROW, number), heading)
        style.say(sheet.cell(TABLE_HEADINGS_ROW + 1, number), about(field_), style.QUIET)
        sheet.column_dimensions[letter].width = style.width_of(field_)
        for row in range(first, first + len(rows) + SPARE_ROWS):
            style.prepare(sheet.cell(row, number), field_)
        for row, values in enumerate(rows, start=first):
            style.put(sheet.cell(row, number), shown(values.get(name), field_))
        last = max(LAST_PREPARED_ROW, first + len(rows) + SPARE_ROWS)
        validate(sheet, f"{letter}{first}:{letter}{last}", field_, lists)
    sheet.freeze_panes = f"A{first}"
    style.printable(sheet)
