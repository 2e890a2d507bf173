"""The rules as SQL text: what it yields for any measures is what the bounds say in Python."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import load_catalogue
from gates.check_soundness import MOST_MEASURES
from gates.completeness import EvidenceRow, rules_of
from gates.vocabulary import Gate
from tasks.completeness_sql import ITEM_BITS, RULE_BITS, UNJUDGED, check_sql, sweep_sql
from tests.gates.catalogues import catalogue, check, item, raw_item
from tests.machine import ROOT
from tests.tasks.completeness.random_changes import DAYS, catalogues

MEASURES = [f"q{number}" for number in range(1, MOST_MEASURES + 1)]
measures = (
    st.none()
    | st.integers(-5, 45).map(float)
    | DAYS.map(lambda day: float(day.toordinal()))
    | st.sampled_from([0.1, 0.3, 33.3, 1e15, -1e18, 1e18])
    | st.floats(-1e6, 1e6)
)


@pytest.fixture(scope="module")
def table():
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(f"{name} double precision" for name in MEASURES)
    connection.execute(
        "CREATE TABLE gate_evidence (change_id INTEGER, ref TEXT, gate TEXT, item TEXT, catalogue TEXT, "
        f"version INTEGER, {columns})"
    )
    yield connection
    connection.close()


def broken_in_sql(connection, of, row, today):
    """The bits that the database yields for one row, by the check and by the sweep."""
    held = [*row.measures, *[None] * (MOST_MEASURES - len(row.measures))]
    values = [7, "CHG-0007", row.gate.value, row.item, of.version, row.version, *held]
    connection.execute("DELETE FROM gate_evidence")
    connection.execute(f"INSERT INTO gate_evidence VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    about = {"change_id": 7, "gate": row.gate.value, "catalogue": of.version}
    checked = connection.execute(check_sql(of.items_of(row.gate), today), about).fetchall()
    swept = connection.execute(sweep_sql(of, today, "sqlite")).fetchall()
    return checked, swept


@given(st.data(), catalogues(), DAYS)
def test_a_row_breaks_the_same_rules_in_sql_as_in_python(table, data, of, today):
    asked = data.draw(st.sampled_from(of.items))
    rules = rules_of(asked)
    taken = sum(len(one.bounds) for one in asked.checks)
    version = data.draw(st.none() | st.just(1))
    its_measures = data.draw(st.lists(measures, min_size=taken, max_size=taken)) if version else []
    row = EvidenceRow(asked.gate, asked.id, version, tuple(its_measures))
    bits = sum(1 << place for place, rule in enumerate(rules) if rule.is_broken_by(row, today))

    checked, swept = broken_in_sql(table, of, row, today)

    place = of.items.index(asked)
    code = ((7 << ITEM_BITS | place) << RULE_BITS) | bits
    assert checked == [(asked.id, "CHG-0007", bits)]
    assert swept == ([(code,)] if bits else [])


def test_an_item_that_no_rule_judges_is_marked_as_such(table):
    of = catalogue()
    row = EvidenceRow(Gate.IMPACT, "IA-99", 1, ())

    checked, swept = broken_in_sql(table, of, row, date(2026, 11, 21))

    assert checked == [("IA-99", "CHG-0007", UNJUDGED)]
    assert swept[0][0] & UNJUDGED


def test_an_item_without_checks_only_has_to_be_there(table):
    of = catalogue()

    assert broken_in_sql(table, of, EvidenceRow(Gate.IMPACT, "IA-01", 1, ()), date(2026, 11, 21))[1] == []


def test_as_many_measures_as_are_kept_fit_the_bits_that_there_are():
    checks = [
        check("min_rows", id=f"c{number}", field="options", at_least=1) for number in range(MOST_MEASURES)
    ]
    (most,) = (catalogue(raw_item(checks=checks)).item("IA-01"),)

    assert 1 << (len(rules_of(most)) - 1) < UNJUDGED


def test_the_shipped_catalogue_fits_the_bits_that_there_are():
    assert len(load_catalogue().items) < 1 << ITEM_BITS


def test_the_sql_can_be_had_without_waiting_for_great_expectations():
    program = (
        "import sys, tasks.completeness_sql; print(*{'great_expectations', 'sqlalchemy'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == ""


def test_a_limit_from_today_is_shifted_to_the_day():
    dated = item(checks=[check("day_range", field="approved_on", from_days=-31)])

    assert "q1 < 739910.0" in check_sql([dated], date(2026, 11, 21))
    assert date.fromordinal(739910) == date(2026, 10, 21)
