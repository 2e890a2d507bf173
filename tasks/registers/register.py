"""A register of changes: every row of a file, accepted as a draft or rejected with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from gates.errors import nearest
from tasks.registers import wording
from tasks.registers.cells import Row, text_of
from tasks.registers.default_mapping import default_mapping
from tasks.registers.errors import EmptyRegister, MappingDoesNotFit
from tasks.registers.fields import FieldReader
from tasks.registers.mapping import RegisterMapping
from tasks.registers.model import Accepted, ChangeDraftData, FactValue, Outcome, Rejected
from tasks.registers.read import read_table
from tasks.registers.reading import Reading
from tasks.registers.table import Table
from tasks.registers.targets import TARGETS

FACT = "facts."


class Register:
    """An iterator, once, over the outcomes of a register's rows in the file's order.

    `left_out` counts the rows passed over so far because the mapping's `only_with` column is blank in them.
    """

    def __init__(self, table: Table, mapping: RegisterMapping) -> None:
        _check_columns(table, mapping)
        self.mapping = mapping
        self._table = table
        self._readers = {
            name: FieldReader(name, TARGETS[name], field, mapping.unknowns(name))
            for name, field in mapping.fields.items()
        }
        self._seen: dict[str, int] = {}
        self.left_out = 0
        first = next(table.rows, None)
        if first is None:
            raise EmptyRegister(file=table.path, why="there are headings but no rows below them")
        self._rows = chain([first], table.rows)

    @property
    def reading(self) -> Reading:
        """How the file was read; `str()` of it is a sentence for people."""
        return self._table.reading

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names, made unique."""
        return self._table.columns

    @property
    def blank_rows(self) -> int:
        """How many blank rows have been passed over so far."""
        return self._table.blank_rows

    def __iter__(self) -> Iterator[Outcome]:
        return self

    def __next__(self) -> Outcome:
        row = self._next_row()
        if row.faults:
            return _rejected(row, row.faults)
        found = {name: reader.read(row.cells) for name, reader in self._readers.items()}
        values = {name: each.value for name, each in found.items() if each.value is not None}
        reasons = [each.reason for each in found.values() if each.reason]
        reasons += self._duplicate(row.line, values.get("external_ref"))
        if reasons:
            return _rejected(row, reasons)
        notes = [note for each in found.values() for note in each.notes]
        cells = _texts(row)
        return Accepted(row.line, self._draft(cells, values, notes), cells)

    def _next_row(self) -> Row:
        """The next row that is a change. A row whose cells do not fit the headings is for a person to look at."""
        asked = self.mapping.only_with
        for row in self._rows:
            if asked is None or row.faults or text_of(row.cells[asked]).strip():
                return row
            self.left_out += 1
        raise StopIteration

    def _duplicate(self, line: int, ref: FactValue | None) -> list[str]:
        """A key counts even if its first row is rejected: which is meant is for a person to say."""
        if ref is None:
            return []
        first = self._seen.setdefault(str(ref), line)
        return [] if first == line else [wording.duplicate(str(ref), first)]

    def _draft(
        self, cells: dict[str, str], values: dict[str, FactValue], notes: list[str]
    ) -> ChangeDraftData:
        facts = {name.removeprefix(FACT): value for name, value in values.items() if name.startswith(FACT)}
        plain: dict[str, Any] = {name: value for name, value in values.items() if not name.startswith(FACT)}
        kept = self._table.columns if self.mapping.keeps_all else self.mapping.keep
        source = {column: cells[column] for column in kept}
        notes += [wording.damaged(column) for column, text in source.items() if "\ufffd" in text]
        return ChangeDraftData(**plain, facts=facts, notes=tuple(notes), source_fields=source)


def read_register(
    path: str | Path, mapping: RegisterMapping | None = None, *, sheet: str | None = None
) -> Register:
    """Every row as `Accepted` or `Rejected`, one at a time. Without a mapping the headings are the fields.

    The file and the mapping are checked at once. Raises `UnreadableRegister`, `EmptyRegister`,
    `UnknownSheet`, `MappingDoesNotFit` or `NoMapping`; `UnreadableRegister` also later, on reaching damage.
    """
    wanted = sheet if sheet is not None or mapping is None else mapping.sheet
    table = read_table(path, sheet=wanted, heading_line=mapping.heading_line if mapping else 1)
    return Register(table, mapping or default_mapping(table.columns))


def _check_columns(table: Table, mapping: RegisterMapping) -> None:
    absent = {column: target for column, target in mapping.columns.items() if column not in table.columns}
    if not absent:
        return
    raise MappingDoesNotFit(
        file=table.path,
        why=" ".join(_absent(column, target, table.columns) for column, target in absent.items()),
        line=table.heading_line,
        headings=", ".join(table.columns),
    )


def _absent(column: str, target: str, columns: Sequence[str]) -> str:
    return f'{target} wants column "{column}", which is not there. {nearest(column, columns)}'.strip()


def _rejected(row: Row, reasons: Sequence[str]) -> Rejected:
    return Rejected(row.line, tuple(reasons), _texts(row))


def _texts(row: Row) -> dict[str, str]:
    return {column: text_of(cell) for column, cell in row.cells.items()}
