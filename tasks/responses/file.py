"""An export of a consultation platform: every row of a CSV or XLSX file as a submission, or rejected with reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from gates.errors import nearest
from gates.response_tally import Channel, Respondent
from gates.submission import Submission
from ledger.response_rows import Question
from tasks.registers import wording as cells_wording
from tasks.registers.cells import Cell, Row, one_line, text_of
from tasks.registers.dates import day
from tasks.registers.errors import EmptyRegister, UnreadableRegister
from tasks.registers.mapping import normal
from tasks.registers.model import Rejected
from tasks.registers.read import read_table
from tasks.registers.reading import Reading
from tasks.registers.table import Table
from tasks.responses import wording
from tasks.responses.errors import ResponseMappingDoesNotFit, ResponsesNotRecognised
from tasks.responses.mapping import ResponseMapping, TermMap
from tasks.responses.recognise import default_mapping, is_free
from tasks.responses.terms import area_of, channel_of, respondent_of

# So many rows are looked at before the first is taken, to tell words from choices.
LOOKED_AT = 1000


@dataclass(frozen=True)
class Read:
    """A row that can be taken. `line` is the line of the file (CSV) or the row number (XLSX)."""

    line: int
    submission: Submission


class ResponseFile:
    """An iterator, once, over what becomes of the rows of an export, in the file's order."""

    def __init__(self, table: Table, mapping: ResponseMapping, *, today: date) -> None:
        self.mapping = mapping
        self._table = table
        self._today = today
        self._titles = _questions(table, mapping)
        first = list(islice(table.rows, LOOKED_AT))
        if not first:
            raise EmptyRegister(file=table.path, why="there are headings but no rows below them")
        self.questions = tuple(Question(title, self._is_free(title, first)) for title in self._titles)
        self._free = frozenset(place for place, question in enumerate(self.questions) if question.free)
        self._rows = chain(first, table.rows)

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

    def __iter__(self) -> Iterator[Read | Rejected]:
        return self

    def __next__(self) -> Read | Rejected:
        row = next(self._rows)
        reasons = list(row.faults)
        submission = None
        if not reasons:
            received_on, why = self._received(row.cells)
            submission = self._submission(row.cells, received_on)
            reasons = [*why, *([] if any(submission.answers) else [wording.NOTHING_SAID])]
        if submission is None or reasons:
            return Rejected(
                row.line, tuple(reasons), {name: text_of(cell) for name, cell in row.cells.items()}
            )
        return Read(row.line, submission)

    def _is_free(self, title: str, rows: Sequence[Row]) -> bool:
        if self.mapping.free_text is not None:
            return title in self.mapping.free_text
        return is_free(title, (row.cells.get(title) for row in rows if not row.faults))

    def _received(self, cells: Mapping[str, Cell]) -> tuple[date | None, list[str]]:
        """The day on which it came in, unknown where its cell is blank, and why that cannot be taken."""
        how = self.mapping.received
        if how is None or how.column is None:
            return (how.always if how else None), []
        text = text_of(cells[how.column]).strip()
        if not text:
            return None, []
        try:
            found = date.fromisoformat(day(cells[how.column], how.formats))
        except ValueError as error:
            return None, [cells_wording.misfit("received", how.column, text, str(error))]
        return found, [wording.in_future(how.column, text)] if found > self._today else []

    def _submission(self, cells: Mapping[str, Cell], received_on: date | None) -> Submission:
        address = _line(cells, self.mapping.area)
        area = area_of(address)
        contact = {self.mapping.area: address} if self.mapping.area and area != address else {}
        label = _line(cells, self.mapping.respondent.column if self.mapping.respondent else None)
        return Submission(
            channel=_term(self.mapping.channel, cells, channel_of),
            respondent=self._respondent(cells),
            label=label,
            area=area,
            received_on=received_on,
            external_id=_line(cells, self.mapping.id),
            answers=tuple(text_of(cells[title]).strip() for title in self._titles),
            free=self._free,
            contact={**contact, **_filled(cells, self.mapping.contact)},
            characteristics=_filled(cells, self.mapping.characteristics),
        )

    def _respondent(self, cells: Mapping[str, Cell]) -> Respondent:
        how = self.mapping.respondent
        return Respondent.NOT_STATED if how is None else _term(how, cells, respondent_of)


def read_responses(
    path: str | Path, mapping: ResponseMapping | None = None, *, today: date, sheet: str | None = None
) -> ResponseFile:
    """Every row as `Read` or `Rejected`, one at a time. Without a mapping the headings say what is what.

    Raises UnreadableRegister, EmptyRegister, UnknownSheet, ResponseMappingDoesNotFit or ResponsesNotRecognised;
    UnreadableRegister also later, on reaching damage.
    """
    wanted = sheet if sheet is not None or mapping is None else mapping.sheet
    table = read_table(path, sheet=wanted, heading_line=mapping.heading_line if mapping else 1)
    if mapping is None:
        mapping = default_mapping(table.columns)
        if mapping is None:
            why = "no heading says who responds, from where or when, or nothing else is left to be a question"
            raise ResponsesNotRecognised(file=path, why=why, headings=", ".join(table.columns))
    _check_columns(table, mapping)
    return ResponseFile(table, mapping, today=today)


def hash_of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises UnreadableRegister."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableRegister(file=path, why=(error.strerror or str(error)).lower()) from error


def _questions(table: Table, mapping: ResponseMapping) -> tuple[str, ...]:
    if not mapping.takes_the_rest:
        return mapping.questions
    named = {column for _, column in mapping.named()}
    return tuple(column for column in table.columns if column not in named)


def _check_columns(table: Table, mapping: ResponseMapping) -> None:
    wanted = [*mapping.named(), *(("free_text", column) for column in mapping.free_text or ())]
    absent = [(setting, column) for setting, column in wanted if column not in table.columns]
    told = [wording.absent(setting, column, nearest(column, table.columns)) for setting, column in absent]
    if not absent and not _questions(table, mapping):
        told = ["no column is left to be a question."]
    if told:
        raise ResponseMappingDoesNotFit(
            file=table.path, why=" ".join(told), line=table.heading_line, headings=", ".join(table.columns)
        )


def _line(cells: Mapping[str, Cell], column: str | None) -> str:
    return one_line(text_of(cells[column])) if column is not None else ""


def _filled(cells: Mapping[str, Cell], columns: Iterable[str]) -> dict[str, str]:
    return {column: text for column in columns if (text := one_line(text_of(cells[column])))}


def _term(how: TermMap[Any], cells: Mapping[str, Cell], known: Any) -> Any:
    """What a cell stands for: as the mapping says, otherwise as its own words say."""
    if how.column is None:
        return how.always
    text = text_of(cells[how.column])
    if (value := how.values.get(normal(text))) is not None:
        return value
    found: Channel | Respondent = known(text)
    is_other = found.value == "other"
    return how.otherwise if is_other and how.otherwise is not None else found
