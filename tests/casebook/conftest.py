"""The council in which the cases are played, on each database; its check is made ready once for all stories."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from config.settings import settings_from
from tasks.house import open_house
from tests.casebook.stage import START, Stage
from tests.factories import make_ledger


@pytest.fixture(scope="session")
def council(request, tmp_path_factory):
    """A house on a database of its own, with everybody in it; on SQLite unless the test asks for the other."""
    home = tmp_path_factory.mktemp("council")
    settings = settings_from({"GATEHOUSE_HOME": str(home), "GATEHOUSE_PREFECT_PORT": "1"})
    if getattr(request, "param", "sqlite") == "postgres":
        settings = replace(settings, database_url=schema_of(request.getfixturevalue("postgres_url")))
    make_ledger(url=settings.database_url, council=settings.council).close()
    house = open_house(settings)
    stage = Stage(house, home)
    house.now = lambda: stage.now
    yield stage.furnish()
    house.close()


def schema_of(postgres_url):
    """The address of an empty schema in the database of this worker, which is dropped as a whole in the end."""
    server, schema = sa.make_url(postgres_url), f"casebook_{uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    return server.update_query_dict({"options": options}).render_as_string(hide_password=False)


@pytest.fixture
def stage(council):
    """The council on the first day of a story."""
    council.now = START
    return council
