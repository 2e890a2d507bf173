"""Great Expectations and plain Python decide alike, on SQLite and PostgreSQL, for one change and for all."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gates.completeness import gaps_by_python, rows_of
from gates.vocabulary import Gate
from tasks.completeness import Completeness
from tests.tasks.completeness import evidence_table
from tests.tasks.completeness.random_changes import DAYS, catalogues, evidence, facts


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_database_finds_the_gaps_that_python_finds(url, writer, data):
    catalogue = data.draw(catalogues(), label="catalogue")
    known = data.draw(st.lists(facts, min_size=1, max_size=4), label="facts")
    handed_in = [data.draw(evidence(catalogue), label="evidence") for _ in known]
    rows = {
        number: rows_of(catalogue, Gate, its_facts, its_evidence)
        for number, (its_facts, its_evidence) in enumerate(zip(known, handed_in, strict=True), start=1)
    }
    evidence_table.fill(writer, catalogue, rows)
    completeness = Completeness(url, catalogue)

    for today in data.draw(st.lists(DAYS, min_size=1, max_size=2), label="days"):
        expected = {
            number: [(gap.item, gap.rule) for gap in gaps_by_python(catalogue, its_rows, today)]
            for number, its_rows in rows.items()
        }
        checked = {
            number: [
                (hit.item, hit.rule)
                for gate in Gate
                for hit in completeness.check(
                    number, gate, today, required=[row.item for row in its_rows if row.gate is gate]
                )
            ]
            for number, its_rows in rows.items()
        }
        swept = completeness.sweep(today)

        assert {number: sorted(found) for number, found in checked.items()} == {
            number: sorted(found) for number, found in expected.items()
        }
        assert sorted(swept.hits()) == sorted(
            (number, f"CHG-{number:04d}", item, rule)
            for number, found in expected.items()
            for item, rule in found
        )
        assert sum(swept.counts.values()) == sum(map(len, expected.values()))
