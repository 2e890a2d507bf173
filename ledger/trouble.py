"""What a database driver complains of, said in the ledger's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from gates.errors import GateError
from ledger import errors

Kind = type[GateError]

# The primary result codes of SQLite (https://sqlite.org/rescode.html).
SQLITE: dict[int, Kind] = {
    sqlite3.SQLITE_PERM: errors.DatabaseReadOnly,
    sqlite3.SQLITE_BUSY: errors.DatabaseBusy,
    sqlite3.SQLITE_LOCKED: errors.DatabaseBusy,
    sqlite3.SQLITE_READONLY: errors.DatabaseReadOnly,
    sqlite3.SQLITE_IOERR: errors.DatabaseUnreachable,
    sqlite3.SQLITE_CORRUPT: errors.DatabaseDamaged,
    sqlite3.SQLITE_FULL: errors.DiskFull,
    sqlite3.SQLITE_CANTOPEN: errors.DatabaseUnreachable,
    sqlite3.SQLITE_NOTADB: errors.DatabaseDamaged,
}

# SQLSTATE codes and classes of PostgreSQL (its manual, appendix A), the longer first.
POSTGRES: dict[str, Kind] = {
    "25006": errors.DatabaseReadOnly,
    "40001": errors.DatabaseBusy,
    "40P01": errors.DatabaseBusy,
    "42501": errors.DatabaseReadOnly,
    "42P01": errors.TableMissing,
    "53100": errors.DiskFull,
    "55P03": errors.DatabaseBusy,
    "57014": errors.DatabaseBusy,
    "08": errors.DatabaseUnreachable,
    "28": errors.DatabaseUnreachable,
    "3D": errors.DatabaseUnreachable,
    "53": errors.DatabaseUnreachable,
    "57": errors.DatabaseUnreachable,
    "58": errors.DatabaseUnreachable,
    "XX": errors.DatabaseDamaged,
}


@contextmanager
def translated(url: sa.URL) -> Iterator[None]:
    """Raise what the database complains of as a GateError; what is a fault of ours is left as it is."""
    try:
        yield
    except sa.exc.DBAPIError as complaint:
        kind = _kind_of(complaint)
        if kind is None:
            raise
        raise kind(url=shown(url), reason=_first_line(complaint.orig)) from complaint
    except sa.exc.TimeoutError as complaint:
        raise errors.DatabaseBusy(url=shown(url), reason="no connection came free") from complaint


def shown(url: sa.URL) -> str:
    """The address as a person may see it: without the password."""
    return url.render_as_string(hide_password=True)


def _kind_of(complaint: sa.exc.DBAPIError) -> Kind | None:
    orig = complaint.orig
    if isinstance(orig, sqlite3.Error):
        return _sqlite_kind(orig)
    state = getattr(orig, "sqlstate", None)
    if state is None:
        lost = complaint.connection_invalidated or isinstance(complaint, sa.exc.OperationalError)
        return errors.DatabaseUnreachable if lost else None
    return POSTGRES.get(state) or POSTGRES.get(state[:2])


def _sqlite_kind(orig: sqlite3.Error) -> Kind | None:
    if str(orig).startswith("no such table"):
        return errors.TableMissing
    return SQLITE.get(getattr(orig, "sqlite_errorcode", 0) & 0xFF)


def _first_line(orig: BaseException | None) -> str:
    return next(iter(str(orig).strip().splitlines()), "no reason given").rstrip(".")
