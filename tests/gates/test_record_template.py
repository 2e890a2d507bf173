"""The blank record that an owner fills in."""

from __future__ import annotations

from ruamel.yaml import YAML

from gates.records import read_record, template_of
from tests.gates.catalogues import FIELDS, RECORD, check, item


def test_a_template_has_every_field_left_blank():
    blank = YAML(typ="safe").load(template_of(item()))

    assert list(blank) == list(FIELDS)
    assert blank["options"] == [dict.fromkeys(FIELDS["options"]["columns"])]
    assert read_record(item(), blank) == {**dict.fromkeys(RECORD), "groups": [], "options": []}


def test_a_template_says_what_belongs_where_and_what_makes_it_complete():
    text = template_of(item(checks=[check("min_rows", field="options", at_least=3)]))

    assert text.startswith("# IA-01 Case for change\n# Say why.\n# Keep it short.\n#\n# Complete when:\n")
    assert "# - Do what is needed." in text
    assert "# Case (text). Why, in a few words.\ncase:\n" in text
    assert "# Rating (one of: low, high).\nrating:\n" in text
    assert "# Groups (any of: age, sex, race, optional).\n" in text
    assert "  - name:\n    # Cost (a number).\n    cost:\n" in text


def test_an_item_without_checks_has_a_template_without_conditions():
    assert "Complete when" not in template_of(item())
