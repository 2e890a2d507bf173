"""Stopping a change, and the conditions of an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.commands import command, command_group
from app.cli.dates import now
from app.cli.options import AsJson, By, Reason, Ref, full_ref
from app.cli.output import print_json, say, table
from app.cli.show_page import condition_row
from app.cli.summary import summary_of, tell_next
from app.cli.visit import current
from app.cli.words import phrase
from gates.vocabulary import Role

if TYPE_CHECKING:
    from gates.events import Event
    from gates.state import ChangeState

group = command_group("condition")

Lessons = Annotated[
    str, typer.Option("--lessons", metavar="TEXT", help=phrase("option.lessons"), show_default=False)
]
ConditionId = Annotated[
    str, typer.Argument(metavar="ID", help=phrase("option.condition_id"), show_default=False)
]
Proof = Annotated[
    str, typer.Option("--evidence", metavar="TEXT", help=phrase("option.proof"), show_default=False)
]


def stop(ref: Ref, reason: Reason, lessons: Lessons, by: By = None, as_json: AsJson = False) -> None:
    """End a change, with the reason and the lessons kept."""
    from gates import commands

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    acting = visit.actor(by, Role.CLERK, Role.SRO)
    if acting.person == state.sro:
        acting = acting.model_copy(update={"role": Role.SRO.value})

    def command(found: ChangeState) -> list[Event]:
        return commands.stop(found, visit.book(found), reason=reason, lessons=lessons, by=acting.person)

    after = visit.ledger.decide(state.ref, command, acting=acting, at=now())
    if as_json:
        return print_json(summary_of(after, visit.catalogue_of(after)))
    say(phrase("stop.done", ref=after.ref, gate=visit.catalogue_of(after).gate(after.gate).title))
    tell_next(after)


@command(group, "condition.list")
def list_(ref: Ref, as_json: AsJson = False) -> None:
    """The conditions of a change's approvals."""
    visit = current()
    state = visit.ledger.load(full_ref(ref))
    if as_json:
        return print_json([{**c.model_dump(mode="json"), "is_open": c.is_open} for c in state.conditions])
    if not state.conditions:
        return say(phrase("condition.none", ref=state.ref))
    headings = [phrase(f"column.{name}") for name in ("condition", "what", "owner", "due", "met")]
    table(headings, [condition_row(visit, condition) for condition in state.conditions])


@command(group, "condition.discharge")
def discharge(ref: Ref, id_: ConditionId, evidence: Proof, by: By = None, as_json: AsJson = False) -> None:
    """Accept that a condition is met."""
    from gates import commands

    visit = current()
    acting = visit.actor(by, Role.CLERK, Role.PROGRAMME_OFFICE)

    def command(found: ChangeState) -> list[Event]:
        return commands.discharge(found, visit.book(found), id_, evidence, by=acting.person)

    after = visit.ledger.decide(full_ref(ref), command, acting=acting, at=now())
    if as_json:
        met = {"condition": id_.upper(), "open": [c.id for c in after.conditions if c.is_open]}
        return print_json({**summary_of(after, visit.catalogue_of(after)), **met})
    say(phrase("condition.done", condition=id_.upper(), ref=after.ref))
    tell_next(after)
