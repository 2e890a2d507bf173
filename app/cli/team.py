"""Naming people for roles on a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.dates import now
from app.cli.errors import CannotAssign, Fault, faulty, told_briefly
from app.cli.options import AsJson, ByOperator, Ref, answers, full_ref
from app.cli.output import print_json, say, table
from app.cli.triage import More, leading
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import GateError, nearest

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.state import ChangeState

SetRole = Annotated[list[str], typer.Option("--set", metavar="ROLE=EMAIL", help=phrase("option.set_role"))]


def team(
    ref: Ref,
    set_: SetRole = [],  # noqa: B006
    more: More = None,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Name people for roles on a change; an empty address leaves a role open again. Without any, show the team."""
    from gates import commands

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    given = answers([*set_, *(more or [])], what="role", example="--set sro=ada@council.example")
    if given:
        named = people_for(visit, visit.catalogue_of(state), given)
        acting = leading(visit, state, by)
        command = lambda found: commands.assign(found, visit.book(found), named, by=acting.person)  # noqa: E731
        state = visit.ledger.decide(state.ref, command, acting=acting, at=now())
    if as_json:
        people = {role: visit.reference(person) for role, person in state.team.items()}
        return print_json({"ref": state.ref, "version": state.version, "team": people})
    _say_team(visit, state, changed=bool(given))


def _say_team(visit: Visit, state: ChangeState, *, changed: bool) -> None:
    if not state.team:
        say(phrase("team.none", ref=state.ref))
    roles = visit.catalogue_of(state).roles
    rows = [[roles.get(role, role), visit.name(person), role] for role, person in state.team.items()]
    if rows:
        table([phrase(f"column.{name}") for name in ("role", "person", "name")], rows)
    if changed:
        say(phrase("team.done", ref=state.ref))


def people_for(visit: Visit, catalogue: Catalogue, given: Mapping[str, str]) -> dict[str, str | None]:
    """The people meant, by role; None leaves a role open. Raises CannotAssign with all that is wrong."""
    found: dict[str, str | None] = {}
    faults: list[Fault] = []
    for role, email in given.items():
        if role not in catalogue.roles:
            faults.append(Fault(f"{role}: is not a role. {nearest(role, catalogue.roles)}"))
        try:
            found[role] = visit.person(email) if email else None
        except GateError as error:
            faults.append(Fault(f"{role}: {told_briefly(error)}"))
    if faults:
        raise faulty(CannotAssign, faults)
    return found
