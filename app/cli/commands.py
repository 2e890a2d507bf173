"""How a command and a group of commands are declared: help from the words, usage as people write it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

from app.cli.words import phrase

Function = TypeVar("Function", bound=Callable[..., Any])


class Command(TyperCommand):
    """A command whose usage names its arguments plainly: REF, not {REF}."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the line that shows how the command is written."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


def command_group(name: str, *, has_default: bool = False) -> typer.Typer:
    """A group of commands. With `has_default`, naming it alone does something: its callback."""
    return typer.Typer(
        help=phrase(f"help.{name}"),
        invoke_without_command=has_default,
        no_args_is_help=not has_default,
        rich_markup_mode=None,
        add_completion=False,
    )


def command(group: typer.Typer, name: str) -> Callable[[Function], Function]:
    """Declare a command; `name` is that of its help, such as "people.add"."""
    last = name.rpartition(".")[2]
    return group.command(last, cls=Command, help=phrase(f"help.{name}"), short_help=phrase(f"short.{name}"))
