"""Moving in the ledger: the same result however often, late or interrupted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.settings import settings_from
from flows.mover import Mover
from flows.reconcile import reconcile
from gates.people import RolesSet
from gates.vocabulary import Gate, Outcome, Phase
from ledger.errors import UnknownReference
from tasks.house import open_house
from tests.flows.council import VOTERS, council_at, new_change, submit, vote


@pytest.fixture
def office(tmp_path):
    made = council_at(f"sqlite:///{tmp_path}/gatehouse.db")
    yield made
    made.ledger.close()


@pytest.fixture
def house(office, tmp_path):
    opened = open_house(settings_from({"GATEHOUSE_HOME": str(tmp_path), "GATEHOUSE_PREFECT_PORT": "1"}))
    yield opened
    opened.close()


def happened(house, ref):
    return [one.event.type for one in house.ledger.history(ref)]


def test_what_follows_is_recorded_in_one_go(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)

    state = reconcile(house, ref)

    assert state.phase is Phase.BOARD
    assert happened(house, ref)[2:] == ["evidence_found_complete", "review_opened"]
    assert house.ledger.load(ref) == state


def test_twice_is_once(house, office):
    ref = new_change(office)

    assert reconcile(house, ref) == reconcile(house, ref)
    assert happened(house, ref) == ["change_registered", "gaps_found"]


def test_another_process_finds_nothing_left_to_do(house, office, tmp_path):
    ref = new_change(office)
    state = reconcile(house, ref)
    other = open_house(house.settings)

    assert reconcile(other, ref) == state
    other.close()


def test_the_deciding_vote_passes_the_gate_and_checks_the_next(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    reconcile(house, ref)
    for member in VOTERS:
        vote(office, ref, member)

    state = reconcile(house, ref)

    assert (state.gate, state.phase) == (Gate.EQUALITY, Phase.GATHERING)
    assert happened(house, ref)[-2:] == ["gate_passed", "gaps_found"]


def test_a_member_who_may_no_longer_vote_voids_the_review_though_the_change_is_the_same(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    reconcile(house, ref)
    gone = RolesSet(person=office.people["member-5"], roles=frozenset({"member"}), active=False)
    version = house.ledger.roster().version
    acting = office.acting(who="clerk")
    house.ledger.append_council([gone], expected_version=version, acting=acting, at=house.now())

    state = reconcile(house, ref)

    assert happened(house, ref)[-3:] == ["review_voided", "evidence_found_complete", "review_opened"]
    assert state.review is not None
    assert office.people["member-5"] not in state.review.eligible


def test_an_unknown_change_is_an_error(house):
    with pytest.raises(UnknownReference):
        reconcile(house, "CHG-9999")


def test_a_due_change_is_moved_once_and_not_due_again_before_the_next_morning(house, office):
    ref = new_change(office)
    mover = Mover(house)

    assert mover.move_until_idle() == 1
    assert mover.move_until_idle() == 0

    (wake,) = house.ledger.wakes.list(ref)
    assert timedelta(0) < wake.due_at - house.now() <= timedelta(days=1)


def test_an_ended_change_is_not_looked_at_again(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    reconcile(house, ref)
    for member in VOTERS:
        vote(office, ref, member, Outcome.REJECT)

    Mover(house).move_until_idle()

    assert house.ledger.load(ref).phase is Phase.REJECTED
    assert house.ledger.wakes.list(ref)[0].due_at is None


def test_a_change_that_cannot_be_moved_holds_up_no_other(house, office, caplog):
    bad, good = new_change(office), new_change(office)
    told: list[str] = []

    def fail(state):
        if state.ref == bad:
            raise RuntimeError("the channel is broken")
        told.append(state.ref)

    Mover(house, fail).move_until_idle()

    assert told == [good]
    assert f"{bad} could not be moved" in caplog.text
    (wake,) = house.ledger.wakes.list(bad)
    assert timedelta(0) < wake.due_at - house.now() <= timedelta(minutes=1)


def test_what_happens_during_a_pass_is_not_lost(house, office):
    ref = new_change(office)
    told: list[Phase] = []

    def interfere(state):
        if not told:
            submit(office, ref, Gate.IMPACT)
        told.append(state.phase)

    Mover(house, interfere).move_until_idle()

    assert told == [Phase.GATHERING, Phase.BOARD]
