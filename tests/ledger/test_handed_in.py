"""The live changes that have handed in an item, on both databases."""

from __future__ import annotations

from gates.events import ChangeStopped
from gates.vocabulary import Gate
from tests.factories import START, later, register, submission


def with_item(office, item="EQ-01"):
    state = register(office=office)
    news = [submission(office=office, item=item)]
    return office.ledger.append(state.ref, news, expected_version=1, acting=office.acting(), at=later())


def handed_in(office, item="EQ-01"):
    return [state.ref for _, state in office.ledger.handed_in(item)]


def test_those_that_have_handed_it_in_are_found_in_the_order_of_their_registration(office):
    first, _, other = with_item(office), register(office=office), with_item(office, "IA-01")
    last = with_item(office)

    assert handed_in(office) == [first.ref, last.ref]
    assert handed_in(office, "IA-01") == [other.ref]
    assert handed_in(office, "LN-01") == []


def test_each_comes_as_it_stands_with_what_it_waits_for(office):
    state = with_item(office)

    assert list(office.ledger.handed_in("EQ-01")) == [(office.ledger.list().rows[0].waiting_label, state)]


def test_one_that_was_stopped_is_not_live(office):
    state = with_item(office)
    stopped = ChangeStopped(gate=Gate.IMPACT, stopped_by=office.people["sro"], reason="Agreed to end it")
    office.ledger.append(
        state.ref, [stopped], expected_version=state.version, acting=office.acting(who="sro"), at=later()
    )

    assert handed_in(office) == []


def test_one_that_is_being_delivered_is_live(office, sql):
    state = with_item(office)
    with_item(office, "IA-01")
    sql("UPDATE changes SET phase = 'delivering'")

    assert handed_in(office) == [state.ref]


def test_another_council_is_not_looked_into(office, url):
    from tests.factories import make_office

    with_item(office)
    neighbour = make_office(url=url, council="neighbour", at=START)

    assert handed_in(neighbour) == []
    neighbour.ledger.close()


def test_a_snapshot_that_cannot_be_read_is_computed_from_the_events(office, sql):
    state = with_item(office)
    sql("UPDATE changes SET snapshot = '{}'")

    assert [found for _, found in office.ledger.handed_in("EQ-01")] == [state]
