"""The whole record as lines of JSON, which can be checked without Gatehouse; and where every chain ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from gates.canonical import canonical_json
from ledger.chain import COUNCIL, ENVELOPE
from ledger.store import Store
from ledger.tables import changes, councils, events

AT_A_TIME = 1000


class Head(NamedTuple):
    """Where a chain stands: its number of events, and the hash of the last."""

    ref: str
    version: int
    hash: str


def lines(store: Store) -> Iterator[str]:
    """Every event of the council, in the order of recording, as they stood at one moment."""
    query = sa.select(events).where(events.c.council == store.council).order_by(events.c.id)
    with store.snapshot() as connection:
        rows = connection.execution_options(yield_per=AT_A_TIME).execute(query).mappings()
        for row in rows:
            told = {name: row[name] for name in (*ENVELOPE, "prev_hash", "hash")}
            yield canonical_json({**told, "body": json.loads(row["body"])})


def heads(store: Store) -> list[Head]:
    """All chains of the council by reference, its own first."""
    council = sa.select(councils.c.version, councils.c.head_hash).where(councils.c.council == store.council)
    of_changes = sa.select(changes.c.ref, changes.c.version, changes.c.head_hash)
    with store.snapshot() as connection:
        own = connection.execute(council).one()
        rows = connection.execute(of_changes.where(changes.c.council == store.council))
        return [Head(COUNCIL, own.version, own.head_hash), *sorted(Head(*row) for row in rows)]
