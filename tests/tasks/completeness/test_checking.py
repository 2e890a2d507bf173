"""Checking one gate of one change, and sweeping the portfolio: what is asked of the database, and what goes wrong."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from gates.catalogue import Catalogue
from gates.completeness import EvidenceRow, rules_of
from gates.vocabulary import Gate
from tasks.completeness import CheckBroken, Completeness, EvidenceOutOfStep, RuleHit
from tasks.completeness_gx import Suite
from tasks.completeness_scan import CheckScan
from tasks.completeness_source import batch_of, engine_at
from tests.gates.catalogues import catalogue, check, raw_item
from tests.tasks.completeness import evidence_table

TODAY = date(2026, 11, 21)
CASE = raw_item(
    checks=[
        check("min_rows", field="options", at_least=3),
        check("day_range", field="approved_on", from_days=-31, severity="warning", basis="Green Book"),
    ]
)
CATALOGUE = catalogue(CASE, raw_item("IA-02"))
FRESH = float(TODAY.toordinal())
GOOD = EvidenceRow(Gate.IMPACT, "IA-01", 1, (3.0, FRESH))
SHORT = EvidenceRow(Gate.IMPACT, "IA-01", 1, (2.0, FRESH))
NONE = EvidenceRow(Gate.IMPACT, "IA-02", None, ())
EQUALITY = EvidenceRow(Gate.EQUALITY, "EQ-01", None, ())


@pytest.fixture
def hold(writer):
    """Hold rows in the table, for change after change."""
    return lambda *changes, of=CATALOGUE: evidence_table.fill(writer, of, dict(enumerate(changes, start=1)))


@pytest.fixture
def completeness(url):
    return Completeness(url, CATALOGUE)


def rules(hits):
    return [hit.rule for hit in hits]


def test_a_hit_names_the_change_the_item_and_the_rule(completeness, hold):
    hold([SHORT, NONE])

    assert completeness.check(1, Gate.IMPACT, TODAY) == [
        RuleHit(1, "CHG-0001", "IA-01", "IA-01.min_rows"),
        RuleHit(1, "CHG-0001", "IA-02", "IA-02.provided"),
    ]


def test_only_the_gate_and_the_change_that_are_asked_for_are_looked_at(completeness, hold):
    hold([GOOD, EQUALITY], [SHORT])

    assert completeness.check(1, Gate.IMPACT, TODAY) == []
    assert rules(completeness.check(1, Gate.EQUALITY, TODAY)) == ["EQ-01.provided"]
    assert rules(completeness.check(2, Gate.IMPACT, TODAY)) == ["IA-01.min_rows"]


def test_what_the_ledger_writes_between_two_checks_is_seen_by_the_second(completeness, hold):
    hold([SHORT])
    before = rules(completeness.check(1, Gate.IMPACT, TODAY))
    hold([GOOD])

    assert (before, rules(completeness.check(1, Gate.IMPACT, TODAY))) == (["IA-01.min_rows"], [])


def test_a_day_later_the_same_evidence_can_be_out_of_date(completeness, hold):
    hold([GOOD])

    assert completeness.check(1, Gate.IMPACT, TODAY + timedelta(days=31)) == []
    assert rules(completeness.check(1, Gate.IMPACT, TODAY + timedelta(days=32))) == ["IA-01.day_range"]
    assert completeness.check(1, Gate.IMPACT, TODAY) == []


def test_evidence_under_another_catalogue_is_left_alone(completeness, hold, writer):
    other = catalogue(CASE, raw_item("IA-02"), name="Other")
    hold([SHORT], of=other)

    assert completeness.check(1, Gate.IMPACT, TODAY) == []
    assert completeness.sweep(TODAY).counts == {}
    assert rules(Completeness(writer, other).check(1, Gate.IMPACT, TODAY)) == ["IA-01.min_rows"]


def test_a_change_without_rows_does_not_pass_for_complete(completeness, hold):
    hold([SHORT, NONE])
    both = [SHORT.item, NONE.item]

    assert len(completeness.check(1, Gate.IMPACT, TODAY, both)) == 2
    with pytest.raises(
        EvidenceOutOfStep, match=f"of change 7 at the gate impact .*: {', '.join(sorted(both))}"
    ):
        completeness.check(7, Gate.IMPACT, TODAY, both)


def test_a_row_that_should_not_be_there_stops_the_check(completeness, hold):
    hold([SHORT, NONE])

    with pytest.raises(EvidenceOutOfStep, match=NONE.item):
        completeness.check(1, Gate.IMPACT, TODAY, [SHORT.item])
    with pytest.raises(EvidenceOutOfStep, match=NONE.item):
        completeness.check(1, Gate.IMPACT, TODAY, [])


def test_an_item_that_the_catalogue_does_not_know_breaks_the_check(completeness, hold):
    hold([EvidenceRow(Gate.IMPACT, "IA-77", 1, ())])

    with pytest.raises(CheckBroken, match="asks CHG-0001 for IA-77"):
        completeness.check(1, Gate.IMPACT, TODAY)
    with pytest.raises(CheckBroken, match="asks change 1 for evidence"):
        completeness.sweep(TODAY)


def test_an_item_at_a_gate_that_is_not_its_own_breaks_the_check(completeness, hold):
    hold([EvidenceRow(Gate.LEGAL, "IA-01", 1, (3.0, FRESH))])

    with pytest.raises(CheckBroken):
        completeness.check(1, Gate.LEGAL, TODAY)
    with pytest.raises(CheckBroken):
        completeness.sweep(TODAY)


def test_a_measure_that_was_never_taken_does_not_pass(completeness, hold):
    hold([EvidenceRow(Gate.IMPACT, "IA-01", 1, ())])

    assert rules(completeness.check(1, Gate.IMPACT, TODAY)) == ["IA-01.min_rows", "IA-01.day_range"]


def test_a_database_that_does_not_answer_leaves_no_gap_and_no_completeness(completeness, hold, writer):
    hold([GOOD])
    completeness.check(1, Gate.IMPACT, TODAY)
    evidence_table.METADATA.drop_all(writer)
    try:
        with pytest.raises(CheckBroken, match="gate_evidence"):
            completeness.check(1, Gate.IMPACT, TODAY)
        with pytest.raises(CheckBroken, match="gate_evidence"):
            completeness.sweep(TODAY)
    finally:
        evidence_table.create(writer)
    hold([SHORT])
    assert rules(completeness.check(1, Gate.IMPACT, TODAY)) == ["IA-01.min_rows"]


def test_one_question_answers_all_rules_of_a_gate(completeness, hold, url):
    hold([SHORT, NONE])
    completeness.check(1, Gate.IMPACT, TODAY)
    asked = []
    sa.event.listen(engine_at(url), "before_cursor_execute", lambda *about: asked.append(about[2]))

    completeness.check(1, Gate.IMPACT, TODAY)

    assert len([statement for statement in asked if "gate_evidence" in statement]) == 1


def test_a_sweep_finds_every_change_that_breaks_a_rule(completeness, hold):
    hold([SHORT, NONE], [GOOD, NONE], [SHORT, EQUALITY])
    swept = completeness.sweep(TODAY)

    assert swept.counts == {"IA-01.min_rows": 2, "IA-02.provided": 2, "EQ-01.provided": 1}
    assert swept.changes["IA-01.min_rows"].tolist() == [1, 3]
    assert RuleHit(3, "CHG-0003", "EQ-01", "EQ-01.provided") in list(swept.hits())


def test_an_empty_portfolio_has_no_gaps(completeness, hold):
    hold()

    assert completeness.sweep(TODAY).counts == {}
    assert list(completeness.sweep(TODAY).hits()) == []


def test_checks_from_several_threads_wait_for_each_other(completeness, hold):
    hold(*([[SHORT]] * 20))
    found = {}

    def look(first):
        for number in range(first, 21, 4):
            found[number] = completeness.check(number, Gate.IMPACT, TODAY)

    threads = [threading.Thread(target=look, args=(first,)) for first in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {number: [hit.change_id for hit in hits] for number, hits in found.items()} == {
        number: [number] for number in range(1, 21)
    }


def test_a_check_logs_and_prints_nothing(completeness, hold, caplog, capsys):
    hold([SHORT])
    with caplog.at_level(logging.INFO):
        completeness.check(1, Gate.IMPACT, TODAY)

    assert not caplog.records
    assert capsys.readouterr() == ("", "")


def test_each_rule_is_one_expectation_that_says_what_it_asks_and_why():
    items = tuple(CATALOGUE.items_of(Gate.IMPACT))
    suite = Suite("impact", items, CheckScan(CATALOGUE, Gate.IMPACT))

    assert [one.rule for one in suite.rules] == [rule.id for item in items for rule in rules_of(item)]
    provided, _, dated = suite.rules[:3]
    assert provided.description == "IA-01 Case for change: Say why.\nKeep it short."
    assert dated.severity.value == "warning"
    assert dated.notes == "Green Book"
    assert dated.meta == {"gate": "impact", "item": "IA-01", "owner": "sro", "basis": "Green Book"}


def test_a_suite_is_written_and_read_back_as_great_expectations_keeps_it(completeness, hold, url):
    hold([SHORT, NONE])
    suite = Suite("impact", tuple(CATALOGUE.items_of(Gate.IMPACT)), CheckScan(CATALOGUE, Gate.IMPACT))
    result = batch_of(engine_at(url)).validate(suite.aimed(1, TODAY)).to_json_dict()

    assert result["statistics"]["unsuccessful_expectations"] == 2
    failed = [one for one in result["results"] if not one["success"]]
    assert failed[0]["result"] == {"observed_value": 1, "details": {"first_changes": [1]}}
    assert failed[0]["expectation_config"]["kwargs"]["rule"] == "IA-01.min_rows"


def test_a_catalogue_from_json_decides_like_the_one_it_came_from(url, hold):
    hold([SHORT])
    again = Catalogue.model_validate_json(CATALOGUE.model_dump_json(by_alias=True))

    assert rules(Completeness(url, again).check(1, Gate.IMPACT, TODAY)) == ["IA-01.min_rows"]
