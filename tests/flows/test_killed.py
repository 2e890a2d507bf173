"""Keepers that are killed in the middle of anything, again and again: the story ends as if nothing had happened."""

from __future__ import annotations

import random
import re
import signal
import time
from collections import Counter

import pytest

from flows.mover import Mover
from gates.clock import london_day
from gates.prompts import prompts_due
from ledger.prompts import Status
from tasks.house import open_house, utc_now
from tests.flows.conftest import settings_at
from tests.flows.council import council_at, gist, has_ended, new_change, play

pytestmark = pytest.mark.xdist_group("prefect")

CHANGES = 28
KILLS = 24
KILLS_THAT_COUNT = 20
WORKS_FOR_SECONDS = (0.0, 0.35)
BEGINS_WITHIN_SECONDS = 30.0
ASKED = re.compile(r"UTC \| ASKED \| (.+)$", re.MULTILINE)
COMES_TO_REST_WITHIN_SECONDS = 90.0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """How each change ends when nothing goes wrong."""
    settings = settings_at(tmp_path_factory.mktemp("undisturbed"), port=1)
    office = council_at(settings.database_url)
    house = open_house(settings)
    refs = [new_change(office, title=f"Change {number}") for number in range(CHANGES)]
    mover = Mover(house)
    mover.move_until_idle()
    while sum(play(office, ref, number) for number, ref in enumerate(refs)):
        mover.move_until_idle()
    found = {ref: gist(house.ledger.load(ref)) for ref in refs}
    house.close()
    return found


def play_until(office, refs, is_enough, chance):
    """Act for people, at random, until it is enough."""
    while not is_enough():
        number = chance.randrange(len(refs))
        play(office, refs[number], number)
        time.sleep(0.01)


def has_begun(office, refs, process):
    """Whether the keeper has taken up a change, or there is nothing more to take up."""
    ends = time.monotonic() + BEGINS_WITHIN_SECONDS

    def look():
        assert time.monotonic() < ends, "the keeper does not begin"
        begun = any(f"/{process}/" in (wake.worker or "") for wake in office.ledger.wakes.list())
        return begun or all(has_ended(office.ledger.load(ref)) for ref in refs)

    return look


def has_worked_for(seconds):
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() >= ends


def at_rest(office, refs):
    states = [office.ledger.load(ref) for ref in refs]
    due = [
        wake for wake in office.ledger.wakes.list() if wake.due_at and wake.due_at.timestamp() <= time.time()
    ]
    return all(map(has_ended, states)) and not due and not office.ledger.runs.behind(1)


def play_to_the_end(office, refs):
    ends = time.monotonic() + COMES_TO_REST_WITHIN_SECONDS
    while not at_rest(office, refs):
        assert time.monotonic() < ends, "the changes do not come to rest"
        for number, ref in enumerate(refs):
            play(office, ref, number)
        time.sleep(0.05)


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory, prefect_settings, zygote):
    """The same story under keepers that are killed at random moments, then one that is left alone."""
    home, chance = tmp_path_factory.mktemp("disturbed"), random.Random(20261121)
    settings = settings_at(home, port=prefect_settings.prefect_port)
    office = council_at(settings.database_url)
    order = {"home": str(home), "port": str(prefect_settings.prefect_port), "log": home / "keepers.log"}
    refs = [new_change(office, title=f"Change {number}") for number in range(CHANGES)]
    endings, unfinished = [], []
    for _ in range(KILLS):
        process = zygote.start("keeper", **order)
        play_until(office, refs, has_begun(office, refs, process), chance)
        play_until(office, refs, has_worked_for(chance.uniform(*WORKS_FOR_SECONDS)), chance)
        endings.append(zygote.end(process, signal.SIGKILL))
        unfinished.append(sum(not has_ended(office.ledger.load(ref)) for ref in refs))
    process = zygote.start("keeper", **order)
    play_to_the_end(office, refs)
    endings.append(zygote.end(process, signal.SIGTERM))
    yield office, refs, home, (endings, unfinished)
    office.ledger.close()


def test_the_keepers_were_killed_while_there_was_something_to_do(disturbed):
    *_, (endings, unfinished) = disturbed

    assert endings == [-signal.SIGKILL] * KILLS + [0]
    assert sum(map(bool, unfinished)) >= KILLS_THAT_COUNT


def test_every_change_ends_where_it_ends_undisturbed(disturbed, undisturbed):
    office, refs, _, _ = disturbed

    assert {ref: gist(office.ledger.load(ref)) for ref in refs} == undisturbed


def test_nothing_in_the_ledger_is_altered_missing_or_out_of_step(disturbed):
    office, *_ = disturbed

    assert office.ledger.verify().ok


def test_no_card_went_out_twice_and_none_is_missing(disturbed):
    office, refs, home, _ = disturbed
    log = (home / "prompts.log").read_text(encoding="utf-8")

    twice = {key: count for key, count in Counter(ASKED.findall(log)).items() if count > 1}
    assert not twice
    for ref in refs:
        due = {
            prompt.key for prompt in prompts_due(office.ledger.load(ref), office.book, london_day(utc_now()))
        }
        out = {card.prompt.key for card in office.ledger.prompts.list(ref, statuses=[Status.SENT])}
        assert out == due
        halfway = [Status.DUE, Status.SENDING, Status.CLOSING]
        assert office.ledger.prompts.list(ref, statuses=halfway) == []


def test_every_run_shows_where_its_change_ended(disturbed, prefect_settings):
    from prefect.client.orchestration import get_client

    office, refs, _, _ = disturbed
    labels = {row.ref: row.waiting_label for row in office.ledger.list().rows}

    with get_client(sync_client=True) as client:
        shown = {ref: client.read_flow_run(office.ledger.runs.get(ref).run_id).state_name for ref in refs}

    assert shown == labels


def test_no_interference_is_recorded_that_was_none(disturbed):
    office, refs, _, _ = disturbed

    replaced = [one for ref in refs for one in office.ledger.history(ref) if one.event.type == "run_replaced"]
    assert replaced == []
