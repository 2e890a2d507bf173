"""The Government Major Projects Portfolio of 2022, as published: 235 projects, real and dirty."""

from collections import Counter

import pytest

from tasks.registers import load_mapping, read_register
from tests.machine import ROOT
from tests.tasks.registers.make import accepted, csv_file, rejected

pytestmark = pytest.mark.needs("shared_data")


@pytest.fixture
def register(shared_data):
    mapping = load_mapping(ROOT / "config" / "imports" / "gmpp.yaml")
    return read_register(shared_data / "gmpp_2022.csv", mapping)


def test_every_project_is_accepted_and_none_is_lost(register):
    found = list(register)

    assert len(accepted(found)) == 235
    assert rejected(found) == []
    assert Counter(kind for draft in accepted(found) for kind in draft.types) == {
        "transformation": 89,
        "infrastructure": 70,
        "capability": 45,
        "digital_ict": 31,
    }
    assert register.blank_rows == 0


def test_the_file_is_read_as_what_it_is(register):
    assert register.reading.delimiter == ";"
    assert register.reading.encoding.name == "cp1252"
    assert "£" in register.reading.encoding.sample
    assert register.columns[6:8] == ("colour_rating", "colour_rating_2")


def test_what_is_known_becomes_a_fact_and_what_is_exempt_a_note(register):
    drafts = accepted(register)
    known = Counter(fact for draft in drafts for fact in draft.facts)
    noted = Counter(note.split(" left unknown")[0] for draft in drafts for note in draft.notes)

    assert known == {"whole_life_cost": 191, "planned_start": 224, "planned_end": 218}
    for fact, count in known.items():
        assert count + noted[fact] == 235
    assert noted["summary"] == 7
    assert sum("Exempt" in note for draft in drafts for note in draft.notes) == 66


def test_costs_are_in_pounds(register):
    costs = {draft.external_ref: draft.facts.get("whole_life_cost") for draft in accepted(register)}

    assert costs["MOD_0135_2122-Q1"] == 278_000_000
    assert all(cost >= 3_000_000 for cost in costs.values() if cost is not None)


def test_nothing_of_the_register_is_lost(register, shared_data):
    text = (shared_data / "gmpp_2022.csv").read_bytes().decode("cp1252")

    for draft in accepted(register):
        assert len(draft.source_fields) == 17
        for value in draft.source_fields.values():
            assert value in text or value.replace('"', '""') in text


def test_each_draft_stands_on_the_line_that_its_number_stands_on(register, shared_data):
    with (shared_data / "gmpp_2022.csv").open(encoding="cp1252", newline="") as file:
        lines = list(file)

    for outcome in register:
        assert outcome.draft.external_ref in lines[outcome.line - 1]


def test_one_spoilt_cell_rejects_one_project(shared_data, tmp_path):
    spoilt = (shared_data / "gmpp_2022.csv").read_bytes().replace(b";\xa3278;", b";two hundred;", 1)
    mapping = load_mapping(ROOT / "config" / "imports" / "gmpp.yaml")

    found = list(read_register(csv_file(tmp_path, spoilt), mapping))

    assert len(accepted(found)) == 234
    (reject,) = rejected(found)
    assert 'wlc_baseline_incl_NCG says "two hundred"; expected pounds' in reject.reasons[0]
