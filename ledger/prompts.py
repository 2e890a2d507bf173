"""Which cards are out: what should exist is held against what was sent; none is lost or sent twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gates.canonical import canonical_json, sha256_of
from gates.events import PersonId
from gates.prompts import Prompt
from ledger.store import Store
from ledger.tables import prompts


class Status(StrEnum):
    """Where a card stands. `sending` and `closing` are written before the outside world is asked."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True)
class Card:
    """A prompt as the ledger knows it. `receipt` is what the channel gave back, to find the card again."""

    prompt: Prompt
    channel: str
    status: Status
    receipt: str | None
    first_due_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None


@dataclass
class PromptPlan:
    """What to do outside. `unsure`: a worker died in the middle; ask the channel whether it was done."""

    send: list[Card] = field(default_factory=list)
    update: list[Card] = field(default_factory=list)
    close: list[Card] = field(default_factory=list)
    unsure: list[Card] = field(default_factory=list)


_NEVER_SENT: dict[str, Any] = dict.fromkeys(("shown_hash", "receipt", "sent_at", "closed_at"))


class Prompts:
    """The cards of one council."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ours = prompts.c.council == store.council

    def plan(self, ref: str, due: Iterable[Prompt], *, channel: str, now: datetime) -> PromptPlan:
        """Note which cards of the change should exist, and say what that asks for.

        New ones are to be sent, changed ones updated, those no longer due closed. A card that comes due again
        is opened again under its old key.
        """
        wanted = {prompt.key: prompt for prompt in due}
        of_change = (
            sa.select(prompts).where(self._ours, prompts.c.ref == ref).order_by(prompts.c.first_due_at)
        )
        plan = PromptPlan()
        with self._store.writing() as connection:
            found = {row.key: row for row in connection.execute(of_change.with_for_update())}
            for key, prompt in wanted.items():
                self._want(connection, plan, prompt, found.get(key), channel, now)
            for key, row in found.items():
                if key not in wanted:
                    self._unwant(connection, plan, row, now)
        return plan

    def sending(self, key: str) -> bool:
        """Note that the card is about to be sent. False when somebody else is sending it, or it is out."""
        return self._set(key, Status.DUE, status=Status.SENDING)

    def sent(self, key: str, receipt: str, at: datetime) -> bool:
        """Note that the card is out, as last planned: after sending it, and after updating it."""
        values = {"receipt": receipt, "sent_at": at, "shown_hash": prompts.c.content_hash}
        return self._set(key, Status.DUE, Status.SENDING, Status.SENT, status=Status.SENT, **values)

    def unsent(self, key: str) -> bool:
        """Note that sending the card failed, or that it turned out not to be there: it is due again."""
        return self._set(key, Status.SENDING, status=Status.DUE)

    def closed(self, key: str, at: datetime) -> bool:
        """Note that the card no longer asks for anything."""
        return self._set(key, *Status, status=Status.CLOSED, closed_at=at)

    def list(
        self,
        ref: str | None = None,
        *,
        to: PersonId | None = None,
        statuses: Iterable[Status] = (),
        limit: int = 1000,
    ) -> list[Card]:
        """The cards of a change, or to a person, or of the council; the oldest first."""
        query = (
            sa.select(prompts).where(self._ours).order_by(prompts.c.first_due_at, prompts.c.key).limit(limit)
        )
        if ref is not None:
            query = query.where(prompts.c.ref == ref)
        if to is not None:
            query = query.where(prompts.c.to.contains(canonical_json(to), autoescape=True))
        if wanted := [status.value for status in statuses]:
            query = query.where(prompts.c.status.in_(wanted))
        with self._store.reading() as connection:
            return [_card(row) for row in connection.execute(query)]

    def _want(
        self,
        connection: sa.Connection,
        plan: PromptPlan,
        prompt: Prompt,
        row: Any,
        channel: str,
        now: datetime,
    ) -> None:
        status = Status(row.status) if row else Status.CLOSED
        if status is Status.SENDING:
            # The row keeps what was being sent; once that is settled, the next plan brings it up to date.
            plan.unsure.append(_card(row))
            return
        values = {**(row._mapping if row else {}), **_content(prompt)}
        if status is Status.CLOSED:
            values |= {"status": Status.DUE, "channel": channel, "first_due_at": now, **_NEVER_SENT}
        elif status is Status.CLOSING:
            # It may or may not have been closed outside: showing it again is right either way.
            values |= {"status": Status.SENT, "shown_hash": None}
        self._put(connection, row, values)
        card = _card_of(prompt, values)
        if card.status is Status.DUE:
            plan.send.append(card)
        elif values["shown_hash"] != values["content_hash"]:
            plan.update.append(card)

    def _put(self, connection: sa.Connection, row: Any, values: dict[str, Any]) -> None:
        if row is None:
            connection.execute(sa.insert(prompts).values(**{**values, "council": self._store.council}))
        elif any(row._mapping[name] != value for name, value in values.items()):
            connection.execute(
                sa.update(prompts).where(self._ours, prompts.c.key == row.key).values(**values)
            )

    def _unwant(self, connection: sa.Connection, plan: PromptPlan, row: Any, now: datetime) -> None:
        status = Status(row.status)
        this = sa.update(prompts).where(self._ours, prompts.c.key == row.key)
        if status is Status.DUE:
            connection.execute(this.values(status=Status.CLOSED, closed_at=now))
        elif status is Status.SENT:
            connection.execute(this.values(status=Status.CLOSING))
            plan.close.append(_card(row, Status.CLOSING))
        elif status in {Status.SENDING, Status.CLOSING}:
            plan.unsure.append(_card(row))

    def _set(self, key: str, *from_: Status, **values: Any) -> bool:
        allowed = prompts.c.status.in_([status.value for status in from_])
        update = sa.update(prompts).where(self._ours, prompts.c.key == key, allowed).values(**values)
        with self._store.writing() as connection:
            return connection.execute(update).rowcount == 1


def _content(prompt: Prompt) -> dict[str, Any]:
    said = prompt.model_dump(mode="json")
    return {**said, "to": canonical_json(said["to"]), "content_hash": sha256_of(said)}


def _card(row: Any, status: Status | None = None) -> Card:
    said = {name: getattr(row, name) for name in ("key", "ref", "kind", "gate", "item", "title", "text")}
    prompt = Prompt.model_validate({**said, "to": json.loads(row.to)})
    return _card_of(prompt, {**row._mapping, **({"status": status} if status else {})})


def _card_of(prompt: Prompt, row: dict[str, Any]) -> Card:
    return Card(
        prompt=prompt,
        channel=row["channel"],
        status=Status(row["status"]),
        receipt=row["receipt"],
        first_due_at=row["first_due_at"],
        sent_at=row["sent_at"],
        closed_at=row["closed_at"],
    )
