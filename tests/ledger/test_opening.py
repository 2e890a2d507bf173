"""A ledger is opened only if it is there and fits; making one twice, or from two processes, is safe."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger import create_or_migrate, open_ledger
from ledger.errors import (
    DatabaseDamaged,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnreachable,
    NoDatabase,
    UnknownCouncil,
)
from ledger.migrating import MIGRATIONS
from ledger.opening import REVISIONS
from ledger.store import read_url
from ledger.tables import metadata
from tests.machine import ROOT

CREATING = "import sys; from ledger import create_or_migrate; print(create_or_migrate(sys.argv[1]))"


def test_opening_what_is_not_there_says_how_to_make_it_and_makes_nothing(url, tmp_path):
    with pytest.raises(NoDatabase) as refused:
        open_ledger(url)

    assert "gatehouse init" in refused.value.what_to_do
    assert not list(tmp_path.iterdir())


def test_making_a_ledger_twice_changes_nothing(url):
    assert create_or_migrate(url, council_name="Exampleshire") == "created"
    assert create_or_migrate(url) == "nothing to do"
    assert open_ledger(url).council_name == "Exampleshire"


def test_a_second_council_is_added_to_the_same_database(url):
    create_or_migrate(url, council="north")
    with pytest.raises(UnknownCouncil):
        open_ledger(url, council="south")

    assert create_or_migrate(url, council="south") == "added the council south"
    assert open_ledger(url, council="south").council == "south"


def test_several_processes_may_make_the_same_ledger_at_once(url):
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", CREATING, url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    told = [maker.communicate() for maker in makers]

    assert sorted(out.strip() for out, _ in told) == ["created", *["nothing to do"] * 3], told
    assert open_ledger(url).verify().ok


def test_tables_of_a_later_release_are_left_alone(url, sql):
    create_or_migrate(url)
    sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTooNew):
        open_ledger(url)
    with pytest.raises(DatabaseTooNew):
        create_or_migrate(url)


def test_tables_of_an_earlier_release_ask_for_init(url, sql, monkeypatch):
    create_or_migrate(url)
    monkeypatch.setattr("ledger.opening.REVISIONS", (*REVISIONS, "9999"))

    with pytest.raises(DatabaseTooOld) as refused:
        open_ledger(url)

    assert "gatehouse init" in refused.value.what_to_do


def test_an_empty_database_is_no_ledger(tmp_path):
    (tmp_path / "empty.db").touch()

    with pytest.raises(NoDatabase):
        open_ledger(f"sqlite:///{tmp_path / 'empty.db'}")


@pytest.mark.parametrize("use", [open_ledger, create_or_migrate])
def test_a_file_that_is_no_database_is_called_damaged(tmp_path, use):
    file = tmp_path / "letter.db"
    file.write_text("Dear council, " * 500)

    with pytest.raises(DatabaseDamaged):
        use(f"sqlite:///{file}")


@pytest.mark.parametrize("use", [open_ledger, create_or_migrate])
def test_a_server_that_does_not_answer_is_named_without_its_password(use):
    with pytest.raises(DatabaseUnreachable) as refused:
        use("postgresql://gatehouse:secret@127.0.0.1:1/ledger")

    assert "127.0.0.1:1" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "var").write_text("a file where a folder should be")

    with pytest.raises(DatabaseUnreachable):
        create_or_migrate(f"sqlite:///{tmp_path / 'var' / 'gatehouse.db'}")


def test_only_the_owner_may_read_the_file(tmp_path):
    file = tmp_path / "gatehouse.db"
    create_or_migrate(f"sqlite:///{file}")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url):
    create_or_migrate(url)
    engine = sa.create_engine(read_url(url), poolclass=sa.NullPool)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_the_known_revisions_are_those_of_the_migrations():
    scripts = ScriptDirectory(MIGRATIONS).walk_revisions()

    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


def test_importing_the_ledger_costs_nothing():
    heavy = "import sys, ledger; sys.exit(bool({'sqlalchemy', 'alembic', 'psycopg', 'pydantic'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, check=False).returncode == 0


def test_opening_a_ledger_does_not_import_alembic(url):
    create_or_migrate(url)
    opening = "import sys; from ledger import open_ledger; open_ledger(sys.argv[1]); sys.exit('alembic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", opening, url], cwd=ROOT, check=False).returncode == 0
