"""Opening a ledger that is there and fits this release; making one, or bringing it up to date."""

from __future__ import annotations

import sqlalchemy as sa

from ledger import errors
from ledger.book import Ledger
from ledger.store import Store, read_url
from ledger.tables import councils
from ledger.trouble import shown

# Every revision in ledger/migrations, oldest first; a test compares. Alembic itself takes 100 ms to import.
REVISIONS = ("0001", "0002", "0003")
DEFAULT_COUNCIL = "council"


def open_ledger(url: str, *, council: str = DEFAULT_COUNCIL) -> Ledger:
    """The ledger of a council.

    It never makes one. Raises NoDatabase, UnknownCouncil, DatabaseTooOld, DatabaseTooNew or
    DatabaseUnreachable.
    """
    store = Store(read_url(url), council)
    if store.file is not None and not store.file.is_file():
        raise errors.NoDatabase(url=shown(store.url))
    try:
        check_fits(store)
    except BaseException:
        store.close()
        raise
    return Ledger(store)


def check_fits(store: Store) -> None:
    """Refuse a database whose tables are not this release's, or that does not know the council."""
    url = shown(store.url)
    with store.reading() as connection:
        found = revision_of(connection)
        if found is None:
            raise errors.NoDatabase(url=url)
        if found != REVISIONS[-1]:
            kind = errors.DatabaseTooOld if found in REVISIONS else errors.DatabaseTooNew
            raise kind(url=url, found=found, needed=REVISIONS[-1])
        known = sa.select(councils.c.council).where(councils.c.council == store.council)
        if connection.execute(known).first() is None:
            raise errors.UnknownCouncil(url=url, council=store.council)


def revision_of(connection: sa.Connection) -> str | None:
    """The revision of the tables; None where there are none of ours."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return version


def create_or_migrate(url: str, *, council: str = DEFAULT_COUNCIL, council_name: str = "") -> str:
    """Make the ledger, or bring its tables up to date, and make the council known. Says what was done.

    Makes the folder and the file on SQLite; on PostgreSQL the database must be there. Two processes may do
    this at once. Raises DatabaseTooNew, DatabaseUnreachable, DatabaseReadOnly.
    """
    from ledger.migrating import migrate

    return migrate(read_url(url), council=council, council_name=council_name)
