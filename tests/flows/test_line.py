"""Which change is shown next."""

from __future__ import annotations

import asyncio

from flows.line import FIRST_RETRY_SECONDS, Line
from flows.turns import Turns


def test_each_change_waits_once_however_often_it_is_wanted():
    line = Line()
    for ref in ("A", "B", "A"):
        line.want(ref)

    assert [line.take(), line.take(), line.take()] == ["A", "B", None]


def test_a_change_is_never_in_two_passes():
    line = Line()
    line.want("A")
    assert line.take() == "A"
    line.want("A")

    assert line.take() is None
    line.done("A")
    assert line.take() == "A"


def test_a_change_that_failed_waits_longer_each_time_and_holds_up_no_other():
    line = Line()
    line.want("A")
    line.take()

    assert line.failed("A") == FIRST_RETRY_SECONDS
    assert line.take() is None
    line.want("B")
    assert line.take() == "B"
    line.busy.add("A")
    assert line.failed("A") == 2 * FIRST_RETRY_SECONDS


def test_a_pass_that_could_not_be_made_is_made_at_once_when_it_can():
    line = Line()
    line.want("A")
    line.take()

    line.put_back("A")

    assert line.take() == "A"


def test_whoever_makes_runs_is_alone():
    async def story():
        turns, seen = Turns(), []

        async def one_pass(name):
            async with turns.beside_others():
                seen.append(f"{name} begins")
                await asyncio.sleep(0)
                seen.append(f"{name} ends")

        async def maker():
            async with turns.alone():
                seen.append("made")

        await asyncio.gather(one_pass("a"), one_pass("b"), maker(), one_pass("c"))
        return seen

    seen = asyncio.run(story())

    at = seen.index("made")
    assert sorted(seen[:at]) == ["a begins", "a ends", "b begins", "b ends"]
    assert seen[at + 1 :] == ["c begins", "c ends"]
