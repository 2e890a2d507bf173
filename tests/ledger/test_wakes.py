"""A change that is due is looked at by one worker, soon, and nothing that happens meanwhile is forgotten."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from gates.events import RunReplaced
from tests.factories import START, later, register

LEASE = timedelta(minutes=5)
NOTHING = RunReplaced(old_run="", new_run="", why="")


def claim(ledger, *, worker="keeper-1", limit=10, now=START):
    return ledger.wakes.claim(worker, limit=limit, lease=LEASE, now=now)


def append(office, ref, *, at=START):
    return office.ledger.decide(ref, lambda _: [NOTHING], acting=office.acting(), at=at)


def test_what_is_due_is_claimed_oldest_first_and_no_more_than_asked(office, ledger):
    refs = [register(office=office, at=later(minutes=minute)).ref for minute in (3, 1, 2)]

    claims = claim(ledger, limit=2, now=later(minutes=10))

    assert [(one.ref, one.version, one.due_at) for one in claims] == [
        (refs[1], 1, later(minutes=1)),
        (refs[2], 1, later(minutes=2)),
    ]


def test_what_is_not_due_yet_is_left_alone(office, ledger):
    register(office=office, at=later(minutes=1))

    assert claim(ledger, now=START) == []


def test_a_change_is_never_under_two_leases(office, ledger):
    change = register(office=office)

    assert [one.ref for one in claim(ledger)] == [change.ref]
    assert claim(ledger, worker="keeper-2", now=START + LEASE / 2) == []


def test_the_lease_of_a_dead_worker_runs_out(office, ledger):
    change = register(office=office)
    (dead,) = claim(ledger, worker="dead")
    (second,) = claim(ledger, worker="alive", now=START + LEASE)

    assert second.ref == change.ref
    assert ledger.wakes.list()[0].worker == "alive"
    assert not ledger.wakes.settle(dead, next_wake=None, now=START + LEASE)
    assert ledger.wakes.settle(second, next_wake=None, now=START + LEASE)


def test_a_settled_change_rests_until_its_next_wake(office, ledger):
    register(office=office)
    (mine,) = claim(ledger)
    assert ledger.wakes.settle(mine, next_wake=later(minutes=60), now=START)

    assert claim(ledger, now=later(minutes=59)) == []
    assert len(claim(ledger, now=later(minutes=60))) == 1


def test_a_change_without_a_next_wake_rests_until_something_happens(office, ledger):
    change = register(office=office)
    (mine,) = claim(ledger)
    ledger.wakes.settle(mine, next_wake=None, now=START)
    assert claim(ledger, now=START + timedelta(days=999)) == []

    append(office, change.ref, at=later())

    assert [one.version for one in claim(ledger, now=later())] == [2]


@pytest.mark.parametrize("what_happens", ["an event", "a nudge", "a nudge to all"])
def test_what_happens_during_a_pass_makes_the_change_due_again(office, ledger, what_happens):
    change = register(office=office)
    (mine,) = claim(ledger)
    match what_happens:
        case "an event":
            append(office, change.ref)
        case "a nudge":
            ledger.wakes.wake(change.ref, START)
        case _:
            ledger.wakes.wake_all(START)
    assert claim(ledger, worker="keeper-2") == []
    ledger.wakes.settle(mine, next_wake=None, now=START)

    assert [one.ref for one in claim(ledger)] == [change.ref]


def test_what_a_pass_recorded_itself_does_not_wake_it_again(office, ledger):
    change = register(office=office)
    (mine,) = claim(ledger)
    after = append(office, change.ref)
    ledger.wakes.settle(mine, next_wake=None, now=START, seen=after.version)

    assert claim(ledger) == []


def test_a_timer_is_only_ever_brought_forward(office, ledger):
    change = register(office=office)
    (mine,) = claim(ledger)
    ledger.wakes.settle(mine, next_wake=later(minutes=60), now=START)

    ledger.wakes.wake(change.ref, later(minutes=90))
    assert ledger.wakes.list()[0].due_at == later(minutes=60)
    ledger.wakes.wake(change.ref, later(minutes=30))
    assert ledger.wakes.list()[0].due_at == later(minutes=30)


def test_every_change_can_be_woken_at_once(office, ledger):
    for _ in range(3):
        register(office=office)
    for one in claim(ledger):
        ledger.wakes.settle(one, next_wake=None, now=START)

    assert ledger.wakes.wake_all(later()) == 3
    assert len(claim(ledger, now=later())) == 3


def test_the_sweeper_wakes_what_was_forgotten_and_nothing_else(office, ledger, sql):
    missing, outdated, _ = (register(office=office).ref for _ in range(3))
    for one in claim(ledger):
        ledger.wakes.settle(one, next_wake=None, now=START)
    sql("DELETE FROM wakes WHERE ref = :ref", ref=missing)
    sql("UPDATE wakes SET version = 0 WHERE ref = :ref", ref=outdated)

    assert ledger.wakes.sweep(later()) == 2
    assert [one.ref for one in claim(ledger, now=later())] == [missing, outdated]
    assert ledger.wakes.sweep(later()) == 0


def test_waiting_ends_at_once_where_something_is_due(office, ledger):
    register(office=office)

    assert ledger.wakes.wait(60) is True


def test_waiting_ends_after_the_time_given_where_nothing_happens(ledger):
    assert ledger.wakes.wait(0.01) is False


def test_a_change_under_a_lease_does_not_end_the_wait(office, ledger):
    register(office=office)
    ledger.wakes.claim("keeper-1", limit=1, lease=timedelta(hours=1), now=datetime.now(UTC))

    assert ledger.wakes.wait(0.05) is False


@pytest.mark.parametrize("writer", ["of this process", "of another process"])
def test_a_writer_ends_the_wait(office, ledger, url, writer):
    from ledger import open_ledger

    change = register(office=office)
    (mine,) = claim(ledger)
    ledger.wakes.settle(mine, next_wake=None, now=START)
    # A second Ledger shares nothing with the first but the database, as another process would.
    other = open_ledger(url) if writer == "of another process" else ledger
    waited = []
    waiting = threading.Thread(target=lambda: waited.append(ledger.wakes.wait(60)))
    waiting.start()

    other.wakes.wake(change.ref, START)
    waiting.join()

    assert waited == [True]
    other.close()


def test_a_timer_ends_the_wait(office, ledger):
    change = register(office=office)
    (mine,) = claim(ledger)
    ledger.wakes.settle(mine, next_wake=datetime.now(UTC) + timedelta(seconds=0.2), now=START)

    assert ledger.wakes.wait(60) is True
    assert [one.ref for one in claim(ledger, now=datetime.now(UTC))] == [change.ref]
