"""People and boards are recorded in the council's own chain; names live outside it and can be erased."""

from __future__ import annotations

import pytest

from gates.people import PersonJoined, RolesSet, fold_roster
from gates.vocabulary import Role
from ledger.errors import Conflict, PersonAlreadyKnown, UnknownPerson
from ledger.people import Newcomer
from tests.factories import START, later


def test_a_person_joins_with_roles_and_a_number(office, ledger):
    before = ledger.roster()
    person = ledger.people.add(
        "Ann Price", " Ann.Price@Council.example ", [Role.DPO], acting=office.acting(), at=START
    )

    assert person == "PER-0016"
    assert ledger.roster().holders(Role.DPO) == (person,)
    assert ledger.roster().version == before.version + 1
    assert ledger.people.names([person, "PER-9999"]) == {
        person: ("Ann Price", "ann.price@council.example"),
        "PER-9999": ("PER-9999", ""),
    }


def test_a_person_is_found_by_address_in_any_case(office, ledger):
    assert ledger.people.find("CLERK@council.example") == office.people["clerk"]


def test_an_unknown_address_is_answered_with_near_ones(ledger):
    with pytest.raises(UnknownPerson) as refused:
        ledger.people.find("clark@council.example")

    assert "clerk@council.example" in refused.value.what_to_do
    assert "gatehouse people add" in refused.value.what_to_do


def test_nobody_joins_twice_and_then_nobody_joins(office, ledger):
    before = ledger.roster()
    newcomers: list[Newcomer] = [("New", "new@council.example", []), ("Clerk", "clerk@council.example", [])]

    with pytest.raises(PersonAlreadyKnown):
        ledger.people.add_many(newcomers, acting=office.acting(), at=START)

    assert ledger.roster() == before
    assert "New" not in {name for name, _ in ledger.people.list().values()}


def test_an_erased_person_leaves_only_the_number(office, ledger, sql):
    clerk, reviewer = office.people["clerk"], office.people["reviewer"]
    ledger.people.erase(clerk)
    ledger.people.erase(reviewer)

    assert ledger.people.names([clerk]) == {clerk: ("erased", "erased")}
    for address in ("clerk@council.example", "erased"):
        with pytest.raises(UnknownPerson):
            ledger.people.find(address)
    assert clerk in ledger.roster().people
    assert ledger.verify().ok
    assert not [row for row in sql("SELECT body FROM events") if "council.example" in row["body"]]


def test_erasing_somebody_unknown_is_an_error(ledger):
    with pytest.raises(UnknownPerson):
        ledger.people.erase("PER-9999")


def test_the_roster_is_what_follows_from_the_council_s_history(office, ledger):
    roles = RolesSet(person=office.people["clerk"], roles=frozenset({"clerk", "auditor"}), active=False)
    version = ledger.roster().version
    after = ledger.append_council(
        [roles], expected_version=version, acting=office.acting(who="sro"), at=later()
    )

    history = ledger.council_history()

    assert ledger.roster() == after == fold_roster(one.event for one in history)
    assert (history[-1].event, history[-1].acting, history[-1].at) == (
        roles,
        office.acting(who="sro"),
        later(),
    )


def test_two_who_change_the_council_at_once_do_not_overwrite_each_other(office, ledger):
    joined = PersonJoined(person="PER-0999")

    with pytest.raises(Conflict):
        ledger.append_council([joined], expected_version=3, acting=office.acting(), at=START)

    assert "PER-0999" not in ledger.roster().people


def test_a_roster_read_before_is_not_kept_beyond_a_change_by_others(office, ledger, url):
    from ledger import open_ledger

    ledger.roster()
    other = open_ledger(url)
    other.people.add("New", "new@council.example", ["dpo"], acting=office.acting(), at=START)
    other.close()

    assert len(ledger.roster().holders("dpo")) == 1
