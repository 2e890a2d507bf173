"""The ledger itself: is it whole, what is in it, can what is computed from it be computed again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command, command_group
from app.cli.files import write_lines
from app.cli.options import AsJson
from app.cli.output import note, print_json, say, table
from app.cli.visit import current
from app.cli.words import phrase

if TYPE_CHECKING:
    from ledger.faults import Fault

FAILED = 1

group = command_group("ledger")

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=phrase("option.export_out"))]


@command(group, "ledger.verify")
def verify(as_json: AsJson = False) -> None:
    """Whether any event was altered, is missing or stands in the wrong place. Exit code 1 if so."""
    report = current().ledger.verify()
    told = {
        "ok": report.ok,
        "changes": report.changes,
        "events": report.events,
        "faults": _told(report.faults),
    }
    if as_json:
        print_json(told)
    else:
        numbers = {
            "changes": f"{report.changes:,}",
            "events": f"{report.events:,}",
            "faults": len(report.faults),
        }
        say(phrase("verify.ok" if report.ok else "verify.faults", **numbers))
        _fault_table(report.faults)
    if not report.ok:
        raise typer.Exit(FAILED)


@command(group, "ledger.rebuild")
def rebuild(as_json: AsJson = False) -> None:
    """Compute the projections again. Raises ChainBroken where the events themselves are damaged."""
    report = current().ledger.rebuild()
    if as_json:
        told = {"same": report.same, "changes": report.changes, "differences": _told(report.differences)}
        return print_json(told)
    key = "rebuild.same" if report.same else "rebuild.mended"
    say(phrase(key, changes=f"{report.changes:,}", count=len(report.differences)))
    _fault_table(report.differences)


@command(group, "ledger.export")
def export(out: Out = None, as_json: AsJson = False) -> None:
    """Every event as a line of JSON, to a file or to stdout."""
    count = write_lines(out, current().ledger.export())
    if out is None:
        return
    if as_json:
        return print_json({"events": count, "file": str(out)})
    note(phrase("export.done", count=f"{count:,}", file=out))


def _told(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [{"ref": fault.ref, "seq": fault.seq, "what": fault.what} for fault in faults]


def _fault_table(faults: Sequence[Fault]) -> None:
    if faults:
        headings = [phrase(f"column.{name}") for name in ("ref", "event", "what")]
        table(headings, [[fault.ref, fault.seq or "", fault.what] for fault in faults])
