"""Holding the record against itself: does every event follow from the one before, and is none missing?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gates.canonical import canonical_json
from ledger.chain import GENESIS, hash_of

EventRow = Mapping[Any, Any]


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was recorded: of which change, at which event (None: what is computed)."""

    ref: str
    seq: int | None
    what: str


def chain_faults(ref: str, rows: Sequence[EventRow]) -> Iterator[Fault]:
    """What is wrong with a chain in itself, one fault for each event; rows in the order of their numbers."""
    follows: set[str] | None = {GENESIS}
    expected, last_id = 1, 0
    for row in rows:
        seq = row["seq"]
        if not isinstance(seq, int):
            yield Fault(ref, expected, "its number was altered")
            continue
        if seq != expected:
            yield Fault(ref, expected, _gap(expected, seq))
            follows = None
        if what := _row_fault(row, follows, last_id):
            yield Fault(ref, seq, what)
        follows = {row["hash"], _true_hash(row)}
        expected, last_id = seq + 1, row["id"]


def head_fault(ref: str, rows: Sequence[EventRow], version: int, head_hash: str) -> Fault | None:
    """What is wrong between a chain and the place where its council or change says that it ends."""
    numbers = [row["seq"] for row in rows if isinstance(row["seq"], int)]
    last = max(numbers, default=0)
    if version > last:
        return Fault(ref, last + 1, f"{_gap(last + 1, version + 1)}: {ref} stands at version {version}")
    if version < last:
        return Fault(ref, version + 1, f"is there, although {ref} stands at version {version}")
    if rows and rows[-1]["hash"] != head_hash:
        return Fault(ref, last, f"is not the event that {ref} ended with")
    return None


def _gap(first: int, then: int) -> str:
    if then <= first:
        return "is there twice"
    return "is missing" if then == first + 1 else f"is missing, and all up to event {then - 1}"


def _row_fault(row: EventRow, follows: set[str] | None, last_id: int) -> str:
    body = _parsed(row)
    if body is None or canonical_json(body) != row["body"]:
        return "its body was altered"
    if body.get("type") != row["type"]:
        return "its type was altered"
    if _true_hash(row) != row["hash"]:
        return "was altered, or moved here from elsewhere"
    if follows is not None and row["prev_hash"] not in follows:
        return "does not follow the event before it"
    return "" if row["id"] > last_id else "was recorded before the event before it"


def _true_hash(row: EventRow) -> str:
    return hash_of(row, _parsed(row))


def _parsed(row: EventRow) -> dict[str, Any] | None:
    try:
        body = json.loads(row["body"])
    except (TypeError, ValueError):
        return None
    return body if isinstance(body, dict) else None
