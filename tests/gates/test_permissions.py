"""Who may do what: one row per person and act, and every refusal says who can."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gates import commands, permissions
from gates.errors import GateError
from gates.events import ConditionSet
from gates.people import Person
from gates.permissions import NotAVoter, NotPermitted, OwnChange
from gates.rulebook import Rulebook
from gates.state import OpenCondition
from gates.vocabulary import Gate, Outcome, Verdict
from tests.gates.world import MEMBERS, World, roster, small_catalogue, world

EVERYBODY = ("OFFICE", "SRO", "CLERK", "AUDITOR", "REV-1", "OWN-IMPACT", "OWN-LEGAL", "MEM-1", "NOBODY")

ALLOWED: dict[str, set[str]] = {
    "register": {"OFFICE", "SRO"},
    "roster": {"OFFICE", "CLERK"},
    "lead": {"OFFICE", "SRO"},
    "submit IA-01": {"OFFICE", "SRO", "OWN-IMPACT"},
    "submit LG-01": {"OFFICE", "SRO", "OWN-LEGAL"},
    "review IA-01": {"REV-1"},
    "review LG-01": set(),
    "vote": {"MEM-1"},
    "stop": {"SRO", "CLERK"},
}


def ask(change: World, act: str, person: str) -> tuple[bool, Callable[[], None]]:
    """The answer of the `_ok` half, and the `check_` half to call."""
    state, book = change.state, change.book
    verb, _, item_id = act.partition(" ")
    item = book.catalogue.item(item_id) if item_id else None
    match verb:
        case "register":
            return permissions.register_ok(book, person), lambda: permissions.check_register(book, person)
        case "roster":
            ok = permissions.keep_roster_ok(book.roster, person)
            return ok, lambda: permissions.check_keep_roster(book.roster, person)
        case "lead":
            return permissions.lead_ok(state, book, person), lambda: permissions.check_lead(
                state, book, person, "x"
            )
        case "submit":
            assert item
            ok = permissions.submit_ok(state, book, item, person)
            return ok, lambda: permissions.check_submit(state, book, item, person)
        case "review":
            assert item
            ok = permissions.review_ok(state, book, item, person)
            return ok, lambda: permissions.check_review(state, book, item, person)
        case "vote":
            return permissions.vote_ok(state, book, person), lambda: permissions.check_vote(
                state, book, person
            )
        case _:
            return permissions.stop_ok(state, book, person), lambda: permissions.check_stop(
                state, book, person
            )


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("act", ALLOWED)
def test_who_may_do_what(act: str, person: str) -> None:
    change = world()
    change.submit("IA-01")
    change.judge(by="REV-2")
    ok, check = ask(change, act, person)
    assert ok is (person in ALLOWED[act])
    if ok:
        check()
        return
    with pytest.raises(GateError) as refused:
        check()
    assert person in refused.value.message
    assert refused.value.what_to_do


def test_a_refusal_names_those_who_can() -> None:
    with pytest.raises(NotPermitted) as refused:
        world().do(commands.stop, reason="Because it is time to", lessons="", by="OFFICE")
    assert str(refused.value) == (
        "OFFICE may not stop CHG-0001: they are neither its SRO nor a clerk. Ask SRO or CLERK to do it."
    )


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("SRO", "is the senior responsible owner of the change"),
        ("OFFICE", "is the author of the change"),
        ("OWN-LEGAL", "owns the evidence LG-01"),
        ("REV-1", "reviewed the evidence IA-01"),
    ],
)
def test_nobody_votes_on_a_change_that_they_have_a_part_in(person: str, why: str) -> None:
    change = world().complete()
    with pytest.raises(OwnChange) as refused:
        change.vote(person)
    assert why in refused.value.message
    assert "MEM-1, MEM-2, MEM-3, MEM-4 or MEM-5" in refused.value.what_to_do


def test_a_member_who_handed_in_evidence_is_not_asked() -> None:
    people = {**roster().people, "MEM-1": Person(id="MEM-1", roles=frozenset({"member", "impact_owner"}))}
    change = World(book=Rulebook(small_catalogue(), roster(people=people))).register()
    change.submit("IA-01", by="MEM-1")
    change.judge()
    assert change.state.review is not None
    assert change.state.review.excluded == {"MEM-1": "handed in the evidence IA-01"}
    assert change.state.review.eligible == MEMBERS[1:]


def test_an_outsider_does_not_vote() -> None:
    change = world().complete()
    with pytest.raises(NotAVoter):
        change.vote("AUDITOR")


def test_an_author_does_not_review_their_own_evidence() -> None:
    people = {**roster().people, "REV-1": Person(id="REV-1", roles=frozenset({"reviewer", "impact_owner"}))}
    change = World(book=Rulebook(small_catalogue(), roster(people=people))).register()
    change.submit("IA-01", by="REV-1")
    with pytest.raises(NotPermitted, match="wrote, own or lead"):
        change.judge(by="REV-1")
    change.judge(by="REV-2", verdict=Verdict.INADEQUATE)


def test_somebody_inactive_leads_nothing_and_owes_nothing() -> None:
    people = {**roster().people}
    for name in ("SRO", "OWN-IMPACT"):
        people[name] = people[name].model_copy(update={"active": False})
    change = World(book=Rulebook(small_catalogue(), roster(people=people))).register()
    assert permissions.leads(change.state, change.book) == ("OFFICE",)
    assert permissions.stoppers(change.state, change.book) == ("CLERK",)
    assert change.book.owners(change.state, change.book.catalogue.item("IA-01")) == ()


def test_a_person_named_for_the_change_owes_its_evidence() -> None:
    change = world()
    change.do(commands.assign, {"impact_owner": "MEM-5"}, by="SRO")
    assert change.book.owners(change.state, change.book.catalogue.item("IA-01")) == ("MEM-5",)
    assert change.do(commands.assign, {"impact_owner": "MEM-5"}, by="SRO") == []
    change.do(commands.assign, {"impact_owner": None}, by="SRO")
    assert change.book.owners(change.state, change.book.catalogue.item("IA-01")) == ("OWN-IMPACT",)


def test_a_condition_is_not_accepted_by_whoever_owes_it() -> None:
    change = world()
    due = change.now.date()
    condition = OpenCondition(id="C1", gate=Gate.IMPACT, text="Do it", owner="CLERK", due=due)
    assert permissions.acceptors(change.state, change.book, condition) == ("OFFICE",)
    permissions.check_accept(change.state, change.book, condition, "OFFICE")
    with pytest.raises(NotPermitted):
        permissions.check_accept(change.state, change.book, condition, "CLERK")


def test_nobody_votes_where_no_review_is_open() -> None:
    change = world()
    assert permissions.voters(change.state, change.book) == ()
    with pytest.raises(NotAVoter, match="nobody at present"):
        permissions.check_vote(change.state, change.book, "MEM-1")


def test_conditions_reach_the_record_once_however_many_members_set_them() -> None:
    change = world().complete()
    wanted = ConditionSet(text="Name an owner", owner="OWN-IMPACT", due=change.now.date())
    for member in MEMBERS[:3]:
        change.vote(member, Outcome.APPROVE_WITH_CONDITIONS, conditions=(wanted,))
    assert [condition.text for condition in change.state.conditions] == ["Name an owner"]
