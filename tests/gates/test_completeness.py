"""Completeness in Python: rows, rules and gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gates.catalogue import UnknownItem
from gates.completeness import gap_of, gaps_by_python, gaps_in, measures_of, rows_of, rules_of
from gates.events import Document
from gates.state import EvidenceVersion
from gates.vocabulary import Gate, Severity
from tests.gates.catalogues import RECORD, catalogue, check, raw_item

TODAY = date(2026, 11, 21)
CASE = raw_item(
    checks=[
        check("min_rows", field="options", at_least=3, basis="Green Book"),
        check("range", field="cost", at_least=0, at_most=1000, severity="warning"),
        check("day_range", field="approved_on", from_days=-365),
        check("document", severity="info"),
    ]
)
STAFF = raw_item("IA-03", title="Staff", required_when={"staff_affected": {"more_than": 0}})
CATALOGUE = catalogue(CASE, STAFF)
NO_STAFF = {"staff_affected": 0}


def handed_in(item="IA-01", *, document=None, **changes):
    return EvidenceVersion(
        item=item,
        gate=Gate.IMPACT,
        version=2,
        record={**RECORD, **changes},
        document=document,
        content="0" * 64,
        effective_on=TODAY,
        submitted_by="ANN",
        submitted_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


def gaps(facts, evidence, today=TODAY):
    rows = rows_of(CATALOGUE, (Gate.IMPACT,), facts, evidence)
    return gaps_by_python(CATALOGUE, rows, today, facts, evidence)


def test_there_is_a_row_for_every_required_item_of_the_gates():
    rows = rows_of(CATALOGUE, (Gate.IMPACT, Gate.LEGAL), {}, {"IA-01": handed_in()})

    assert [(row.gate, row.item, row.version) for row in rows] == [
        (Gate.IMPACT, "IA-01", 2),
        (Gate.IMPACT, "IA-03", None),
        (Gate.LEGAL, "LG-01", None),
    ]
    assert rows[0].measures == (2.0, 1500.5, 1500.5, float(date(2026, 3, 1).toordinal()), 0.0)
    assert rows[1].measures == ()


def test_an_item_that_is_not_required_has_no_row():
    assert [row.item for row in rows_of(CATALOGUE, (Gate.IMPACT,), NO_STAFF, {})] == ["IA-01"]


def test_an_item_that_is_not_provided_leaves_one_gap_that_says_what_to_do():
    (gap,) = gaps(NO_STAFF, {})

    assert gap.rule == "IA-01.provided"
    assert gap.severity is Severity.CRITICAL
    assert gap.blocks
    assert gap.owner == "sro"
    assert gap.message == "Hand in IA-01 Case for change. Say why. Keep it short."
    assert gap.basis == "Council policy"


def test_a_gap_says_what_was_found_and_rests_on_the_rules_basis_or_the_items():
    found = gaps(NO_STAFF, {"IA-01": handed_in()})

    assert [(gap.rule, gap.severity, gap.basis) for gap in found] == [
        ("IA-01.min_rows", Severity.CRITICAL, "Green Book"),
        ("IA-01.range", Severity.WARNING, "Council policy"),
        ("IA-01.document", Severity.INFO, "Council policy"),
    ]
    assert found[0].message == "Do what is needed. Found: 2 rows, 3 needed."


def test_an_attached_document_is_seen_by_the_checks():
    document = Document(sha256="0" * 64, name="case.pdf", size=1)
    found = gaps(NO_STAFF, {"IA-01": handed_in(document=document)})

    assert "IA-01.document" not in {gap.rule for gap in found}


def test_time_alone_opens_a_gap():
    good = {"IA-01": handed_in(options=RECORD["options"] * 2, cost=5, document=None)}
    last_day = date(2026, 3, 1) + timedelta(days=365)

    assert {gap.rule for gap in gaps(NO_STAFF, good, last_day)} == {"IA-01.document"}
    assert {gap.rule for gap in gaps(NO_STAFF, good, last_day + timedelta(days=1))} == {
        "IA-01.document",
        "IA-01.day_range",
    }


def test_without_the_evidence_a_gap_says_what_to_do_all_the_same():
    rows = rows_of(CATALOGUE, (Gate.IMPACT,), NO_STAFF, {"IA-01": handed_in()})

    assert gaps_by_python(CATALOGUE, rows, TODAY)[0].message == "Do what is needed."


def test_an_owner_is_told_the_gaps_of_what_they_hand_in():
    version = handed_in()

    assert gaps_in(CATALOGUE.item("IA-01"), version, {}, TODAY) == gaps(NO_STAFF, {"IA-01": version})


def test_rules_know_where_their_measures_begin():
    rules = rules_of(CATALOGUE.item("IA-01"))

    assert [(rule.id, rule.first) for rule in rules] == [
        ("IA-01.provided", 0),
        ("IA-01.min_rows", 0),
        ("IA-01.range", 1),
        ("IA-01.day_range", 3),
        ("IA-01.document", 4),
    ]
    assert len(measures_of(CATALOGUE.item("IA-01"), {}, {})) == 5


def test_a_gap_of_an_item_or_rule_that_is_not_there_cannot_be_made():
    with pytest.raises(UnknownItem):
        gap_of(CATALOGUE, "IA-99", "IA-99.provided", None, {})
    with pytest.raises(KeyError):
        gap_of(CATALOGUE, "IA-01", "IA-01.nothing", None, {})
