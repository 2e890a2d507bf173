"""A check measures whatever it is given: a record may have been written under another catalogue."""

from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from tests.gates.checks import test_comparing_kinds, test_kinds
from tests.gates.checks.held import TODAY, check

NAMES = ["rows", "note", "n", "on", "approval", "document", "groups", "cells", "key", "answer", "option", "total",
         "assessed", "opens", "closes", "written", "name", "kind", "cost", "ends", "tags", "who", "aim", "sha256",
         "role", "signed_on", "need", "have", "gap", "why", "how", "page", "saving", "flags",
         "media_type", "kinds"]  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(
        [
            "tbc",
            "2026-11-01",
            "merger",
            "2026-13-01",
            "0000-00-00",
            "0001-01-01",
            "9999-12-31",
            "\ud800",
            "https://a.org",
            "ab" * 32,
        ]
    )
    | st.text(max_size=5)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
facts = st.dictionaries(
    st.sampled_from(
        [
            "rejected",
            "preferred",
            "budget",
            "staff",
            "closed",
            "go_live",
            "consultants",
            "nation",
            "objectives",
            "paper",
        ]
    ),
    scalars,
)
CASES = [*test_kinds.CASES, *test_comparing_kinds.CASES]
CHECKS = [check(**json.loads(raw)) for raw in sorted({json.dumps(case[0]) for case in CASES})]


@given(st.sampled_from(CHECKS), st.dictionaries(st.sampled_from(NAMES), anything), facts)
def test_every_check_measures_any_record_as_finite_numbers(held, record, facts):
    measures = held.measure(record, facts)

    assert len(measures) == len(held.bounds)
    assert all(
        measure is None or (isinstance(measure, float) and math.isfinite(measure)) for measure in measures
    )
    if held.is_broken_by(measures, TODAY):
        assert held.explain(record, facts)


@given(st.sampled_from(CHECKS))
def test_a_check_breaks_on_an_empty_record_or_says_what_it_waits_for(held):
    broken = held.is_broken_by(held.measure({}, {}), TODAY)
    harmless = {"filled_when", "distinct", "rows_where", "original"}

    assert broken or held.facts_named() or held.check in harmless or getattr(held, "if_given", False)
