"""Files that people name: data with lines, or an error that says what is wrong with the file."""

from __future__ import annotations

import warnings
from itertools import pairwise

import pytest

from app.cli.errors import NotYaml
from app.cli.yaml_files import read_yaml

UNFOLDING = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghij")
)


def read(folder, text, name="file.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, example="gatehouse register --help")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.json", "[" * 100_000),
        ("long.json", '{"cost": ' + "1" * 5_000 + "}"),
        ("deep.yaml", "a: " + "[" * 3_000),
        ("long.yaml", "cost: " + "1" * 5_000),
        ("number.yaml", "cost: !!int ''"),
        ("answer.yaml", "done: !!bool maybe"),
        ("unfolding.yaml", UNFOLDING),
    ],
)
def test_what_no_reader_of_yaml_expects_is_refused(tmp_path, name, text):
    with pytest.raises(NotYaml) as refused:
        read(tmp_path, text, name)

    assert name in refused.value.message
    assert refused.value.what_to_do


@pytest.mark.parametrize("text", ["<<: {a: 1}\nb: 2\n", "x: &x {a: 1}\ny: {<<: *x, b: 2}\n"])
def test_what_is_merged_in_is_read_and_stands_where_it_is_merged(tmp_path, text):
    file = read(tmp_path, text)
    merged = file.data.get("y", file.data)

    assert merged == {"a": 1, "b": 2}
    assert 1 <= file.line("y", "a") <= 2 if "y" in file.data else file.line("a") == 1


def test_an_anchor_used_twice_is_nobodys_business(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(tmp_path, "x: &x 1\ny: &x 2\nz: *x\n").data == {"x": 1, "y": 2, "z": 2}
