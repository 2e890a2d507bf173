"""A database of its own for every test: a file, or a schema."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.factories import make_office

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.needs("postgres"))]


@pytest.fixture(params=DATABASES)
def url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'gatehouse.db'}"
        return
    server = sa.make_url(request.getfixturevalue("postgres_url"))
    schema = f"test_{uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    yield server.update_query_dict({"options": options}).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.fixture
def office(url):
    """A ledger with people and a tiny catalogue."""
    office = make_office(url=url)
    yield office
    office.ledger.close()


@pytest.fixture
def ledger(office):
    return office.ledger


@pytest.fixture
def sql(url):
    """Runs SQL on the database behind the ledger's back."""
    engine = sa.create_engine(sa.make_url(url), poolclass=sa.NullPool)

    def run(statement, **values):
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement), values)
            return result.mappings().all() if result.returns_rows else result.rowcount

    return run
