"""The clocks of a change on the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.cli.words import PHRASES
from gates.clock import london_day, said_day
from gates.clocks import ClockStatus


def in_days(count):
    return (london_day(datetime.now(UTC)) + timedelta(days=count)).isoformat()


def answer(desk, ref, **facts):
    sets = [word for name, value in facts.items() for word in ("--set", f"{name}={value}")]
    desk.do("triage", ref, *sets)


@pytest.fixture
def due_soon(desk, ref):
    """A key decision in so many days that its notice is due in three, of a change without consultation."""
    answer(
        desk, ref, key_decision="yes", executive_arrangements="yes", decision_date=in_days(32), tupe="none"
    )
    return ref


def test_every_clock_is_shown_with_what_it_says(desk, due_soon):
    ran = desk.run("clocks", due_soon)

    assert ran.code == 0
    assert f"The clocks of {due_soon} Payroll with a neighbour, as of" in ran.out
    line = next(line for line in ran.out.splitlines() if line.startswith("Notice of the key decision"))
    last = said_day(date.fromisoformat(in_days(3)))
    assert "AT RISK" in line
    assert f"by {last}" in line
    assert line.endswith("SI 2012/2089 regs 9-11 (statutory)")
    assert "Do not run for this change: Employee liability information" in ran.out


def test_what_keeps_the_earliest_decision_open_is_listed(desk, due_soon):
    out = desk.run("clocks", due_soon).out

    assert "Earliest lawful decision: it cannot be said yet." in out
    assert "- the notice of the key decision is not published yet" in out


def test_as_json_with_the_people_of_each_role(desk, due_soon):
    told = desk.do("clocks", due_soon)

    assert (told["ref"], len(told["clocks"])) == (due_soon, 16)
    notice = told["clocks"][0]
    assert (notice["id"], notice["status"], notice["days_left"]) == ("key_decision_notice", "at_risk", 3)
    assert notice["owners"] == []
    assert told["earliest_lawful_decision"]["on"] is None
    assert told["earliest_lawful_decision"]["reasons"]


def test_where_no_clock_runs_before_the_decision_it_says_so(desk, ref, monkeypatch):
    monkeypatch.setattr("app.cli.clocks._earliest", lambda *_: (None, ()))

    assert "no clock runs before it" in desk.run("clocks", ref).out


def test_the_earliest_decision_is_said_with_its_reasons(desk, ref, monkeypatch):
    monkeypatch.setattr(
        "app.cli.clocks._earliest", lambda *_: (date(2027, 3, 3), ("the notice runs", "the close is later"))
    )

    out = desk.run("clocks", ref).out
    assert "Earliest lawful decision: 3 March 2027, because the notice runs." in out
    assert "Also: the close is later." in out
    assert "Earliest lawful decision: 3 March 2027" in desk.run("show", ref).out


def test_show_has_the_clocks_that_matter_and_counts_the_rest(desk, due_soon):
    out = desk.run("show", due_soon).out
    section = out.split("\nClocks\n")[1].split("\n\n")[0]

    assert "Notice of the key decision" in section
    assert "Call-in" in section
    assert "Employee liability information" not in section
    assert "more depend on facts that are not answered yet: public_or_staff_consultation" in section
    assert desk.do("show", due_soon)["clocks"][0]["id"] == "key_decision_notice"


def test_check_shows_them_too(desk, due_soon):
    ran = desk.run("check", due_soon)

    assert ran.code == 3
    assert "Notice of the key decision" in ran.out.split("\nClocks\n")[1]
    as_json = desk.run("check", due_soon, "--json").json
    assert as_json["clocks"][0]["status"] == "at_risk"
    assert not as_json["complete"]


def test_a_clock_that_presses_is_asked_for(desk, due_soon):
    asked = [card for card in desk.do("prompts", due_soon) if card["kind"] == "clock"]

    assert [card["title"] for card in asked] == [
        f"{due_soon} Payroll with a neighbour: Notice of the key decision (at risk)"
    ]
    assert "Sam Sponsor" in {person["name"] for person in asked[0]["to"]}


def test_a_stopped_change_shows_none(desk, due_soon):
    reason = "The partners ended the talks by agreement"
    desk.do("stop", due_soon, "--reason", reason, "--lessons", "Agree first", by="sro@x.example")

    assert "\nClocks\n" not in desk.run("show", due_soon).out


def test_an_unknown_change_is_said_so(desk):
    assert desk.run("clocks", "CHG-9999").code == 1


def test_every_status_has_a_word():
    assert {f"clock_status.{status}" for status in ClockStatus} <= set(PHRASES)
