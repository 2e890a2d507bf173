"""A damaged register or export ends in recorded rows and rejects, row for row, or in an error and nothing recorded."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.import_run import ImportRun
from app.cli.importing import _rejects_file
from app.cli.responses.import_run import ResponseImport
from app.cli.visit import Visit
from gates.commands import Submission, submit_evidence
from gates.errors import GateError
from gates.events import Document
from gates.vocabulary import Door
from ledger.response_rows import ResponseFilter
from tasks.registers import read_register, read_table
from tests.catalogue.examples import example_of
from tests.factories import make_office, register
from tests.fuzz import office as offices
from tests.fuzz import values, xlsx_damage
from tests.fuzz.profile import examples
from tests.fuzz.small import small_catalogue
from tests.tasks.registers.make import xlsx_file

ORIGIN = Document(sha256="a" * 64, name="register.csv", size=1)
CHANGES = ["external_ref", "title", "types", "nation", "decision_date", "sro", "summary", "staff_affected"]
CHANGE = [
    "X-1",
    "Payroll",
    "merger, digital_ict",
    "england",
    "1/2/2027",
    "sro@council.example",
    "Shared",
    "12",
]
ANSWERS = ["Response ID", "Submitted", "Respondent type", "Address", "Do you agree?", "Why?", "Age"]
ANSWER = [
    "R-1",
    "1/2/2026",
    "Individual",
    "1 High Street, DE1 2AB",
    "Agree",
    "It would take me two buses to get there",
    "45",
]
ALL = ResponseFilter()
KINDS = {"register": (CHANGES, CHANGE), "responses": (ANSWERS, ANSWER)}
cells = values.odd_texts.filter(lambda text: "\0" not in text) | st.sampled_from(
    [*CHANGE, *ANSWER, "", "31/02/2026", "£1,2"]
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32", "latin-1"]
JUNK = st.text(alphabet="\",;|\t\n\r\0 '=£é\ufeff\u2028ab1", max_size=8)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A council with a change whose consultation has closed, and a copy of its database to go back to."""
    folder = tmp_path_factory.mktemp("prepared")
    office = make_office(url=f"sqlite:///{folder}/gatehouse.db", catalogue=small_catalogue())
    ref = register(office=office, facts={"nation": "england"}).ref
    closing = Submission(item="CO-04", record=example_of(office.catalogue.item("CO-04")).record)
    office.ledger.decide(
        ref,
        lambda state: submit_evidence(state, office.book, closing, by=office.people["sro"], now=offices.NOW),
        acting=office.acting(who="sro"),
        at=offices.NOW,
    )
    assert office.ledger.load(ref).facts["consultation_closes_on"]
    with closing_both(folder / "gatehouse.db", folder / "before.db") as (now, before):
        now.backup(before)
    yield office, folder, ref
    office.ledger.close()


@contextmanager
def closing_both(*databases):
    opened = [sqlite3.connect(database) for database in databases]
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


@contextmanager
def visited(prepared):
    """A visit of the command line, and a folder; at the end the ledger is whole, and then as it was before."""
    office, databases, ref = prepared
    visit = Visit()
    visit.ledger = office.ledger
    try:
        with TemporaryDirectory() as name:
            yield visit, office, ref, Path(name)
        offices.is_whole(office)
    finally:
        with closing_both(databases / "before.db", databases / "gatehouse.db") as (before, now):
            before.backup(now)


def imported(prepared, kind, data, suffix, rows=None):
    """Import the file twice. `rows` is how many there are, if it is known without reading the file."""
    with visited(prepared) as (visit, office, ref, folder):
        path = folder / f"file{suffix}"
        path.write_bytes(data)
        before = everything(office, ref)
        take = take_register if kind == "register" else take_responses
        try:
            found, rejected = take(visit, office, ref, path)
        except GateError as refused:
            offices.ended(type(refused).__name__)
            offices.says_itself(refused)
            assert everything(office, ref) == before
            assert [each.name for each in folder.iterdir()] == [path.name]
            return
        offices.ended("some rejected" if rejected else "all taken")
        table = read_table(path)
        counted = sum(1 for _ in table.rows) + table.blank_rows
        assert sum(found) == counted
        assert rows is None or counted == rows
        assert len(list(folder.iterdir())) == (2 if rejected else 1)
        after = everything(office, ref)
        take(visit, office, ref, path)
        assert everything(office, ref) == after


def everything(office, ref):
    """All that is recorded of all changes."""
    listed = office.ledger.list()
    return [office.ledger.load(row.ref) for row in listed.rows], office.ledger.responses.page(ref, ALL)


def take_register(visit, office, ref, path):
    acting = office.acting().model_copy(update={"door": Door.IMPORT})
    run = ImportRun(visit, read_register(path), acting, origin=ORIGIN, on_progress=lambda _: None)
    held = office.ledger.list().count
    run.run(_rejects_file(path, run.register.columns, None, dry_run=False), rename_to=None)
    told = run.told()
    assert office.ledger.list().count == held + told["new"]
    return (told["accepted"], told["rejected"], told["blank_rows"], told["left_out"]), told["rejected"]


def take_responses(visit, office, ref, path):
    state = office.ledger.load(ref)
    run = ResponseImport(
        visit, state, office.acting(who="engagement-lead"), path, None, sheet=None, dry_run=False
    )
    told = run.run(None)
    after = office.ledger.load(ref)
    assert after.responses.received == state.responses.received + told["new"]
    assert after.version == state.version + bool(told["new"])
    if told["already_imported"]:
        return (0,), 0
    return (told["new"], told["known"], told["rejected"], told["blank_rows"]), told["rejected"]


def written(table, delimiter=",", quoting=csv.QUOTE_ALL):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, escapechar="\\").writerows(table)
    return out.getvalue()


kinds = st.sampled_from(sorted(KINDS))


@st.composite
def tables(draw, kind):
    """Headings and rows as they should be, with some cells as they should not."""
    headings, good = KINDS[kind]
    rows = [[f"{good[0]}{number}", *good[1:]] for number in range(draw(st.integers(1, 4)))]
    for _ in range(draw(st.integers(0, 5))):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(cells)
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), [""] * len(good))
    return [[*headings], *rows]


@examples(300)
@given(kinds, st.data())
def test_cells_hold_what_nobody_means(prepared, kind, data):
    table = data.draw(tables(kind))
    text = written(table, data.draw(st.sampled_from(",;\t|")))

    imported(prepared, kind, text.encode("utf-8", "replace"), ".csv", rows=len(table) - 1)


@examples(150)
@given(kinds, st.data())
def test_headings_and_lines_are_changed(prepared, kind, data):
    table = data.draw(tables(kind))
    for _ in range(data.draw(st.integers(1, 2))):
        row = data.draw(st.sampled_from([table[0], table[0], table[-1]]))
        at = data.draw(st.integers(0, len(row)))
        row[at : at + data.draw(st.integers(0, 1))] = data.draw(
            st.lists(cells | st.sampled_from(table[0]), max_size=2)
        )
    text = written(table, quoting=data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])))

    imported(prepared, kind, text.encode("utf-8", "replace"), ".csv")


@examples(300)
@given(kinds, st.sampled_from(ENCODINGS), st.floats(0, 1), st.integers(0, 6), JUNK, st.binary(max_size=3))
def test_text_and_bytes_are_changed(prepared, kind, encoding, position, gone, mess, junk):
    headings, good = KINDS[kind]
    text = written([headings, good, [*good[:1], *good[1:]], ["B-2", *good[1:]]])
    at = int(position * len(text))
    data = (text[:at] + mess + text[at + gone :]).encode(encoding, "replace")
    at = int((1 - position) * len(data))

    imported(prepared, kind, data[:at] + junk + data[at:], ".csv")


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """A workbook of each kind, as bytes."""
    folder = tmp_path_factory.mktemp("books")
    return {
        kind: xlsx_file(folder, headings, good, ["B-2", *good[1:]], name=f"{kind}.xlsx").read_bytes()
        for kind, (headings, good) in KINDS.items()
    }


@examples(180)
@given(kinds, st.data())
def test_cells_of_a_workbook_are_written_as_no_spreadsheet_writes_them(prepared, books, kind, data):
    book = books[kind]
    sheet = xlsx_damage.sheets(book)[0]
    changed = xlsx_damage.rewritten(book, {sheet: lambda xml: data.draw(xlsx_damage.cells_changed(xml))})

    imported(prepared, kind, changed, ".xlsx")


@examples(70)
@given(kinds, st.sampled_from(xlsx_damage.MEMBERS), st.sampled_from([None, *xlsx_damage.SWAPS]))
def test_parts_of_a_workbook_are_rewritten_or_missing(prepared, books, kind, member, swap):
    swapped = None if swap is None else lambda xml: xml.replace(swap[0].encode(), swap[1].encode())

    imported(prepared, kind, xlsx_damage.rewritten(books[kind], {member.replace("2", "1"): swapped}), ".xlsx")


@examples(50)
@given(kinds, st.floats(0, 1), st.binary(max_size=8), st.booleans())
def test_bytes_of_a_workbook_are_changed_or_cut_off(prepared, books, kind, position, junk, cut_off):
    book = books[kind]
    at = int(position * len(book))

    imported(prepared, kind, book[:at] + junk + (b"" if cut_off else book[at + len(junk) :]), ".xlsx")


def test_the_samples_are_sound(prepared):
    for kind, (headings, good) in KINDS.items():
        imported(prepared, kind, written([headings, good]).encode(), ".csv", rows=1)
