"""The command line explains itself, and starts without what it does not need."""

from __future__ import annotations

import ast
import re

import pytest

from app.cli.main import COMMANDS, PLACES, app
from app.cli.words import PHRASES, phrase
from app.cli.words.help import HELP
from tests.machine import ROOT
from tests.shape.tree import python_files

SLOW = {"prefect", "great_expectations", "alembic", "ruamel"}
PRINT_LOADED = (
    "import sys\nfrom app.cli.main import main\n"
    "try:\n    main()\nfinally:\n    print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
)
GROUPS = sorted({name.split(".")[0] for name in HELP if "." in name})
ONES_OF_GROUPS = [name.split(".") for name in HELP if "." in name]


def test_the_list_of_commands_names_every_one_and_what_it_does(bare):
    shown = bare.run("--help").out

    for name in PLACES:
        assert re.search(rf"^  {name} +\w", shown, re.MULTILINE)


@pytest.mark.parametrize("name", [[name] for name in PLACES] + ONES_OF_GROUPS, ids=" ".join)
def test_every_command_says_what_it_does_with_an_example_that_names_it(bare, name):
    said = bare.run(*name, "--help")

    assert said.code == 0
    assert f"Usage: gatehouse {' '.join(name)}" in said.out
    if name != [name[0]] or name[0] not in {"evidence", "condition", "ledger"}:
        assert f"gatehouse {' '.join(name)}" in said.out.partition("Example:")[2]


@pytest.mark.parametrize(
    "name", [[name] for name in PLACES if name not in GROUPS] + ONES_OF_GROUPS, ids=" ".join
)
def test_every_command_but_those_that_print_files_takes_json(bare, name):
    takes_json = "--json" in bare.run(*name, "--help").out

    assert takes_json or name in (["up"], ["evidence", "template"])


def test_a_mistyped_command_is_answered_with_the_nearest(bare):
    said = bare.run("chnages")

    assert said.code == 2
    assert "changes" in said.err


def test_nothing_to_do_shows_the_help(bare):
    assert "Usage: gatehouse" in bare.run().out + bare.run().err


@pytest.mark.parametrize("args", [["--help"], ["changes"], ["changes", "--json"], ["show", "1"], ["people"]])
def test_a_command_that_only_reads_starts_without_what_takes_seconds_to_load(desk, ref, args):
    ran = desk.process(*args, code=PRINT_LOADED)

    assert ran.code == 0, ran.err
    assert not SLOW & set(ran.err.splitlines()[-1].split())


def test_help_starts_without_a_database_library_too(bare):
    loaded = bare.process("--help", code=PRINT_LOADED).err.splitlines()[-1].split()

    assert not {"sqlalchemy", "pydantic", "rich"} & set(loaded)


def keys_asked_for():
    """Every key that the code asks the words for; what is filled in at run time stands as a wildcard."""
    for path in python_files("app"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase" and node.args:
                yield from keys_in(node.args[0])


def keys_in(node):
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.]+" for p in node.values)
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from (*keys_in(node.body), *keys_in(node.orelse))


def test_every_sentence_that_is_asked_for_is_there():
    known = [*PHRASES, *(f"help.{name}" for name in HELP), *(f"short.{name}" for name in HELP)]
    missing = [key for key in set(keys_asked_for()) if not any(re.fullmatch(key, name) for name in known)]

    assert not missing


def test_a_sentence_about_one_thing_says_so_in_the_singular():
    assert phrase("evidence.still_missing", count=1) == "It leaves 1 gap:"
    assert phrase("evidence.still_missing", count=2) == "It leaves 2 gaps:"


def test_the_sections_of_the_help_hold_every_command_once():
    names = [name for section in COMMANDS.values() for name in section]

    assert sorted(names) == sorted(PLACES)
    assert app.info.help == phrase("help")
    assert (ROOT / "app" / "cli" / "words").is_dir()
