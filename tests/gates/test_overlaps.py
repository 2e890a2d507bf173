"""Which other live changes hit the same groups, and which of them a record of cumulative effect names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gates.overlaps import AffectedGroups, affected_by, overlaps_of
from gates.state import ChangeState, EvidenceVersion
from gates.vocabulary import Gate, Phase

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_change(ref, *groups, title="A change", phase=Phase.GATHERING):
    return AffectedGroups(ref, title, phase, Gate.EQUALITY, groups)


BUSES = a_change("CHG-0001", "age", "disability", title="Fewer buses")
COUNTER = a_change("CHG-0007", "disability", "age", "race", title="Counter closes")


def state_with(publishes):
    matrix = EvidenceVersion(
        item="EQ-03",
        gate=Gate.EQUALITY,
        version=1,
        record={},
        content="0" * 64,
        effective_on=date(2026, 3, 2),
        submitted_by="PER-1",
        submitted_at=NOW,
        publishes=publishes,
    )
    empty = {} if publishes is None else {"EQ-03": matrix}
    return ChangeState(
        ref="CHG-0001", version=1, catalogue="c", title="Fewer buses", author="PER-1", registered_at=NOW,
        gate_since=NOW, evidence=empty,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("publishes", "groups"),
    [
        (None, ()),
        ({}, ()),
        ({"groups_adversely_affected": ("age", "sex")}, ("age", "sex")),
        ({"groups_adversely_affected": "damaged"}, ()),
    ],
    ids=["no matrix", "nothing published", "two groups", "not a list"],
)
def test_the_groups_are_those_that_the_latest_matrix_publishes(publishes, groups):
    state = (
        state_with(publishes) if publishes is not None else state_with({}).model_copy(update={"evidence": {}})
    )

    assert affected_by(state) == AffectedGroups(
        "CHG-0001", "Fewer buses", Phase.GATHERING, Gate.IMPACT, groups
    )


def test_an_overlap_lists_the_groups_that_both_hit():
    (found,) = overlaps_of(BUSES, [COUNTER], None)

    assert found.change is COUNTER
    assert found.groups == found.not_named == ("age", "disability")


@pytest.mark.parametrize(
    ("phase", "is_live"), [(phase, phase.is_open or phase == "delivering") for phase in Phase]
)
def test_a_change_counts_while_it_is_at_its_gates_or_delivered(phase, is_live):
    other = a_change("CHG-0002", "age", phase=phase)

    assert bool(overlaps_of(BUSES, [other], None)) == is_live


def test_neither_the_change_itself_nor_one_that_hits_others_counts():
    assert overlaps_of(BUSES, [BUSES, a_change("CHG-0002", "sex"), a_change("CHG-0003")], None) == ()


def test_those_with_most_in_common_come_first_and_then_the_older():
    others = [
        a_change("CHG-10000", "age"),
        a_change("CHG-9999", "disability"),
        a_change("CHG-0012", "age", "disability"),
        a_change("odd", "age"),
    ]

    assert [found.change.ref for found in overlaps_of(BUSES, others, None)] == [
        "CHG-0012",
        "odd",
        "CHG-9999",
        "CHG-10000",
    ]


@pytest.mark.parametrize(
    ("cell", "is_named"),
    [
        ("CHG-0007 Counter closes", True),
        ("chg-7", True),
        ("see CHG-0003 and CHG0007", True),
        ("CHG-0070", False),
        ("The counter  CLOSES in May", True),
        ("Counter closes, that is CHG-0003", False),
        ("Encounter closes", False),
        ("No other change", False),
        (None, False),
    ],
)
def test_a_row_names_a_change_by_its_reference_or_else_by_its_whole_title(cell, is_named):
    record = {"together": [{"change": cell, "group": "age"}, {"change": cell, "group": "disability"}]}

    (found,) = overlaps_of(BUSES, [COUNTER], record)

    assert found.not_named == (() if is_named else ("age", "disability"))


def test_a_change_is_named_group_by_group():
    record = {"together": [{"change": "CHG-0007", "group": "age"}]}

    (found,) = overlaps_of(BUSES, [COUNTER], record)

    assert found.not_named == ("disability",)
