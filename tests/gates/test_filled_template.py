"""A record that comes with what is known already."""

from __future__ import annotations

from ruamel.yaml import YAML

from gates.records import template_of
from tests.gates.catalogues import FIELDS, item


def test_what_is_given_is_filled_in_and_the_rest_left_blank():
    rows = [{"name": 'The "best" option: #1', "cost": 12}, {"name": "Another", "cost": None}]
    text = template_of(
        item(), {"case": "A case\nof two lines", "options": rows, "rating": None}, ["", "Counted: 2."]
    )
    filled = YAML(typ="safe").load(text)

    assert list(filled) == list(FIELDS)
    assert filled["case"] == "A case\nof two lines"
    assert filled["options"] == rows
    assert filled["rating"] is None
    assert "#\n# Counted: 2.\n" in text


def test_a_list_of_choices_and_an_empty_table_are_given_as_they_are():
    filled = YAML(typ="safe").load(template_of(item(), {"groups": ["age", "sex"], "options": []}))

    assert filled["groups"] == ["age", "sex"]
    assert filled["options"] == []
