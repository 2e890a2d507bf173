"""The council's own chain: who joined, which roles they hold, which boards there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gates.canonical import canonical_json
from gates.events import Acting
from gates.people import CouncilEvent, Roster, evolve_roster
from ledger.chain import COUNCIL, COUNCIL_EVENTS, CouncilRecorded, body_of, council_recorded, row_of
from ledger.errors import Conflict
from ledger.store import Store
from ledger.tables import councils, events


class Council:
    """People, roles and boards of one council, as events and as the roster folded from them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._roster: tuple[str, Roster] | None = None
        self._this = councils.c.council == store.council

    @property
    def name(self) -> str:
        """The council's name as people write it."""
        with self._store.reading() as connection:
            return str(connection.execute(sa.select(councils.c.name).where(self._this)).scalar_one())

    def roster(self) -> Roster:
        """Everybody who can act, as of now."""
        with self._store.reading() as connection:
            head = connection.execute(sa.select(councils.c.head_hash).where(self._this)).scalar_one()
            if self._roster is None or self._roster[0] != head:
                row = connection.execute(sa.select(councils).where(self._this)).one()
                self._roster = (row.head_hash, Roster.model_validate_json(row.roster))
        return self._roster[1]

    def history(self) -> list[CouncilRecorded]:
        """Every event of the council, oldest first."""
        query = sa.select(events).where(events.c.council == self._store.council, events.c.ref == COUNCIL)
        with self._store.reading() as connection:
            return [
                council_recorded(row) for row in connection.execute(query.order_by(events.c.seq)).mappings()
            ]

    def append(
        self, news: Sequence[CouncilEvent], *, expected_version: int, acting: Acting, at: datetime
    ) -> Roster:
        """Record what happened in the council. Raises Conflict when somebody else did so first."""
        with self._store.writing() as connection:
            row = self.locked(connection)
            if row.version != expected_version:
                versions = {"found": row.version, "expected": expected_version}
                first = {"who": "Somebody else", "what": "changed people or boards"}
                raise Conflict(ref="The council's record", **versions, **first)
            return self.append_in(connection, row, news, acting=acting, at=at)

    def locked(self, connection: sa.Connection) -> Any:
        """The council's row, held by this transaction."""
        return connection.execute(sa.select(councils).where(self._this).with_for_update()).one()

    def append_in(
        self,
        connection: sa.Connection,
        row: Any,
        news: Sequence[CouncilEvent],
        *,
        acting: Acting,
        at: datetime,
    ) -> Roster:
        """Record events inside a transaction that holds the council's row."""
        roster, head, rows = Roster.model_validate_json(row.roster), row.head_hash, []
        for seq, event in enumerate(news, start=row.version + 1):
            body = body_of(event)
            rows.append(
                row_of(
                    council=self._store.council,
                    ref=COUNCIL,
                    seq=seq,
                    at=at,
                    acting=acting,
                    catalogue="",
                    body=body,
                    prev_hash=head,
                )
            )
            roster, head = evolve_roster(roster, COUNCIL_EVENTS.validate_json(body)), rows[-1]["hash"]
        if rows:
            connection.execute(sa.insert(events), rows)
            values = {"version": roster.version, "head_hash": head, "roster": roster_text(roster)}
            connection.execute(sa.update(councils).where(self._this).values(values))
        return roster


def roster_text(roster: Roster) -> str:
    """The roster as JSON, the same text for the same roster: sets are sorted."""
    data = roster.model_dump(mode="json")
    for person in data["people"].values():
        person["roles"].sort()
    return canonical_json(data)
