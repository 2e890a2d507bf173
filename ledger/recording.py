"""The only way events get in: one transaction writes events, projections and wake-up, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa

from gates.catalogue import Catalogue
from gates.state import ChangeState
from ledger.batch import Base, Batch, rows_in
from ledger.evidence import insert_evidence, sync_evidence
from ledger.projections import Row, change_row, evidence_changed, evidence_rows
from ledger.store import Store, upserting
from ledger.tables import changes, events, wakes

CHUNK = 200
Rulebooks = Callable[[str], Catalogue]
Also = Callable[[sa.Connection], None]
T = TypeVar("T")

# Statements are built once: to build one takes SQLAlchemy longer than SQLite takes to run it.
_UPDATE_CHANGE = sa.update(changes).where(
    changes.c.council == sa.bindparam("b_council"),
    changes.c.ref == sa.bindparam("b_ref"),
    changes.c.version == sa.bindparam("b_version"),
)
_FIRST_ROWS = sa.select(events.c.ref, events.c.id).where(
    events.c.council == sa.bindparam("b_council"),
    events.c.ref.in_(sa.bindparam("b_refs", expanding=True)),
    events.c.seq == 1,
)
_INSERT_EVENTS, _INSERT_CHANGES = sa.insert(events), sa.insert(changes)
_NOTIFY = sa.select(sa.func.pg_notify("gatehouse_wakes", sa.bindparam("council")))


class MovedOn(Exception):
    """Somebody else wrote to this change first."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(ref)


def record(store: Store, batch: Batch, catalogue: Catalogue, also: Also | None = None) -> None:
    """Write the events of one change, and what `also` writes. Raises MovedOn when another writer was first."""
    base, state = batch.base, batch.state
    if base.state is None or base.change_id is None:
        record_new(store, [batch], lambda _: catalogue)
        return
    row = change_row(state, catalogue, head_hash=batch.head_hash, updated_at=batch.at)
    evidence = None
    if evidence_changed(base.state, state):
        evidence = evidence_rows(state, catalogue, council=store.council, change_id=base.change_id)
    with store.writing() as connection:
        _update_change(connection, store.council, base, row)
        connection.execute(_INSERT_EVENTS, list(batch.rows))
        if evidence is not None:
            sync_evidence(connection, base.change_id, evidence)
        if also is not None:
            also(connection)
        due(connection, store, [(base.ref, state.version)], batch.at)
    store.bell.set()


def record_new(store: Store, batches: Iterable[Batch], catalogues: Rulebooks) -> list[ChangeState]:
    """Write changes that are not registered yet, in one transaction. Raises MovedOn when one is already."""
    states: list[ChangeState] = []
    with store.writing() as connection:
        for chunk in chunks(batches, CHUNK):
            _insert_new(connection, store, chunk, catalogues)
            states.extend(batch.state for batch in chunk)
    store.bell.set()
    return states


def _insert_new(connection: sa.Connection, store: Store, batches: list[Batch], catalogues: Rulebooks) -> None:
    _insert_first_events(connection, batches)
    ids = first_rows(connection, store.council, [batch.base.ref for batch in batches])
    rows: list[Row] = []
    evidence: list[Row] = []
    for batch in batches:
        catalogue = catalogues(batch.state.catalogue)
        row = change_row(batch.state, catalogue, head_hash=batch.head_hash, updated_at=batch.at)
        number = ids[batch.base.ref]
        rows.append({**row, "council": store.council, "id": number})
        evidence += evidence_rows(batch.state, catalogue, council=store.council, change_id=number)
    try:
        connection.execute(_INSERT_CHANGES, rows)
    except sa.exc.IntegrityError as known:
        # Another import of the same register was first.
        raise MovedOn(batches[0].base.ref if len(batches) == 1 else "") from known
    insert_evidence(connection, evidence)
    due(connection, store, [(batch.base.ref, batch.state.version) for batch in batches], batches[0].at)


def _insert_first_events(connection: sa.Connection, batches: list[Batch]) -> None:
    try:
        connection.execute(_INSERT_EVENTS, rows_in(batches))
    except sa.exc.IntegrityError as taken:
        raise MovedOn(batches[0].base.ref if len(batches) == 1 else "") from taken


def first_rows(connection: sa.Connection, council: str, refs: Sequence[str]) -> dict[str, int]:
    """The row number of each change's first event, which is the number of the change."""
    rows = connection.execute(_FIRST_ROWS, {"b_council": council, "b_refs": refs})
    return {row.ref: row.id for row in rows}


def _update_change(connection: sa.Connection, council: str, base: Base, row: Row) -> None:
    this = {"b_council": council, "b_ref": base.ref, "b_version": base.version}
    if connection.execute(_UPDATE_CHANGE, {**row, **this}).rowcount != 1:
        raise MovedOn(base.ref)


def due(connection: sa.Connection, store: Store, moved: list[tuple[str, int]], at: datetime) -> None:
    """Make a wake-up due for each change, at its new version. One that was due earlier stays so."""
    rows = [
        {"council": store.council, "ref": ref, "due_at": at, "version": version, "nudges": 0}
        for ref, version in moved
    ]
    connection.execute(_wake(store.on_sqlite), rows)
    notify(connection, store)


def notify(connection: sa.Connection, store: Store) -> None:
    """Tell the listeners of other processes, once this transaction is done. SQLite has none: they look."""
    if not store.on_sqlite:
        connection.execute(_NOTIFY, {"council": store.council})


@cache
def _wake(on_sqlite: bool) -> sa.Executable:
    insert = upserting(wakes, on_sqlite=on_sqlite)
    new = insert.excluded
    earlier = sa.case((wakes.c.due_at < new.due_at, wakes.c.due_at), else_=new.due_at)
    return insert.on_conflict_do_update(
        index_elements=[wakes.c.council, wakes.c.ref], set_={"due_at": earlier, "version": new.version}
    )


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of at most `size`."""
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
