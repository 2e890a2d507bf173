"""YAML with the line that everything stands on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.yaml_lines import YamlFault, read_yaml

TEXT = """\
name: Starting catalogue
gates:
  - id: impact
    title: yes
  - id: legal
    quorum: 3
"""


def test_data_comes_with_the_line_of_every_place():
    read = read_yaml(TEXT)

    assert read.data["gates"][1] == {"id": "legal", "quorum": 3}
    assert read.line_of(("gates", 1, "quorum")) == 6
    assert read.line_of(("gates", 0)) == 3
    assert read.line_of(()) == 1


def test_a_place_that_is_not_there_has_the_line_of_what_comes_nearest():
    read = read_yaml(TEXT)

    assert read.line_of(("gates", 1, "title")) == 5
    assert read.line_of(("gates", "list", 1, "int", "quorum")) == 6
    assert read.line_of(("facts",)) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("12", 12), ("012", 12), ("-3", -3), ("1_000", 1000), ("0o14", 12), ("0x1F", 31), ("1.5", 1.5), ("1e3", 1000.0),
        (".inf", float("inf")), ("2026-11-21", "2026-11-21"), ("'12'", "12"), ("none", "none"), ("[a, 1]", ["a", 1]),
    ],
)  # fmt: skip
def test_a_value_is_read_as_yaml_1_2_has_it(written, value):
    assert read_yaml(f"a: {written}").data == {"a": value}


def test_an_empty_file_holds_nothing():
    assert read_yaml("").data is None
    assert read_yaml("# only a comment\n").line_of(("a",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML"),
        ("a: 1\n b: 2\n", 2, "not YAML"),
        ("a: 1\nb:\n\t- 2\n", 3, "not YAML"),
        ("a: 1\na: 2\n", 2, "'a' is given twice"),
        ("a: 1\n[1, 2]: 2\n", 2, "a name is one word"),
        ("a: 1\nb: !secret x\n", 2, "carries the tag"),
        ("a: &x [*x]\n", 1, "nested too deeply"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("[" * 60 + "]" * 60, 1, "nested too deeply"),
        ("a: \x01\n", 1, "not YAML"),
    ],
)
def test_what_is_not_the_yaml_it_should_be_is_reported_with_its_line(text, line, says):
    with pytest.raises(YamlFault, match=says) as refused:
        read_yaml(text)
    assert refused.value.line == line


def test_a_merge_key_is_a_name_like_any_other():
    assert read_yaml("a:\n  <<: {d: 1}\n").data == {"a": {"<<": {"d": 1}}}


def test_a_number_that_is_none_is_reported():
    with pytest.raises(YamlFault, match="is not a number"):
        read_yaml("a: !!int twelve")


@given(st.text(alphabet="ab:-[]{}'\"&*!#| \n\t?,>%@0", max_size=80))
def test_any_text_at_all_is_read_or_reported(text):
    try:
        line = read_yaml(text).line_of(("a", 0, "b"))
    except YamlFault as fault:
        line = fault.line

    assert 1 <= line <= text.count("\n") + 2


def test_a_short_file_that_unfolds_to_millions_of_values_is_refused():
    """A row of anchors, each nine times the one before."""
    first = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    more = [f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghij")]

    with pytest.raises(YamlFault, match="more than 100,000 values"):
        read_yaml(first + "".join(more))
