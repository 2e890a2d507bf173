"""What a record names is held against what there is: no reference to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gates.checks.held import check, verdict
from tests.gates.checks.test_any_record import NAMES, anything

ROWS = {"check": "among", "field": "rows", "column": "benefit", "fact": "benefits"}
FIELD = {"check": "among", "field": "benefit", "fact": "benefits"}
FACTS = {"benefits": ("B1", "Better  service")}

CASES = [
    (ROWS, {"rows": [{"benefit": "B1"}, {"benefit": " better service"}]}, FACTS, "met"),
    (ROWS, {"rows": [{"benefit": "B1"}, {"benefit": "B7"}]}, FACTS, "not known: B7"),
    (ROWS, {"rows": [{"benefit": "B7"}, {"benefit": "B8"}, {"benefit": "B7"}]}, FACTS, "not known: B7, B8"),
    (ROWS, {"rows": [{"benefit": ["B1", "B9"]}]}, FACTS, "not known: B9"),
    (ROWS, {"rows": [{"benefit": None}, {"benefit": "tbc"}]}, FACTS, "met"),
    (ROWS, {"rows": []}, FACTS, "met"),
    (ROWS, {"rows": [{"benefit": "B7"}]}, {}, "met"),
    (ROWS, {"rows": [{"benefit": "B7"}]}, {"benefits": ()}, "not known: B7"),
    (ROWS, {"rows": [{"benefit": "B7"}]}, {"benefits": "B7"}, "not known: B7"),
    (FIELD, {"benefit": "b1"}, FACTS, "met"),
    (FIELD, {"benefit": "B7"}, FACTS, "not known: B7"),
    (FIELD, {}, FACTS, "met"),
]


@pytest.mark.parametrize(("raw", "record", "facts", "found"), CASES)
def test_a_name_that_the_fact_does_not_hold_is_reported(raw, record, facts, found):
    assert verdict(raw, record, facts) == found


def test_it_says_so_when_nothing_is_unknown():
    assert check(**ROWS).explain({"rows": [{"benefit": "B1"}]}, FACTS) == "not known: none"


def test_the_catalogue_can_ask_where_it_looks():
    (place,) = check(**ROWS).reads()

    assert (place.field, place.column) == ("rows", "benefit")
    assert set(check(**ROWS).facts_read()) == {"benefits"}


@given(st.sampled_from([ROWS, FIELD]), st.dictionaries(st.sampled_from([*NAMES, "benefit"]), anything))
def test_it_measures_any_record(raw, record):
    assert verdict(raw, record, FACTS)
