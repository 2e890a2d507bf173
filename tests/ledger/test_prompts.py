"""Cards: what should exist against what is out; none lost, none twice, whatever dies in between."""

from __future__ import annotations

import pytest

from gates.prompts import Prompt
from gates.vocabulary import Gate
from ledger import Status
from tests.factories import START, later


def prompt(matter="IA-01:v1", **changes):
    values = {
        "key": f"CHG-0001/impact/evidence/{matter}",
        "ref": "CHG-0001",
        "kind": "evidence",
        "gate": Gate.IMPACT,
        "item": "IA-01",
        "to": ("PER-0001",),
        "title": "Provide the options appraisal",
        "text": "Three options at least.",
    }
    return Prompt.model_validate({**values, **changes})


CARD = prompt()


@pytest.fixture
def prompts(ledger):
    return ledger.prompts


@pytest.fixture
def plan(prompts):
    """What a pass would do, in the four kinds, by status."""

    def planned(*due, now=START):
        plan = prompts.plan("CHG-0001", due, channel="slack", now=now)
        kinds = {"send": plan.send, "update": plan.update, "close": plan.close, "unsure": plan.unsure}
        return {
            kind: [(card.prompt, card.status) for card in cards] for kind, cards in kinds.items() if cards
        }

    return planned


def put_out(prompts, plan, card=CARD):
    plan(card)
    assert prompts.sending(card.key)
    assert prompts.sent(card.key, "C1/171.2", later())


def test_a_new_card_is_to_be_sent_until_it_is(prompts, plan):
    assert plan(CARD) == {"send": [(CARD, Status.DUE)]}
    assert plan(CARD) == {"send": [(CARD, Status.DUE)]}
    put_out(prompts, plan)

    assert plan(CARD) == {}
    (card,) = prompts.list()
    assert (card.channel, card.receipt, card.first_due_at, card.sent_at) == (
        "slack",
        "C1/171.2",
        START,
        later(),
    )


def test_only_one_of_two_senders_gets_to_send_a_card(prompts, plan):
    plan(CARD)

    assert [prompts.sending(CARD.key), prompts.sending(CARD.key)] == [True, False]


def test_a_card_whose_sending_failed_is_to_be_sent_again(prompts, plan):
    plan(CARD)
    prompts.sending(CARD.key)
    prompts.unsent(CARD.key)

    assert plan(CARD) == {"send": [(CARD, Status.DUE)]}


@pytest.mark.parametrize("still_due", [True, False])
def test_a_card_left_in_sending_by_a_crash_is_unsure(prompts, plan, still_due):
    plan(CARD)
    prompts.sending(CARD.key)
    reworded = prompt(text="Four options at least.")

    assert plan(*([reworded] if still_due else [])) == {"unsure": [(CARD, Status.SENDING)]}
    prompts.sent(CARD.key, "C1/171.2", later())
    expected = {"update": [(reworded, Status.SENT)]} if still_due else {"close": [(CARD, Status.CLOSING)]}
    assert plan(*([reworded] if still_due else [])) == expected


def test_a_changed_text_is_an_update_until_it_is_shown(prompts, plan):
    put_out(prompts, plan)
    reworded = prompt(text="Four options at least.")

    assert plan(reworded) == {"update": [(reworded, Status.SENT)]}
    assert plan(reworded) == {"update": [(reworded, Status.SENT)]}
    prompts.sent(CARD.key, "C1/171.2", later())
    assert plan(reworded) == {}


def test_a_change_of_mind_before_the_update_needs_none(prompts, plan):
    put_out(prompts, plan)
    plan(prompt(text="Four options at least."))

    assert plan(CARD) == {}


def test_a_card_no_longer_due_is_closed_once(prompts, plan):
    put_out(prompts, plan)

    assert plan() == {"close": [(CARD, Status.CLOSING)]}
    assert plan() == {"unsure": [(CARD, Status.CLOSING)]}
    prompts.closed(CARD.key, later())
    assert plan() == {}
    assert prompts.list()[0].closed_at == later()


def test_a_card_that_was_never_sent_is_closed_without_a_word(prompts, plan):
    plan(CARD)

    assert plan(now=later()) == {}
    assert prompts.list()[0].status is Status.CLOSED


def test_a_card_that_comes_due_again_is_opened_again_under_its_key(prompts, plan):
    put_out(prompts, plan)
    plan()
    prompts.closed(CARD.key, later())

    assert plan(CARD, now=later(minutes=5)) == {"send": [(CARD, Status.DUE)]}
    (card,) = prompts.list()
    assert (card.receipt, card.first_due_at, card.closed_at) == (None, later(minutes=5), None)


def test_a_card_that_comes_due_while_it_is_being_closed_is_shown_again(prompts, plan):
    put_out(prompts, plan)
    plan()

    assert plan(CARD) == {"update": [(CARD, Status.SENT)]}
    prompts.sent(CARD.key, "C1/171.2", later())
    assert plan(CARD) == {}


def test_cards_are_listed_by_change_person_and_status(prompts, plan):
    other = prompt("IA-02:v1", to=("PER-0002", "PER-0010"), item="IA-02")
    plan(CARD, other)
    prompts.sending(CARD.key)

    def keys(*of, **which):
        return {card.prompt.key for card in prompts.list(*of, **which)}

    assert keys("CHG-0001") == {CARD.key, other.key}
    assert keys("CHG-0002") == set()
    assert keys(to="PER-0002") == keys(to="PER-0010") == keys(statuses=[Status.DUE]) == {other.key}
    assert keys(to="PER-001") == set()


def test_cards_of_other_changes_are_left_alone(prompts, plan):
    elsewhere = prompt(key="CHG-0002/impact/evidence/IA-01:v1", ref="CHG-0002")
    prompts.plan("CHG-0002", [elsewhere], channel="email", now=START)

    assert plan(CARD) == {"send": [(CARD, Status.DUE)]}
    assert [card.status for card in prompts.list("CHG-0002")] == [Status.DUE]
