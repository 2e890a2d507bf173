"""The nightly sweep: once a night, by one keeper, made up for if missed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from config.settings import settings_from
from flows.nightly import LEASE, is_night_due
from gates.clock import last_time_of_day
from tasks.house import open_house
from tasks.sweep_notes import swept_now
from tests.factories import register
from tests.flows.council import council_at

REGISTERED = datetime(2026, 11, 20, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 21, 2, tzinfo=UTC)


@pytest.fixture
def make_house(tmp_path):
    office = council_at(f"sqlite:///{tmp_path}/gatehouse.db")
    opened = []

    def make(**environment):
        settings = settings_from(
            {"GATEHOUSE_HOME": str(tmp_path), "GATEHOUSE_PREFECT_PORT": "1", **environment}
        )
        opened.append(open_house(settings))
        return opened[-1]

    register(office=office, at=REGISTERED)
    yield make
    for house in opened:
        house.close()
    office.ledger.close()


def at(house, moment):
    house.now = lambda: moment
    return house


def test_it_is_due_from_its_hour_on(make_house):
    house = make_house()

    assert not is_night_due(at(house, NIGHT - timedelta(minutes=1)), "one")
    assert is_night_due(at(house, NIGHT), "one")


def test_a_night_that_was_missed_is_made_up_for(make_house):
    assert is_night_due(at(make_house(), NIGHT + timedelta(hours=7)), "one")


def test_one_keeper_makes_it(make_house):
    one, two = at(make_house(), NIGHT), at(make_house(), NIGHT)

    assert is_night_due(one, "one")
    assert not is_night_due(two, "two")
    assert is_night_due(at(two, NIGHT + LEASE), "two")


def test_it_is_made_once_a_night(make_house):
    house = at(make_house(), NIGHT)
    swept_now(house, keep_result=True)

    assert not is_night_due(at(house, NIGHT + timedelta(hours=23)), "one")
    assert is_night_due(at(house, NIGHT + timedelta(hours=24)), "one")


def test_a_portfolio_that_began_since_has_missed_no_night(make_house):
    assert not is_night_due(at(make_house(), REGISTERED + timedelta(hours=1)), "one")


def test_it_can_be_left_to_people(make_house):
    assert not is_night_due(at(make_house(GATEHOUSE_SWEEP_AT="never"), NIGHT), "one")


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-21T02:00", "2026-11-21T02:00"),
        ("2026-11-21T01:59", "2026-11-20T02:00"),
        # British Summer Time: two in London is one in UTC.
        ("2026-07-01T01:00", "2026-07-01T01:00"),
        ("2026-07-01T00:59", "2026-06-30T01:00"),
        # The nights in which the clocks change.
        ("2026-03-29T01:00", "2026-03-29T01:00"),
        ("2026-10-25T02:00", "2026-10-25T02:00"),
        ("2026-10-25T01:30", "2026-10-24T01:00"),
    ],
)
def test_two_in_the_morning_is_that_of_london(now, last):
    found = last_time_of_day(datetime.fromisoformat(now).replace(tzinfo=UTC), time(2))

    assert found == datetime.fromisoformat(last).replace(tzinfo=UTC)
