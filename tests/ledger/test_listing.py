"""The portfolio, filtered, sorted and paged."""

from __future__ import annotations

import pytest

from gates.events import ChangeStopped
from gates.vocabulary import Gate, Phase
from ledger import Filter
from ledger.listing import SORTS, UnknownSort
from tests.factories import later, register


@pytest.fixture
def portfolio(office):
    register(
        office=office, title="Merge two councils", facts={"change_type": ("merger",)}, external_ref="R-7"
    )
    register(
        office=office,
        title="A 100% digital payroll",
        at=later(),
        team={},
        facts={"change_type": ("digital_ict",)},
    )
    stopped = register(office=office, title="Ailstrwythuro YSGOLION Môn", at=later(minutes=2))
    event = ChangeStopped(gate=Gate.IMPACT, reason="No longer wanted")
    office.ledger.append(
        stopped.ref, [event], expected_version=1, acting=office.acting(), at=later(minutes=3)
    )
    return office.ledger


def found(ledger, **which):
    page = ledger.list(Filter(**which))
    assert page.count == len(page.rows)
    return [row.ref for row in page.rows]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"phase": Phase.GATHERING}, [1, 2]),
        ({"phase": "stopped"}, [3]),
        ({"gate": Gate.IMPACT}, [1, 2, 3]),
        ({"gate": "legal"}, []),
        ({"waiting": "evidence"}, [1, 2]),
        ({"type": "merger"}, [1, 3]),
        ({"type": "digital_ict"}, [2]),
        ({"type": "digital"}, []),
        ({"sro": "PER-0001"}, [1, 3]),
        ({"text": "ysgolion MÔN"}, [3]),
        ({"text": "100%"}, [2]),
        ({"text": "_"}, []),
        ({"text": "chg-0002"}, [2]),
        ({"text": "r-7"}, [1]),
        ({"text": "merge", "type": "merger"}, [1]),
        ({"text": "merge", "type": "digital_ict"}, []),
    ],
    ids=str,
)
def test_a_filter_finds_what_meets_all_of_it(portfolio, which, expected):
    assert found(portfolio, **which) == [f"CHG-{number:04d}" for number in expected]


def test_a_row_tells_what_a_list_shows(portfolio):
    row = portfolio.list(Filter(text="merge")).rows[0]

    assert (row.title, row.phase, row.gate) == ("Merge two councils", Phase.GATHERING, Gate.IMPACT)
    assert (row.waiting, row.waiting_label) == ("evidence", "Impact gate: evidence to be checked")
    assert (row.change_types, row.external_ref, row.version) == (("merger",), "R-7", 1)


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_can_be_turned_round(portfolio, sort):
    up = [row.ref for row in portfolio.list(sort=sort).rows]

    assert [row.ref for row in portfolio.list(sort=f"-{sort}").rows] == up[::-1]


def test_an_unknown_sort_names_the_known_ones(portfolio):
    with pytest.raises(UnknownSort, match="updated"):
        portfolio.list(sort="colour")


@pytest.mark.parametrize(
    ("limit", "offset", "expected"), [(2, 0, 2), (2, 2, 1), (2, 4, 0), (None, 1, 2), (3, 0, 3)]
)
def test_a_page_says_how_many_there_are_in_all(portfolio, limit, offset, expected):
    page = portfolio.list(limit=limit, offset=offset)

    assert (len(page.rows), page.count) == (expected, 3)


def test_the_tallies_count_every_change_once(portfolio):
    tallies = [(tally.phase, tally.gate, tally.waiting, tally.count) for tally in portfolio.tallies()]

    assert tallies == [(Phase.GATHERING, Gate.IMPACT, "evidence", 2), (Phase.STOPPED, Gate.IMPACT, "", 1)]
