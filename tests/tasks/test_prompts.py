"""Cards that should be out are out, once, whenever the sender dies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.reconcile import reconcile
from gates.vocabulary import Gate
from ledger.prompts import Status
from tasks.prompts import carry_out, plan_prompts, reconcile_prompts
from tests.flows.council import new_change, stop_change, submit


class Died(BaseException):
    """The process ended here."""


class DyingChannel:
    """The real channel, under a process that dies before or after the outside world is asked."""

    name = "console"

    def __init__(self, channel, *, dies):
        self._channel = channel
        self._dies = dies

    def __getattr__(self, name):
        return getattr(self._channel, name)

    def send(self, prompt, names):
        return self._do("send", prompt, names)

    def close(self, prompt, receipt):
        return self._do("close", prompt, receipt)

    def _do(self, what, *args):
        if self._dies == f"before {what}":
            raise Died
        found = getattr(self._channel, what)(*args)
        if self._dies == f"after {what}":
            raise Died
        return found


def blocks(house, what):
    text = house.settings.prompts_log.read_text() if house.settings.prompts_log.exists() else ""
    return [line.split(" | ")[2] for line in text.splitlines() if f" UTC | {what} | " in line]


def by_status(house, ref):
    return {card.prompt.kind: card.status for card in house.ledger.prompts.list(ref)}


def test_the_owner_of_missing_evidence_is_asked_once(house, office):
    state = reconcile(house, new_change(office))

    reconcile_prompts(house, state)
    reconcile_prompts(house, state)

    assert blocks(house, "ASKED") == [f"{state.ref}/impact/evidence/IA-01:v1"]
    assert by_status(house, state.ref) == {"evidence": Status.SENT}
    assert "To: Programme-manager" in house.settings.prompts_log.read_text()


def test_a_matter_that_is_settled_is_closed_and_the_next_is_raised(house, office):
    ref = new_change(office)
    reconcile_prompts(house, reconcile(house, ref))
    submit(office, ref, Gate.IMPACT)

    reconcile_prompts(house, reconcile(house, ref))

    assert blocks(house, "SETTLED") == [f"{ref}/impact/evidence/IA-01:v1"]
    assert len(blocks(house, "ASKED")) == 1 + 5
    assert by_status(house, ref) == {"evidence": Status.CLOSED, "vote": Status.SENT}


@pytest.mark.parametrize("dies", ["before send", "after send"])
def test_a_sender_that_dies_neither_loses_nor_doubles_a_card(house, office, dies):
    ref = new_change(office)
    state = reconcile(house, ref)
    dying = replace(house, channel=DyingChannel(house.channel, dies=dies))
    with pytest.raises(Died):
        reconcile_prompts(dying, state)

    reconcile_prompts(house, state)

    assert blocks(house, "ASKED") == [f"{ref}/impact/evidence/IA-01:v1"]
    assert by_status(house, ref) == {"evidence": Status.SENT}


@pytest.mark.parametrize("dies", ["before close", "after close"])
def test_a_closer_that_dies_leaves_the_card_to_be_closed_once(house, office, dies):
    ref = new_change(office)
    reconcile_prompts(house, reconcile(house, ref))
    stop_change(office, ref)
    state = house.ledger.load(ref)
    dying = replace(house, channel=DyingChannel(house.channel, dies=dies))
    with pytest.raises(Died):
        reconcile_prompts(dying, state)

    reconcile_prompts(house, state)

    assert blocks(house, "SETTLED") == [f"{ref}/impact/evidence/IA-01:v1"]
    assert by_status(house, ref) == {"evidence": Status.CLOSED}


def test_a_card_that_was_being_sent_and_is_no_longer_wanted_is_settled(house, office):
    ref = new_change(office)
    dying = replace(house, channel=DyingChannel(house.channel, dies="after send"))
    with pytest.raises(Died):
        reconcile_prompts(dying, reconcile(house, ref))
    stop_change(office, ref)

    reconcile_prompts(house, house.ledger.load(ref))

    assert blocks(house, "SETTLED") == blocks(house, "ASKED") == [f"{ref}/impact/evidence/IA-01:v1"]
    assert by_status(house, ref) == {"evidence": Status.CLOSED}


def test_a_card_that_never_went_out_and_is_no_longer_wanted_leaves_no_trace(house, office):
    ref = new_change(office)
    dying = replace(house, channel=DyingChannel(house.channel, dies="before send"))
    with pytest.raises(Died):
        reconcile_prompts(dying, reconcile(house, ref))
    stop_change(office, ref)

    reconcile_prompts(house, house.ledger.load(ref))

    assert blocks(house, "SETTLED") == blocks(house, "ASKED") == []
    assert by_status(house, ref) == {"evidence": Status.CLOSED}


def test_two_plans_for_the_same_cards_send_them_once(house, office):
    state = reconcile(house, new_change(office))
    first, second = plan_prompts(house, state), plan_prompts(house, state)

    carry_out(house, first)
    carry_out(house, second)

    assert len(blocks(house, "ASKED")) == 1


def test_the_work_is_said_in_a_few_words(house, office):
    ref = new_change(office)
    reconcile_prompts(house, reconcile(house, ref))
    submit(office, ref, Gate.IMPACT)

    assert plan_prompts(house, reconcile(house, ref)).says == "ask: 5 vote; settle: 1 evidence"
