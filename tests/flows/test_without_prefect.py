"""While Prefect does not answer, changes move and people are asked all the same."""

from __future__ import annotations

import threading
import time

import pytest

from flows.mover import Mover
from flows.service import advance, advance_all, run_keeper, sweep
from gates.vocabulary import Gate, Phase
from ledger.prompts import Status
from tasks.house import open_house
from tests.flows.conftest import free_port, settings_at
from tests.flows.council import council_at, new_change, submit, vote

pytestmark = pytest.mark.xdist_group("prefect")

WITHIN_SECONDS = 30.0


@pytest.fixture
def office(alone):
    made = council_at(alone.database_url)
    yield made
    made.ledger.close()


@pytest.fixture
def alone(tmp_path):
    """Settings under which no Prefect answers."""
    return settings_at(tmp_path, port=free_port())


@pytest.fixture
def house(alone, office):
    opened = open_house(alone)
    yield opened
    opened.close()


def until(what):
    ends = time.monotonic() + WITHIN_SECONDS
    while not what():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)


def out(house, ref):
    return {card.prompt.kind for card in house.ledger.prompts.list(ref, statuses=[Status.SENT])}


def test_one_change_is_moved_and_its_people_are_asked(house, office):
    ref = new_change(office)

    state = advance(house, ref)

    assert state.completeness is not None
    assert (state.phase, state.completeness.gaps[0].rule) == (Phase.GATHERING, "IA-01.provided")
    assert out(house, ref) == {"evidence"}


def test_everything_that_is_due_is_moved(house, office):
    refs = [new_change(office) for _ in range(3)]

    assert advance_all(house) == len(refs)

    assert [out(house, ref) for ref in refs] == [{"evidence"}] * 3
    assert advance_all(house) == 0


def test_a_keeper_moves_changes_and_asks_people(house, office):
    stop = threading.Event()
    keeper = threading.Thread(target=run_keeper, args=(house, stop))
    keeper.start()
    try:
        ref = new_change(office)
        until(lambda: out(house, ref) == {"evidence"})
        submit(office, ref, Gate.IMPACT)
        until(lambda: out(house, ref) == {"vote"})
        for member in ("member-1", "member-2", "member-3"):
            vote(office, ref, member)
        until(lambda: house.ledger.load(ref).gate is Gate.EQUALITY and out(house, ref) == {"evidence"})
    finally:
        stop.set()
        keeper.join()
    assert house.ledger.runs.behind(5) == [ref]


def test_cards_that_a_dead_keeper_left_are_sent(house, office):
    ref = new_change(office)
    Mover(house).move_until_idle()
    assert out(house, ref) == set()
    stop = threading.Event()

    keeper = threading.Thread(target=run_keeper, args=(house, stop))
    keeper.start()
    try:
        until(lambda: out(house, ref) == {"evidence"})
    finally:
        stop.set()
        keeper.join()


def test_moving_loads_nothing_of_prefect(tmp_path):
    import subprocess
    import sys

    from tests.machine import ROOT

    says = "import sys; import flows.service, flows.reconcile, app.cli.up; print('prefect' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", says], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"


def test_the_portfolio_is_swept(house, office):
    missing, complete = new_change(office, title="Late"), new_change(office)
    submit(office, complete, Gate.IMPACT)
    Mover(house).move_until_idle()

    found = sweep(house).swept

    assert (found.checked, found.late, found.blocking) == (2, 1, 1)
    assert {ref: [gap.rule for gap in gaps] for ref, gaps in found.gaps.items()} == {
        missing: ["IA-01.provided"]
    }
