"""A damaged catalogue is refused, naming file and line, or it is one that everything can be decided under."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import FACTS, FOLDER, CatalogueInvalid, load_catalogue
from config.yaml_lines import read_yaml
from gates.catalogue import Catalogue
from gates.check_soundness import MOST_MEASURES
from gates.completeness import gaps_by_python, rows_of
from gates.conditions import in_words
from gates.effects import open_items
from gates.record_template import template_of
from gates.records import read_record
from gates.state import EvidenceVersion
from gates.tracks import track_of
from gates.vocabulary import Gate
from tasks.completeness_sql import check_sql, sweep_sql
from tests.fuzz import office as offices
from tests.fuzz import small, values, yaml_damage
from tests.fuzz.profile import examples

TODAY = date(2026, 6, 10)
FILES = sorted(small.texts())
SHIPPED = sorted(path.name for path in FOLDER.glob("*.yaml"))
PARSED = {name: read_yaml(text).data for name, text in small.texts().items()}
FAULT = re.compile(r"([\w.]+), line (\d+): .", re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The small catalogue; each example puts one file of it back."""
    made = tmp_path_factory.mktemp("catalogue")
    small.write(made)
    return made


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A copy of the catalogue that Gatehouse comes with."""
    return shutil.copytree(FOLDER, tmp_path_factory.mktemp("shipped") / "catalogue")


@pytest.fixture(scope="module")
def table():
    """An empty table of evidence."""
    measures = ", ".join(f"q{number} double precision" for number in range(1, MOST_MEASURES + 1))
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE gate_evidence (change_id INTEGER, ref TEXT, gate TEXT, item TEXT, catalogue TEXT, "
            f"version INTEGER, {measures})"
        )
        yield connection
    connection.close()


def is_refused_or_works(folder, name, damaged, table, random):
    """Load the catalogue with one file changed, and put the file back."""
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(damaged)
    try:
        catalogue = load_catalogue(folder)
    except CatalogueInvalid as refused:
        offices.ended("refused")
        names_lines(refused, folder)
    else:
        works(catalogue, table, random)
    finally:
        path.write_bytes(before)


def names_lines(refused, folder):
    assert refused.faults
    assert refused.what_to_do
    assert str(folder) in refused.message
    for fault in refused.faults:
        found = FAULT.match(fault)
        assert found, fault
        name, line = found.groups()
        text = (folder / name).read_text(encoding="utf-8", errors="replace")
        assert 1 <= int(line) <= len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text)) + 1


def works(catalogue, table, random):
    """Everything that is done with a catalogue, for a change without facts and one with."""
    again = Catalogue.model_validate_json(catalogue.model_dump_json(by_alias=True))
    assert again.version == catalogue.version
    table.execute(f"EXPLAIN {sweep_sql(catalogue, TODAY, 'sqlite')}").fetchall()
    evidence = {item.id: handed_in(item) for item in catalogue.items}
    decide(catalogue, {}, evidence)
    decide(catalogue, random_facts(catalogue, random), evidence)
    for gate in Gate:
        asked = {"change_id": 1, "gate": gate.value, "catalogue": catalogue.version}
        table.execute(f"EXPLAIN {check_sql(catalogue.items_of(gate), TODAY)}", asked).fetchall()


def decide(catalogue, facts, evidence):
    assert track_of(catalogue, facts).in_words(catalogue)
    open_items(catalogue, facts)
    required = {item.id for gate in Gate for item in catalogue.required(gate, facts)}
    assert gaps_of(catalogue, facts, {}) == required
    assert gaps_of(catalogue, facts, evidence) <= required


def gaps_of(catalogue, facts, evidence):
    """The items with gaps."""
    rows = rows_of(catalogue, Gate, facts, evidence)
    return {gap.item for gap in gaps_by_python(catalogue, rows, TODAY, facts, evidence)}


def handed_in(item):
    """A version in which everything is blank."""
    assert template_of(item)
    assert in_words(item.required_when)
    return EvidenceVersion(
        item=item.id,
        gate=item.gate,
        version=1,
        record=read_record(item, dict.fromkeys(item.fields)),
        content="0" * 64,
        effective_on=TODAY,
        submitted_by="ANN",
        submitted_at=datetime(2026, 6, 10, tzinfo=UTC),
    )


def random_facts(catalogue, random):
    """An answer to about half of the facts, asked or published."""
    return {
        fact.id: answer(fact, random)
        for fact in catalogue.facts
        if not fact.derived and random.random() < 0.5
    }


def answer(fact, random):
    choices = fact.choices or ("a",)
    return {
        "choice": lambda: random.choice(choices),
        "choices": lambda: tuple(random.sample(choices, random.randint(1, len(choices)))),
        "number": lambda: random.choice([0, 1, 20, 99.5, 10**6]),
        "money": lambda: random.choice([0, 50_000, 10**6]),
        "boolean": lambda: random.random() < 0.5,
        "date": lambda: date(2026, random.randint(1, 12), random.randint(1, 28)).isoformat(),
        "text": lambda: "x",
    }[fact.kind]()


randoms = st.randoms(use_true_random=False)


@examples(800)
@given(st.sampled_from(FILES), st.data(), randoms)
def test_lines_of_a_file_are_changed(folder, table, name, data, random):
    text = data.draw(yaml_damage.damaged(small.texts()[name]))

    is_refused_or_works(folder, name, text.encode("utf-8", "surrogatepass"), table, random)


@examples(520)
@given(st.sampled_from(FILES), st.data(), randoms)
def test_settings_are_changed(folder, table, name, data, random):
    found = data.draw(values.damaged(PARSED[name]))
    # JSON is YAML, and each setting has a line of its own.
    text = json.dumps(found, indent=1)

    is_refused_or_works(folder, name, text.encode(), table, random)


@examples(170)
@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 400), st.binary(max_size=8), randoms)
def test_bytes_of_a_file_are_changed(folder, table, name, position, gone, junk, random):
    data = small.texts()[name].encode()
    at = int(position * len(data))

    is_refused_or_works(folder, name, data[:at] + junk + data[at + gone :], table, random)


@examples(20)
@given(st.sampled_from(SHIPPED), st.data(), randoms)
def test_lines_of_the_catalogue_that_gatehouse_comes_with_are_changed(shipped, table, name, data, random):
    text = data.draw(yaml_damage.damaged((FOLDER / name).read_text(encoding="utf-8"), most=2))

    is_refused_or_works(shipped, name, text.encode("utf-8", "surrogatepass"), table, random)


def test_the_small_catalogue_is_sound(folder, table):
    catalogue = load_catalogue(folder)

    assert sorted(item.id for item in catalogue.items) == sorted(small.ITEMS)
    assert FACTS in FILES
    decide(catalogue, {}, {item.id: handed_in(item) for item in catalogue.items})
