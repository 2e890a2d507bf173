"""A database to decide completeness in: SQLite in a file, and PostgreSQL."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.tasks.completeness import evidence_table

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))]


@pytest.fixture(scope="module", params=DATABASES)
def url(request, tmp_path_factory):
    """The URL of a database with an empty table of evidence."""
    if request.param == "sqlite":
        where = f"sqlite:///{tmp_path_factory.mktemp('evidence') / 'ledger.db'}"
    else:
        where = request.getfixturevalue("postgres_url")
    engine = sa.create_engine(where, poolclass=sa.NullPool)
    evidence_table.create(engine)
    return where


@pytest.fixture(scope="module")
def writer(url):
    """The ledger's own way into the database."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    yield engine
    evidence_table.METADATA.drop_all(engine)
