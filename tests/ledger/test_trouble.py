"""When the database cannot, the ledger says so in its own words and leaves nothing half-written."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gates.errors import GateError
from gates.events import FactsRecorded
from ledger import open_ledger
from ledger.errors import DatabaseBusy, DatabaseReadOnly, DatabaseUnreachable, DiskFull
from ledger.store import Store, read_url
from ledger.trouble import POSTGRES, SQLITE
from tests.factories import later, make_office, register, submission

LONG_NOTE = {"note": "word " * 40_000}


@pytest.fixture
def sqlite_office(tmp_path):
    office = make_office(url=f"sqlite:///{tmp_path / 'gatehouse.db'}")
    yield office
    office.ledger.close()


def with_pragma(url, pragma):
    """The ledger of that address, each of whose connections is limited by the pragma."""
    ledger = open_ledger(url)
    ledger.close()
    for engine in {ledger._store._engine, ledger._store._notes}:
        sa.event.listen(
            engine.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}")
        )
    return ledger


@pytest.mark.parametrize(
    ("pragma", "error"), [("max_page_count = 1", DiskFull), ("query_only = ON", DatabaseReadOnly)]
)
def test_a_full_disk_or_a_read_only_file_leaves_nothing_half_written(sqlite_office, pragma, error):
    change = register(office=sqlite_office)
    limited = with_pragma(sqlite_office.ledger.url, pragma)

    news = [submission(office=sqlite_office, record=LONG_NOTE)]

    with pytest.raises(error) as refused:
        limited.append(change.ref, news, expected_version=1, acting=sqlite_office.acting(), at=later())

    assert "Nothing was written" in str(refused.value)
    assert limited.load(change.ref) == sqlite_office.ledger.load(change.ref) == change
    assert sqlite_office.ledger.verify().ok
    limited.close()


def test_a_file_that_others_keep_locked_is_reported_and_can_be_read_meanwhile(sqlite_office, sql_of):
    change = register(office=sqlite_office)
    limited = with_pragma(sqlite_office.ledger.url, "busy_timeout = 20")
    news = [FactsRecorded(facts={"staff_affected": 1})]
    acting = sqlite_office.acting()

    with sql_of(sqlite_office.ledger.url) as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            limited.append(change.ref, news, expected_version=1, acting=acting, at=later())
        assert limited.load(change.ref) == change
        other.exec_driver_sql("ROLLBACK")

    assert limited.append(change.ref, news, expected_version=1, acting=acting, at=later()).version == 2
    limited.close()


@pytest.fixture
def sql_of():
    """A connection of somebody else."""

    def opened(url):
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        return engine.connect()

    return opened


@pytest.fixture
def postgres_office(postgres_url):
    from uuid import uuid4

    office = make_office(url=postgres_url, council=uuid4().hex)
    yield office
    office.ledger.close()


def with_setting(office, setting):
    """The same ledger on PostgreSQL, under another setting of the server's."""
    url = sa.make_url(office.ledger.url).update_query_dict({"options": f"-c{setting}"})
    return open_ledger(url.render_as_string(hide_password=False), council=office.ledger.council)


def test_a_server_that_takes_no_writes_is_reported(postgres_office):
    change = register(office=postgres_office)
    limited = with_setting(postgres_office, "default_transaction_read_only=on")

    news = [FactsRecorded(facts={"staff_affected": 1})]

    with pytest.raises(DatabaseReadOnly):
        limited.append(change.ref, news, expected_version=1, acting=postgres_office.acting(), at=later())

    assert limited.load(change.ref) == change
    limited.close()


def test_a_row_that_others_keep_locked_is_reported(postgres_office, sql_of):
    change = register(office=postgres_office)
    limited = with_setting(postgres_office, "lock_timeout=20")
    news = [FactsRecorded(facts={"staff_affected": 1})]
    acting = postgres_office.acting()

    with sql_of(postgres_office.ledger.url) as other:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("UPDATE changes SET title = title")
        with pytest.raises(DatabaseBusy):
            limited.append(change.ref, news, expected_version=1, acting=acting, at=later())
        other.exec_driver_sql("ROLLBACK")

    assert limited.load(change.ref) == change
    limited.close()


def test_a_server_that_went_away_for_a_moment_is_found_again(postgres_office, sql_of):
    change = register(office=postgres_office)
    ledger = postgres_office.ledger
    ledger.wakes.wait(0)
    with sql_of(ledger.url) as other:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        other.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608

    assert ledger.load(change.ref) == change
    (mine,) = ledger.wakes.claim("keeper", limit=1, lease=later() - later(minutes=0), now=later())
    ledger.wakes.settle(mine, next_wake=None, now=later())
    assert ledger.wakes.wait(0.05) is False


def test_a_ledger_whose_file_vanished_is_not_replaced_by_an_empty_one(sqlite_office, tmp_path):
    ledger = open_ledger(sqlite_office.ledger.url)
    ledger.close()
    (tmp_path / "gatehouse.db").unlink()

    with pytest.raises(DatabaseUnreachable):
        ledger.list()

    assert not (tmp_path / "gatehouse.db").exists()


@pytest.mark.parametrize("kind", sorted({*SQLITE.values(), *POSTGRES.values()}, key=str))
def test_every_complaint_has_a_message_and_advice(kind):
    error = kind(url="sqlite:///x.db", reason="because")

    assert isinstance(error, GateError)
    assert "x.db" in error.message
    assert error.what_to_do


def test_a_connection_that_never_comes_free_is_reported_as_busy(sqlite_office):
    from ledger.trouble import translated

    store = Store(read_url(sqlite_office.ledger.url), "council")
    with pytest.raises(DatabaseBusy), translated(store.url):
        raise sa.exc.TimeoutError
    store.close()
