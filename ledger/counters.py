"""Running numbers. A number that was handed out is never handed out again; gaps are no loss."""

from __future__ import annotations

import sqlalchemy as sa

from ledger.store import Store
from ledger.tables import counters


def take(connection: sa.Connection, store: Store, name: str, count: int) -> range:
    """The next `count` numbers, from 1."""
    insert = store.insert(counters).values(council=store.council, name=name, value=count)
    more = insert.on_conflict_do_update(
        index_elements=[counters.c.council, counters.c.name], set_={"value": counters.c.value + count}
    )
    connection.execute(more)
    query = sa.select(counters.c.value).where(counters.c.council == store.council, counters.c.name == name)
    last = int(connection.execute(query).scalar_one())
    return range(last - count + 1, last + 1)
