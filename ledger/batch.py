"""New events of one change, made ready: folded (nothing illegal is ever written), numbered and chained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gates.events import Acting, ChangeRegistered, Event, Recorded
from gates.evolve import NothingHappened, evolve
from gates.state import ChangeState
from ledger.chain import CHANGE_EVENTS, COUNCIL, GENESIS, body_of, row_of
from ledger.projections import Row


@dataclass(frozen=True)
class Base:
    """Where a chain stands before new events. A change that is not registered yet has no state."""

    ref: str
    state: ChangeState | None = None
    head_hash: str = GENESIS
    change_id: int | None = None

    @property
    def version(self) -> int:
        """The number of events so far."""
        return self.state.version if self.state else 0


@dataclass(frozen=True)
class Batch:
    """Rows ready to be written, and the state after them."""

    base: Base
    rows: tuple[Row, ...]
    state: ChangeState
    at: datetime

    @property
    def head_hash(self) -> str:
        """The hash of the last new event."""
        return str(self.rows[-1]["hash"])


def prepare(council: str, base: Base, events: Sequence[Event], *, acting: Acting, at: datetime) -> Batch:
    """Fold and chain new events. Raises IllegalMove, NothingHappened or NotStorable; writes nothing.

    What is folded is what a reader will get back from the ledger, not the object that was handed in.
    """
    state, prev_hash, rows = base.state, base.head_hash, []
    for seq, event in enumerate(events, start=base.version + 1):
        _check_belongs(base.ref, event)
        body = body_of(event)
        stored = CHANGE_EVENTS.validate_json(body)
        catalogue = _catalogue_of(state, stored)
        row = row_of(
            council=council,
            ref=base.ref,
            seq=seq,
            at=at,
            acting=acting,
            catalogue=catalogue,
            body=body,
            prev_hash=prev_hash,
        )
        one = Recorded(seq=seq, at=at.astimezone(UTC), acting=acting, catalogue=catalogue, event=stored)
        state, prev_hash = evolve(state, one), row["hash"]
        rows.append(row)
    if state is None:
        raise NothingHappened
    return Batch(base=base, rows=tuple(rows), state=state, at=at)


def _check_belongs(ref: str, event: Event) -> None:
    named = event.ref if isinstance(event, ChangeRegistered) else ref
    if named != ref or ref == COUNCIL:
        raise ValueError(f"an event of {named} cannot be recorded under {ref}")


def _catalogue_of(state: ChangeState | None, event: Event) -> str:
    if isinstance(event, ChangeRegistered):
        return event.catalogue
    return state.catalogue if state else ""


def rows_in(batches: Iterable[Batch]) -> list[Row]:
    """The event rows of all batches, in order."""
    return [row for batch in batches for row in batch.rows]
