"""The demonstration's home: never mixed with a council's own changes, and nothing of an earlier one lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.cli.up import is_running
from config.settings import Settings
from gates.clock import LONDON
from gates.errors import GateError
from gates.events import ChangeRegistered
from ledger import Ledger, open_ledger
from ledger.errors import NoDatabase
from tasks.house import utc_now

SAMPLE_PREFIX = "SEED-"
KEPT_FOLDER = "earlier"


class HomeInUse(GateError):
    """{home} holds {count} changes that are not the sample portfolio, and a demonstration is not mixed with them."""

    advice = "Give it a folder of its own: gatehouse demo --home another-folder."


class HomeIsServed(GateError):
    """{home} is in use by a running `gatehouse up`, so the demonstration cannot start anew there."""

    advice = "Stop it with Ctrl-C first, or give the demonstration a folder of its own with --home."


def prepare_home(settings: Settings) -> Path | None:
    """Make room for a new demonstration. Where an earlier one's files were moved, if there were any.

    Raises HomeInUse when the ledger there holds anything but the sample portfolio, HomeIsServed while it is in use.
    """
    if not settings.home.exists() or not any(settings.home.iterdir()):
        settings.home.mkdir(parents=True, exist_ok=True)
        return None
    if is_running(settings):
        raise HomeIsServed(home=settings.home)
    _check_only_samples(settings)
    return _set_aside(settings.home, utc_now())


def _check_only_samples(settings: Settings) -> None:
    try:
        ledger = open_ledger(settings.database_url, council=settings.council)
    except NoDatabase:
        return
    try:
        count = _own_changes(ledger)
    finally:
        ledger.close()
    if count:
        raise HomeInUse(home=settings.home, count=count)


def _own_changes(ledger: Ledger) -> int:
    rows = ledger.list().rows
    return sum(not _is_sample(ledger, row.ref) for row in rows)


def _is_sample(ledger: Ledger, ref: str) -> bool:
    first = ledger.history(ref)[0].event
    return isinstance(first, ChangeRegistered) and (first.external_ref or "").startswith(SAMPLE_PREFIX)


def _set_aside(home: Path, now: datetime) -> Path | None:
    """Move everything in the home to a folder of that moment's name, so that the next ledger starts empty."""
    kept = home / KEPT_FOLDER / f"{now.astimezone(LONDON):%Y-%m-%d-%H%M%S}"
    moved = [path for path in home.iterdir() if path.name != KEPT_FOLDER]
    if not moved:
        return None
    kept.mkdir(parents=True)
    for path in moved:
        path.rename(kept / path.name)
    return kept
