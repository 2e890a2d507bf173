"""Making the cards that are out equal to the cards that should be out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gates.clock import london_day
from gates.prompts import prompts_due
from gates.state import ChangeState
from ledger.prompts import Card, PromptPlan
from tasks.channels import Names
from tasks.house import House


@dataclass(frozen=True)
class Work:
    """What has to be done outside, and under which keys a card should be out when it is done."""

    plan: PromptPlan
    wanted: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether every card is as it should be."""
        return not (self.plan.send or self.plan.update or self.plan.close or self.plan.unsure)

    @property
    def says(self) -> str:
        """The work in a few words: "ask: 5 vote; settle: 1 evidence"."""
        plan = self.plan
        parts = {"ask": plan.send, "change": plan.update, "settle": plan.close, "see to": plan.unsure}
        return "; ".join(f"{what}: {_kinds(cards)}" for what, cards in parts.items() if cards)


def plan_prompts(house: House, state: ChangeState) -> Work:
    """What has to be done outside for the change as it stands."""
    now = house.now()
    due = prompts_due(state, house.book(state), london_day(now))
    plan = house.ledger.prompts.plan(state.ref, due, channel=house.channel.name, now=now)
    return Work(plan, frozenset(prompt.key for prompt in due))


def carry_out(house: House, work: Work) -> None:
    """Send, update and close what the plan says. A crash at any point leaves a plan that finishes the rest."""
    plan = work.plan
    names = _names(house, plan)
    for card in plan.unsure:
        _settle_unsure(house, card, names, wanted=card.prompt.key in work.wanted)
    for card in plan.send:
        if house.ledger.prompts.sending(card.prompt.key):
            _send(house, card, names)
    for card in plan.update:
        receipt = house.channel_of(card).update(card.prompt, names, card.receipt or "")
        house.ledger.prompts.sent(card.prompt.key, receipt, house.now())
    for card in plan.close:
        _close(house, card, card.receipt)


def reconcile_prompts(house: House, state: ChangeState) -> None:
    """Plan and carry out in one go."""
    work = plan_prompts(house, state)
    if not work.is_empty:
        carry_out(house, work)


def _settle_unsure(house: House, card: Card, names: Names, *, wanted: bool) -> None:
    """A sender or closer died in the middle: ask the channel what became of the card, then finish."""
    receipt = house.channel_of(card).find(card.prompt.key)
    if not wanted:
        _close(house, card, receipt)
    elif receipt is None:
        _send(house, card, names)
    else:
        house.ledger.prompts.sent(card.prompt.key, receipt, house.now())


def _send(house: House, card: Card, names: Names) -> None:
    receipt = house.channel_of(card).send(card.prompt, names)
    house.ledger.prompts.sent(card.prompt.key, receipt, house.now())


def _close(house: House, card: Card, receipt: str | None) -> None:
    if receipt is not None:
        house.channel_of(card).close(card.prompt, receipt)
    house.ledger.prompts.closed(card.prompt.key, house.now())


def _kinds(cards: list[Card]) -> str:
    counts = Counter(card.prompt.kind.replace("_", " ") for card in cards)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _names(house: House, plan: PromptPlan) -> Names:
    cards = (*plan.send, *plan.update, *plan.unsure)
    return house.names({person for card in cards for person in card.prompt.to})
