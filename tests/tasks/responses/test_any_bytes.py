"""Whatever an export holds, it ends in recorded responses and rejects, or in an error and nothing recorded."""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gates.errors import GateError
from gates.responses import ResponseFile, import_responses
from tasks.registers import RejectsFile
from tasks.registers.model import Rejected
from tasks.responses import read_responses
from tests.factories import START, make_office, register
from tests.tasks.registers.make import xlsx_file

MANY = settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
FEWER = settings(MANY, max_examples=40)
HEADINGS = "Response ID,Submitted,Respondent type,Address,Do you agree?,Why?\n"
MESS = st.text(alphabet=st.sampled_from("\",;|\t\n\r\0 '=£é\ufeff\u2028ab1/2"), max_size=60)
CELL = st.one_of(st.text(max_size=15), st.sampled_from(["1/2/2026", "R-1", "Individual", "Agree", ""]))
NUMBERS = count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = make_office(url=f"sqlite:///{tmp_path_factory.mktemp('bytes')}/gatehouse.db")
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def ref(office):
    return register(office=office).ref


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    rows = [HEADINGS.strip().split(","), ["R-1", "1/2/2026", "Business", "North", "Agree", "=1+1"]]
    return xlsx_file(tmp_path_factory.mktemp("book"), *rows).read_bytes()


def take(office, ref, data, suffix=".csv"):
    """Import these bytes; what was recorded is whole, and is all that was read."""
    before = office.ledger.load(ref)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        path.write_bytes(data)
        try:
            recorded, rejected, file = imported(office, ref, path)
        except GateError as error:
            unchanged(office, before, error)
            return
        with RejectsFile(path, file.columns) as rejects:
            for one in rejected:
                assert all(one.reasons)
                rejects.add(one)
    after = office.ledger.load(ref)
    assert after.responses.received == before.responses.received + recorded
    found = office.ledger.responses.one(ref, after.responses.received)
    assert (found is None) == (after.responses.received == 0)


def unchanged(office, before, error):
    """An error can say itself, and nothing was recorded."""
    assert error.message
    assert office.ledger.load(before.ref) == before


def imported(office, ref, path):
    file = read_responses(path, today=START.date())
    who, rejected, added = office.people["engagement-lead"], [], 0
    with office.ledger.responses.staging(ref, file.questions, at=START) as staging:
        for one in file:
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                staging.add([(one.line, one.submission)])
        # Every example is a file of its own.
        sha256 = hashlib.sha256(str(next(NUMBERS)).encode()).hexdigest()
        about = ResponseFile(
            sha256=sha256, name=path.name, rejected=len(rejected), questions=staging.questions_hash
        )
        if staging.added:
            staging.record(
                lambda state, rows: import_responses(state, office.book, about, rows, by=who),
                acting=office.acting(who="engagement-lead"),
                at=START,
            )
            added = len(staging.recorded)
    return added, rejected, file


@MANY
@given(st.binary(max_size=300))
def test_any_bytes(office, ref, data):
    take(office, ref, data)


@MANY
@given(st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]), MESS)
def test_any_bytes_below_good_headings(office, ref, data, encoding, mess):
    take(office, ref, HEADINGS.encode(encoding) + mess.encode(encoding, "replace") + data)


@MANY
@given(st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=6))
def test_any_cells(office, ref, rows):
    lines = (",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    take(office, ref, (HEADINGS + "\n".join(lines)).encode("utf-8", "surrogatepass"))


@FEWER
@given(position=st.floats(0, 1), junk=st.binary(max_size=6))
def test_a_workbook_with_any_bytes_changed(office, ref, workbook, position, junk):
    at = int(position * len(workbook))
    take(office, ref, workbook[:at] + junk + workbook[at + len(junk) :], suffix=".xlsx")


def test_after_all_of_that_the_ledger_is_whole(office, ref):
    register(office=office)
    take(office, ref, (HEADINGS + "R-0,1/2/2026,Individual,North,Agree,x\n").encode())

    assert office.ledger.load(ref).responses.received
    assert office.ledger.verify().ok
