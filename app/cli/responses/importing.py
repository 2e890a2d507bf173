"""Importing what a consultation platform exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.commands import command
from app.cli.errors import SameFile, missing_file
from app.cli.importing import PARTIAL, SHOWN, Rejects, Sheet
from app.cli.options import AsJson, By, DryRun, Ref, full_ref
from app.cli.output import note, print_json, say
from app.cli.responses.common import group, keeper, term
from app.cli.visit import current
from app.cli.words import phrase

Map = Annotated[Path | None, typer.Option("--map", metavar="MAP.yaml", help=phrase("option.response_map"))]
Export = Annotated[
    Path, typer.Argument(metavar="FILE", help=phrase("option.response_file"), show_default=False)
]


@command(group, "responses.import")
def import_(
    ref: Ref,
    file: Export,
    map_file: Map = None,
    rejects: Rejects = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Record every response of a file that is not recorded yet. Exit code 3 when rows were rejected."""
    from app.cli.responses.import_run import ResponseImport
    from tasks.responses import load_response_mapping

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    acting = keeper(visit, state, by, "import responses")
    if not file.is_file():
        raise missing_file(file)
    if rejects is not None and rejects.resolve() == file.resolve():
        raise SameFile(file=file)
    mapping = load_response_mapping(map_file) if map_file else None
    run = ResponseImport(visit, state, acting, file, mapping, sheet=sheet, dry_run=dry_run)
    told = run.run(rejects)
    print_json(told) if as_json else _say(told, run)
    if told["rejected"]:
        raise typer.Exit(PARTIAL)


def _say(told: dict[str, Any], run: Any) -> None:
    if told["already_imported"]:
        return say(phrase("responses.already", file=told["file"], ref=told["ref"]))
    say(phrase("import.reading", reading=told["reading"]))
    numbers = {name: f"{told[name]:,}" for name in ("new", "known", "rejected", "duplicates")}
    say(phrase("responses.dry" if told["dry_run"] else "responses.imported", ref=told["ref"], **numbers))
    kinds = ", ".join(f"{term(kind)} {count:,}" for kind, count in told["respondents"].items())
    if kinds:
        say(phrase("responses.from", kinds=kinds))
    _say_days(told)
    words = [one["question"] for one in told["questions"] if one["own_words"]]
    if words:
        say(phrase("responses.own_words", questions="; ".join(words)))
    for line, reasons in run.first_rejects:
        note(phrase("import.reject", line=line, reasons="; ".join(reasons)), "yellow")
    if told["rejected"] > SHOWN:
        note(phrase("import.more_rejects", count=f"{told['rejected'] - SHOWN:,}"))
    if told["rejects_file"]:
        note(phrase("import.rejects_file", path=told["rejects_file"]))
    if told["review_voided"]:
        note(phrase("evidence.voided"), "yellow")


def _say_days(told: dict[str, Any]) -> None:
    if told["blank_rows"]:
        say(phrase("import.blank", count=told["blank_rows"]))
    if told["late"] is None:
        note(phrase("responses.closing_unknown"))
    elif told["late"]:
        say(phrase("responses.late", count=told["late"]))
    if told["undated"]:
        note(phrase("responses.no_day", count=told["undated"]))
