"""Putting one change forward."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.change_file import read_change
from app.cli.dates import now
from app.cli.options import AsJson, ByOperator
from app.cli.output import print_json, say
from app.cli.summary import summary_of, tell_next
from app.cli.visit import current
from app.cli.words import phrase
from gates.vocabulary import Role

File = Annotated[Path, typer.Argument(metavar="FILE", help=phrase("option.change_file"), show_default=False)]


def register(file: File, by: ByOperator = None, as_json: AsJson = False) -> None:
    """Register the change that a file describes. Raises CannotRegister, NotPermitted, AlreadyRegistered."""
    from app.cli.known import check_not_registered
    from gates import commands
    from gates.rulebook import Rulebook

    visit = current()
    catalogue = visit.ledger.catalogues.latest()
    draft = read_change(visit, file, catalogue)
    check_not_registered(visit, draft)
    acting = visit.operator(by, Role.PROGRAMME_OFFICE, Role.SRO)
    book = Rulebook(catalogue, visit.roster)
    commands.register(draft, book, ref="", by=acting.person)
    (ref,) = visit.ledger.next_refs(1)
    events = commands.register(draft, book, ref=ref, by=acting.person)
    state = visit.ledger.append(ref, events, expected_version=0, acting=acting, at=now())
    told = summary_of(state, catalogue)
    if as_json:
        return print_json(told)
    say(phrase("register.done", ref=ref, title=state.title, waiting=told["waiting"]["label"]))
    if told["unknown_facts"]:
        say(phrase("register.unknown", count=len(told["unknown_facts"]), ref=ref))
    tell_next(state)
