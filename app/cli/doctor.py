"""What this machine and this installation have, and what they lack."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from app.cli.options import AsJson
from app.cli.output import print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import GateError

FAILED = 1
LITTLE_SPACE = 1 << 30
GIB = 1 << 30


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is as it should be (None: it need not be), and what was found."""

    what: str
    ok: bool | None
    found: str


def doctor(as_json: AsJson = False) -> None:
    """Look at everything that Gatehouse needs. Exit code 1 when something that must be right is not."""
    visit = current()
    findings = list(_findings(visit))
    healthy = all(finding.ok is not False for finding in findings)
    if as_json:
        print_json({"ok": healthy, "findings": [asdict(finding) for finding in findings]})
    else:
        headings = [phrase(f"column.{name}") for name in ("looked_at", "standing", "found")]
        table(headings, [_row(finding) for finding in findings])
        say(phrase("doctor.well" if healthy else "doctor.ill"))
    if not healthy:
        raise typer.Exit(FAILED)


def _row(finding: Finding) -> list[str]:
    name = {True: "good", False: "bad", None: "note"}[finding.ok]
    return [phrase(f"doctor.{finding.what}"), phrase(f"doctor.is_{name}"), finding.found]


def _findings(visit: Visit) -> Iterator[Finding]:
    yield Finding("python", True, f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    yield _tried("home", visit, _home)
    yield _tried("disk", visit, _disk)
    yield _tried("documents", visit, _documents)
    database = _tried("database", visit, _database)
    yield database
    if database.ok:
        yield _tried("catalogue", visit, _catalogue)
        yield _tried("boards", visit, _boards)
        yield _tried("chain", visit, _chain)
    yield _tried("prefect", visit, _prefect)


def _tried(what: str, visit: Visit, look: Callable[[Visit], tuple[bool | None, str]]) -> Finding:
    try:
        return Finding(what, *look(visit))
    except GateError as error:
        return Finding(what, ok=False, found=str(error))


def _home(visit: Visit) -> tuple[bool | None, str]:
    home = visit.settings.home
    return (True, str(home)) if home.is_dir() else (None, phrase("doctor.no_home", home=home))


def _disk(visit: Visit) -> tuple[bool | None, str]:
    free = shutil.disk_usage(_nearest_folder(visit.settings.home)).free
    return free > LITTLE_SPACE, phrase("doctor.free", gib=f"{free / GIB:.1f}")


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _documents(visit: Visit) -> tuple[bool | None, str]:
    """A probe is written, read and deleted, except in a folder that nothing was ever kept in."""
    from tasks.documents import Documents

    store = Documents(visit.settings.documents)
    if not store.is_there:
        return None, phrase("doctor.no_documents", store=store.where)
    store.probe()
    return True, phrase("doctor.documents_ok", store=store.where)


def _database(visit: Visit) -> tuple[bool | None, str]:
    ledger = visit.ledger
    return True, phrase("doctor.open", council=ledger.council_name, count=f"{ledger.list(limit=1).count:,}")


def _catalogue(visit: Visit) -> tuple[bool | None, str]:
    latest = visit.ledger.catalogues.latest()
    return True, phrase("doctor.catalogue_is", name=latest.name, version=latest.version[:12])


def _boards(visit: Visit) -> tuple[bool | None, str]:
    """Every board that a gate names must be set, with as many members as its quorum."""
    boards = visit.roster.boards
    for gate in visit.ledger.catalogues.latest().gates:
        rule = gate.approval
        members = len(boards[rule.board].members) if rule.board in boards else 0
        if members < rule.quorum:
            return None, phrase("doctor.board_short", board=rule.board, members=members, quorum=rule.quorum)
    return True, ", ".join(board.title for board in boards.values())


def _chain(visit: Visit) -> tuple[bool | None, str]:
    report = visit.ledger.verify()
    if report.ok:
        return True, phrase("doctor.chain_ok", events=f"{report.events:,}")
    return False, phrase("doctor.chain_bad", count=len(report.faults))


def _prefect(visit: Visit) -> tuple[bool | None, str]:
    from flows.prefect_server import prefect_answers

    api = visit.settings.prefect_api
    answers = prefect_answers(api)
    return answers or None, phrase("doctor.prefect_up" if answers else "doctor.prefect_down", api=api)
