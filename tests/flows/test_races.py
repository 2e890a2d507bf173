"""Two processes that vote on and move the same changes at the same moment: one outcome, no lost vote."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest

from flows.mover import Mover
from gates.vocabulary import Gate, Outcome
from tasks.house import open_house
from tests.flows.conftest import settings_at
from tests.flows.council import council_at, new_change, submit
from tests.machine import temporary_database

pytestmark = pytest.mark.xdist_group("prefect")

CHANGES = 8
SIDES = {"a": ("member-1", "member-2"), "b": ("member-4", "member-3")}
READY_WITHIN_SECONDS = 60.0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs("postgres"))])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/gatehouse.db"
        return
    with temporary_database() as address:
        yield address


@pytest.fixture
def contested(url, tmp_path):
    """Changes before the board."""
    settings = settings_at(tmp_path, port=1, url=url)
    office = council_at(url)
    house = open_house(settings)
    refs = [new_change(office) for _ in range(CHANGES)]
    for ref in refs:
        submit(office, ref, Gate.IMPACT)
    Mover(house).move_until_idle()
    yield office, refs
    house.close()
    office.ledger.close()


def run_both_sides(zygote, office, refs, url, tmp_path):
    """The votes that counted, as the two processes saw it."""
    go = tmp_path / "go"
    started = []
    for side, members in SIDES.items():
        order = {
            "home": str(tmp_path),
            "url": url,
            "refs": refs,
            "members": members,
            "people": dict(office.people),
        }
        files = {name: str(tmp_path / f"{name}-{side}") for name in ("ready", "result")}
        started.append(
            (zygote.start("voters", log=tmp_path / f"{side}.log", **order, **files, go=str(go)), files)
        )
    ends = time.monotonic() + READY_WITHIN_SECONDS
    while not all((tmp_path / f"ready-{side}").exists() for side in SIDES) and time.monotonic() < ends:
        time.sleep(0.01)
    go.touch()
    exits = [zygote.wait(process) for process, _ in started]
    logs = "\n".join((tmp_path / f"{side}.log").read_text() for side in SIDES)
    assert exits == [0, 0], logs
    return [
        tuple(one) for _, files in started for one in json.loads((tmp_path / files["result"]).read_text())
    ]


def test_two_processes_come_to_one_outcome_and_lose_no_vote(zygote, contested, url, tmp_path):
    office, refs = contested

    counted = run_both_sides(zygote, office, refs, url, tmp_path)

    for ref in refs:
        happened = Counter(one.event.type for one in office.ledger.history(ref))
        cast = {one.acting.person for one in office.ledger.history(ref) if one.event.type == "ballot_cast"}
        assert cast == {office.people[who] for voted, who in counted if voted == ref}
        assert (happened["gate_passed"], happened["review_opened"]) == (1, 1)
        state = office.ledger.load(ref)
        assert (state.gate, len(state.decisions)) == (Gate.EQUALITY, 1)
        assert set(state.decisions[0].votes.values()) == {Outcome.APPROVE}
        assert len(state.decisions[0].votes) >= 3
    assert office.ledger.verify().ok
