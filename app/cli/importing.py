"""Importing a register of changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.errors import SameFile, missing_file
from app.cli.options import AsJson, ByOperator, DryRun
from app.cli.output import note, print_json, say
from app.cli.visit import current
from app.cli.words import phrase
from gates.vocabulary import Door, Role

if TYPE_CHECKING:
    from app.cli.import_run import ImportRun

PARTIAL = 3
SHOWN = 5

File = Annotated[
    Path, typer.Argument(metavar="FILE", help=phrase("option.register_file"), show_default=False)
]
Map = Annotated[Path | None, typer.Option("--map", metavar="MAP.yaml", help=phrase("option.map"))]
Rejects = Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help=phrase("option.rejects"))]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=phrase("option.sheet"))]


def import_(
    file: File,
    map_file: Map = None,
    rejects: Rejects = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Register every change of a CSV or XLSX file that is not registered yet. Exit code 3 when rows were rejected."""
    from app.cli.import_run import ImportRun
    from tasks.documents import Documents
    from tasks.registers import load_mapping, read_register

    visit = current()
    if not file.is_file():
        raise missing_file(file)
    if rejects is not None and rejects.resolve() == file.resolve():
        raise SameFile(file=file)
    register = read_register(file, load_mapping(map_file) if map_file else None, sheet=sheet)
    acting = visit.operator(by, Role.PROGRAMME_OFFICE, Role.SRO).model_copy(update={"door": Door.IMPORT})
    # Kept whole: what no field of Gatehouse takes in stays readable where it stood.
    origin = None if dry_run else Documents(visit.settings.documents).put(file)
    run = ImportRun(visit, register, acting, origin=origin, on_progress=_progress)
    run.run(_rejects_file(file, register.columns, rejects, dry_run=dry_run), rename_to=rejects)
    _clear_progress()
    told = {"file": str(file), "reading": str(register.reading), **run.told()}
    print_json(told) if as_json else _say(told, run)
    if run.rejected:
        raise typer.Exit(PARTIAL)


def _rejects_file(file: Path, columns: tuple[str, ...], asked: Path | None, *, dry_run: bool) -> Any:
    from tasks.registers import RejectsFile

    if dry_run and asked is None:
        return None
    folder = None if asked is None else asked if asked.is_dir() else asked.absolute().parent
    return RejectsFile(file, columns, folder=folder)


def _progress(rows: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{phrase('import.progress', rows=f'{rows:,}')}")
        sys.stderr.flush()


def _clear_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _say(told: dict[str, Any], run: ImportRun) -> None:
    numbers = {name: f"{told[name]:,}" for name in ("accepted", "rejected", "new", "updated", "unchanged")}
    say(phrase("import.reading", reading=told["reading"]))
    say(phrase("import.dry" if told["dry_run"] else "import.done", **numbers))
    if told["blank_rows"]:
        say(phrase("import.blank", count=told["blank_rows"]))
    if told["left_out"]:
        say(phrase("import.left_out", count=told["left_out"]))
    for line, reasons in run.first_rejects[:SHOWN]:
        note(phrase("import.reject", line=line, reasons="; ".join(reasons)), "yellow")
    if run.rejected > SHOWN:
        note(phrase("import.more_rejects", count=f"{run.rejected - SHOWN:,}"))
    if told["rejects_file"]:
        note(phrase("import.rejects_file", path=told["rejects_file"]))
    if told["unknown_people"]:
        note(phrase("import.unknown_people", people=", ".join(told["unknown_people"][:SHOWN])))
