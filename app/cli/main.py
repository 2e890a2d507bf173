"""The command `gatehouse`: which commands there are, and where each is found."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from app.cli.commands import command
from app.cli.guard import guarded
from app.cli.words import phrase

# Section of the help -> command -> where its function or its group of commands is. A command is imported when it
# is called, so that `gatehouse changes` does not wait for what only `gatehouse import` needs.
COMMANDS: dict[str, dict[str, str]] = {
    "start": {
        "init": "app.cli.setup:init",
        "up": "app.cli.up:up",
        "demo": "app.cli.running:demo",
        "doctor": "app.cli.doctor:doctor",
        "bench": "app.cli.bench:bench",
    },
    "council": {
        "people": "app.cli.people:group",
        "boards": "app.cli.boards:group",
        "catalogue": "app.cli.catalogue:group",
    },
    "changes": {
        "register": "app.cli.register:register",
        "import": "app.cli.importing:import_",
        "changes": "app.cli.changes:changes",
        "show": "app.cli.show:show",
        "triage": "app.cli.triage:triage",
        "team": "app.cli.team:team",
        "prompts": "app.cli.prompts:prompts",
        "clocks": "app.cli.clocks:clocks",
        "overlaps": "app.cli.overlaps:overlaps",
    },
    "gates": {
        "responses": "app.cli.responses:group",
        "evidence": "app.cli.evidence:group",
        "check": "app.cli.check:check",
        "vote": "app.cli.vote:vote",
        "condition": "app.cli.endings:group",
        "stop": "app.cli.endings:stop",
        "advance": "app.cli.movers:advance",
        "sweep": "app.cli.sweep:sweep",
    },
    "record": {
        "ledger": "app.cli.record:group",
    },
}
# Objects made before the first look for garbage; Python's own default is 700.
GARBAGE_FROM = 100_000
PLACES = {name: place for section in COMMANDS.values() for name, place in section.items()}


class Gatehouse(TyperGroup):
    """All commands, each loaded when it is asked for, and every error met in one place."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Typer offers the nearest of these for a mistyped command.
        self.commands = dict.fromkeys(PLACES)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        place = PLACES.get(cmd_name)
        return _loaded(cmd_name, place) if place else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands by section, without loading one of them."""
        for section, commands in COMMANDS.items():
            with formatter.section(phrase(f"section.{section}")):
                formatter.write_dl([(name, phrase(f"short.{name}")) for name in commands])

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and say what went wrong where something did."""
        with guarded():
            return super().invoke(ctx)


def _loaded(name: str, place: str) -> Any:
    module, attribute = place.split(":")
    found: typer.Typer | Callable[..., Any] = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        command(alone, name)(found)
        found = alone
    loaded = typer.main.get_command(found)
    loaded.name = name
    return loaded


app = typer.Typer(
    cls=Gatehouse,
    help=phrase("help"),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def gatehouse() -> None:
    """Nothing is common to all commands but the guard."""


def _start_fast() -> None:
    """A fifth of what a short command takes is spent on looking for garbage, and for pydantic plugins, in imports."""
    gc.set_threshold(GARBAGE_FROM)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """The entry point. Exit codes: 0 fine, 1 failure, 2 usage, 3 gaps or partial."""
    _start_fast()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that the terminal cannot show is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="gatehouse")
