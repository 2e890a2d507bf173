"""Any YAML or JSON that is named as a file is data with its lines, or an error that says what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.yaml_files import read_yaml
from gates.errors import GateError
from tests.fuzz import office as offices
from tests.fuzz import values, yaml_damage
from tests.fuzz.profile import examples

TEXT = """\
title: "Payroll: with a neighbour"
types: [shared_service, digital_ict]
days: {opens: 2026-11-21, closes: ~}
team: &team
  sro: sro@council.example
others:
  - <<: *team
    cost: 1_200.50
  - notes: |
      One line,
      another.
    done: yes
"""
values_of = st.sampled_from(yaml_damage.WRITTEN) | st.text(
    alphabet="ab:-[]{}'\"&*!#| \n\t?,>%@0", max_size=20
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("yaml")


def is_refused_or_read(path, text):
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        file = read_yaml(path, example="gatehouse register --help")
    except GateError as refused:
        return offices.says_itself(refused)
    lines = text.count("\n") + text.count("\r") + 2
    for place in values.places(file.data):
        found = file.line(*place)
        assert found is None or 1 <= found <= lines


@examples(200)
@given(yaml_damage.damaged(TEXT, most=4), st.sampled_from([".yaml", ".json", ""]))
def test_lines_of_a_file_are_changed(folder, text, suffix):
    is_refused_or_read(folder / f"file{suffix}", text)


@examples(100)
@given(st.lists(st.tuples(values_of, values_of), max_size=4), st.sampled_from([".yaml", ".json"]))
def test_any_names_and_values(folder, pairs, suffix):
    is_refused_or_read(folder / f"file{suffix}", "\n".join(f"{name}: {value}" for name, value in pairs))
