"""Making and changing the tables: the only file that imports Alembic, and only `gatehouse init` needs it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from gates.people import Roster
from ledger import errors
from ledger.chain import GENESIS
from ledger.council import roster_text
from ledger.opening import REVISIONS, revision_of
from ledger.store import BUSY_SECONDS, Store
from ledger.tables import councils
from ledger.trouble import shown, translated

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other application on the server uses for an advisory lock.
LOCK = 0x6761746568
OWNER_ONLY = 0o600


def migrate(url: sa.URL, *, council: str, council_name: str) -> str:
    """Make or update the tables and the council's row; what was done, in a few words."""
    store = Store(url, council)
    if store.file is not None:
        with translated(url):
            _make_file(url, store.file)
    try:
        with store.writing() as connection:
            if not store.on_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            found = revision_of(connection)
            _upgrade(connection, store, found)
            is_new = _add_council(connection, store, council_name)
    finally:
        store.close()
    return _told(found, is_new, council)


def _told(found: str | None, is_new: bool, council: str) -> str:
    if found is None:
        return "created"
    if found != REVISIONS[-1]:
        return f"migrated from {found} to {REVISIONS[-1]}"
    return f"added the council {council}" if is_new else "nothing to do"


def _make_file(url: sa.URL, file: Path) -> None:
    """An empty database in WAL mode. It holds names and addresses: only the owner may read it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=OWNER_ONLY, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            _switch_to_wal(connection)
    except OSError as reason:
        raise errors.DatabaseUnreachable(url=shown(url), reason=reason) from reason
    except sqlite3.DatabaseError as reason:
        raise sa.exc.DBAPIError("PRAGMA journal_mode=WAL", (), reason) from reason


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """In WAL mode readers do not wait for the writer. SQLite does not queue for the switch, so we do."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                raise
            time.sleep(0.02)


def _upgrade(connection: sa.Connection, store: Store, found: str | None) -> None:
    if found is not None and found not in REVISIONS:
        raise errors.DatabaseTooNew(url=shown(store.url), found=found, needed=REVISIONS[-1])
    if found == REVISIONS[-1]:
        return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _add_council(connection: sa.Connection, store: Store, name: str) -> bool:
    this = councils.c.council == store.council
    if connection.execute(sa.select(councils.c.council).where(this)).first() is not None:
        if name:
            connection.execute(sa.update(councils).where(this).values(name=name))
        return False
    values = {"council": store.council, "name": name or store.council, "version": 0, "head_hash": GENESIS}
    connection.execute(sa.insert(councils).values(**values, roster=roster_text(Roster())))
    return True
