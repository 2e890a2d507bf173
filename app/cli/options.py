"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from app.cli.errors import NotAnAnswer, UnknownGate, UnreadableDay
from app.cli.visit import current
from app.cli.words import phrase
from gates.errors import nearest
from gates.vocabulary import Gate

ENGLISH_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


def _as_json(asked: bool) -> bool:
    current().as_json = asked
    return asked


AsJson = Annotated[
    bool,
    typer.Option("--json", help=phrase("option.json"), callback=_as_json, is_eager=True, show_default=False),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="EMAIL", envvar="GATEHOUSE_BY", help=phrase("option.by"))
]
ByOperator = Annotated[
    str | None,
    typer.Option("--by", metavar="EMAIL", envvar="GATEHOUSE_BY", help=phrase("option.by_operator")),
]
Ref = Annotated[str, typer.Argument(metavar="REF", help=phrase("option.ref"), show_default=False)]
MaybeRef = Annotated[str | None, typer.Argument(metavar="REF", help=phrase("option.ref"), show_default=False)]
ItemId = Annotated[str, typer.Argument(metavar="ITEM", help=phrase("option.item"), show_default=False)]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help=phrase("option.reason"), show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=phrase("option.dry_run"), show_default=False)]


def answers(given: list[str], *, what: str, example: str) -> dict[str, str]:
    """What `--set name=value` says, by name. Raises NotAnAnswer."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise NotAnAnswer(text=text, what=what, example=example)
        found[name.strip()] = value.strip()
    return found


def day_from(text: str) -> date:
    """A day as people write it in Britain, or as ISO 8601. Raises UnreadableDay."""
    for pattern in ENGLISH_DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    raise UnreadableDay(text=text)


def full_ref(ref: str) -> str:
    """A reference as the ledger writes it: "chg-1" and "1" mean CHG-0001."""
    bare = ref.strip().upper()
    number = bare.removeprefix("CHG").lstrip("-")
    return f"CHG-{int(number):04d}" if number.isdigit() and number.isascii() else bare


def gate_named(text: str) -> Gate:
    """The gate that a person means by its name or the beginning of its title. Raises UnknownGate."""
    asked = text.strip().lower()
    for gate in Gate:
        if asked and (gate.value == asked or asked.startswith(gate.value)):
            return gate
    raise UnknownGate(gate=text, near=nearest(asked, list(Gate)), known=", ".join(Gate))
