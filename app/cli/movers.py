"""Running the movers now, in the foreground."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.options import AsJson, MaybeRef, full_ref
from app.cli.output import note, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from ledger.listing import ChangeRow

PARTIAL = 3

All = Annotated[bool, typer.Option("--all", help=phrase("option.all"), show_default=False)]
Places = dict[str, "ChangeRow"]


def advance(ref: MaybeRef = None, all_: All = False, as_json: AsJson = False) -> None:
    """Bring one change, or every change that is due, as far as it goes without anybody's act.

    Exit code 3 when a change could not be moved; the others are moved all the same.
    """
    from flows.prefect_server import prefect_answers

    if ref is not None and all_:
        raise typer.BadParameter(phrase("advance.one_or_all"))
    visit = current()
    followed = prefect_answers(visit.settings.prefect_api)
    before = _places(visit, ref)
    with _listening() as trouble:
        _move(visit, ref)
    after = _places(visit, ref)
    moved = [row for row in after.values() if row != before.get(row.ref)]
    if as_json:
        rows = [_told(before.get(row.ref), row) for row in moved]
        print_json({"moved": rows, "trouble": trouble, "prefect_followed": followed})
    else:
        _say(before, moved, after, ref)
        _say_trouble(trouble, None if followed else visit.settings.prefect_api)
    if trouble:
        raise typer.Exit(PARTIAL)


def _move(visit: Visit, ref: str | None) -> None:
    from flows.service import advance as advance_one
    from flows.service import advance_all

    if ref is None:
        advance_all(visit.house)
    else:
        advance_one(visit.house, full_ref(ref))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What the movers warn of meanwhile: a change that cannot be moved now does not keep them from the others."""
    trouble: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: trouble.append(record.getMessage())  # type: ignore[method-assign]
    keeper = logging.getLogger("gatehouse.keeper")
    keeper.addHandler(handler)
    try:
        yield trouble
    finally:
        keeper.removeHandler(handler)


def _places(visit: Visit, ref: str | None) -> Places:
    """Where changes stand: the one named (UnknownReference where there is none), or all."""
    from ledger.listing import Filter

    if ref is None:
        return {row.ref: row for row in visit.ledger.list().rows}
    known = visit.ledger.load(full_ref(ref)).ref
    return {row.ref: row for row in visit.ledger.list(Filter(text=known)).rows if row.ref == known}


def _told(before: ChangeRow | None, row: ChangeRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "phase": row.phase.value,
        "gate": row.gate.value,
        "from": before.waiting_label if before else None,
        "to": row.waiting_label,
    }


def _say(before: Places, moved: list[ChangeRow], after: Places, ref: str | None) -> None:
    if not moved:
        label = next(iter(after.values())).waiting_label if ref else ""
        return say(phrase("advance.nothing_one" if ref else "advance.nothing", label=label))
    was = {key: row.waiting_label for key, row in before.items()}
    headings = [phrase(f"column.{name}") for name in ("ref", "was", "is")]
    table(headings, [[row.ref, was.get(row.ref), row.waiting_label] for row in moved])


def _say_trouble(trouble: list[str], unfollowed_api: str | None) -> None:
    for message in trouble:
        note(current().named(message), "yellow")
    if unfollowed_api:
        note(phrase("advance.no_prefect", api=unfollowed_api))
