"""What Prefect's pages say, as Markdown and tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flows.reconcile import reconcile
from gates.vocabulary import Gate, Outcome
from tasks.change_page import Subject, change_page, news_since, people_on
from tasks.markdown import day, plain, table
from tasks.portfolio_page import portfolio_table
from tasks.prompts import reconcile_prompts
from tests.flows.council import VOTERS, new_change, stop_change, submit, vote


def subject(house, ref):
    state = reconcile(house, ref)
    reconcile_prompts(house, state)
    book, cards = house.book(state), house.ledger.prompts.list(ref)
    history = house.ledger.history(ref)
    return Subject(
        state, book, house.names(people_on(state, book, cards, history)), cards, history, house.now()
    )


def section(page, title):
    return page.split(f"## {title}\n")[1].split("\n## ")[0]


def test_what_is_missing_names_the_owner_and_says_what_to_do(house, office):
    page = change_page(subject(house, new_change(office)))

    missing = section(page, "What is missing")
    assert "**IA-01 Impact note**, owed by Programme-manager (Programme manager)" in missing
    assert "- **Blocks the gate**: Hand in IA-01 Impact note. Write a note." in missing
    assert "- Why it is asked for: Test policy" in missing


@pytest.mark.parametrize("illustrative", [True, False])
def test_a_page_says_when_its_evidence_was_made_up(house, office, illustrative):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT, illustrative=illustrative)

    page = change_page(subject(house, ref))

    assert ("*Evidence of this change is illustrative" in page) is illustrative


def test_the_gates_say_where_the_change_stands(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    reconcile(house, ref)
    for member in VOTERS:
        vote(office, ref, member)

    gates = section(change_page(subject(house, ref)), "Gates")

    assert f"| Impact gate | Passed {day(house.now())} | Approve, {day(house.now())}: 3 approve |" in gates
    assert "| Equality gate | **Awaiting evidence (1)** |" in gates
    assert "| Consultation gate | Not reached |" in gates


def test_votes_show_who_has_voted_and_how(house, office):
    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    reconcile(house, ref)
    vote(office, ref, "member-1", Outcome.DEFER)

    board = section(change_page(subject(house, ref)), "Board")

    assert "| Member-1 | defer |" in board
    assert "| Member-5 | not yet voted |" in board


def test_who_has_been_asked_is_listed_while_it_is_open(house, office):
    ref = new_change(office)
    first = change_page(subject(house, ref))
    submit(office, ref, Gate.IMPACT)
    second = change_page(subject(house, ref))

    assert "| Provide IA-01 Impact note | Programme-manager |" in section(first, "Who has been asked")
    assert "Provide IA-01" not in section(second, "Who has been asked")


def test_an_ended_change_says_why(house, office):
    ref = new_change(office)
    stop_change(office, ref)

    page = change_page(subject(house, ref))

    assert "**Stopped at impact gate**" in page
    assert "Because: The saving is no longer there" in page
    assert "What is missing" not in page


def test_no_text_from_outside_becomes_markup(house, office):
    title = "Merge | two [teams](http://x) <img src=x> *now*"

    page = change_page(subject(house, new_change(office, title=title)))

    assert page.startswith(r"# CHG-0001 Merge \| two \[teams\](http://x) \<img src=x\> \*now\*")


def test_the_log_tells_what_happened_since(house, office):
    ref = new_change(office)

    assert list(news_since(subject(house, ref), 0)) == [
        "Programme-manager registered the change.",
        "Gatehouse found gaps (impact).",
    ]
    assert list(news_since(subject(house, ref), 1)) == ["Gatehouse found gaps (impact)."]


def test_the_portfolio_says_what_stands_where(house, office):
    ref, other = new_change(office, title="First"), new_change(office, title="Second")
    reconcile(house, ref)
    stop_change(office, other)

    made = portfolio_table(
        house.ledger.list(sort="since").rows,
        house.ledger.tallies(),
        {office.people["sro"]: "Sam"},
        house.now(),
    )

    assert made.says == "2 changes. Impact 1, stopped 1."
    first = next(row for row in made.rows if row["Change"] == ref)
    assert first["Where it stands"] == "Impact gate: awaiting evidence (1)"
    assert (first["Title"], first["SRO"], first["Days there"]) == ("First", "Sam", 0)
    assert [row["Change"] for row in made.rows] == [ref, other]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (date(2026, 11, 3), "3 November 2026"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
    ],
)
def test_days_are_londons(moment, said):
    assert day(moment) == said


def test_a_table_without_rows_is_no_table():
    assert table(("A",), []) == []


def test_lines_are_joined():
    assert plain("one\ntwo\t three") == "one two three"
