"""Answering the facts that decide which evidence is asked for, and naming people for roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import now
from app.cli.errors import CannotAssign, Fault, faulty, told_briefly
from app.cli.options import AsJson, ByOperator, DryRun, Ref, answers, full_ref
from app.cli.output import print_json, say, table
from app.cli.story import answer
from app.cli.summary import summary_of, tell_next
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import GateError, nearest
from gates.vocabulary import Role

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, Item
    from gates.conditions import FactValue
    from gates.events import Acting
    from gates.state import ChangeState

LEADING = (Role.PROGRAMME_OFFICE, Role.SRO)

Set = Annotated[list[str], typer.Option("--set", metavar="FACT=VALUE", help=phrase("option.set_fact"))]
SetRole = Annotated[list[str], typer.Option("--set", metavar="ROLE=EMAIL", help=phrase("option.set_role"))]
More = Annotated[
    list[str] | None, typer.Argument(metavar="[FACT=VALUE]...", help=phrase("option.more"), hidden=True)
]


def triage(
    ref: Ref,
    set_: Set = [],  # noqa: B006  (typer copies it)
    more: More = None,
    dry_run: DryRun = False,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Answer facts; without any, show what is still unknown. What becomes required or falls away is said first."""
    from gates import commands
    from gates.facts import read_facts

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    raw = answers([*set_, *(more or [])], what="fact", example="--set staff_affected=12")
    if not raw:
        return _questions(visit, state, as_json=as_json)
    acting = leading(visit, state, by)
    book = visit.book(state)
    news = commands.triage(state, book, raw, by=acting.person)
    facts = read_facts(book.catalogue, raw)
    effects = effects_of(state, book.catalogue, facts)
    if not as_json:
        _say_effects(state, book.catalogue, facts, effects)
    if not dry_run:
        command = lambda found: commands.triage(found, visit.book(found), raw, by=acting.person)  # noqa: E731
        state = visit.ledger.decide(state.ref, command, acting=acting, at=now())
    if as_json:
        return print_json(
            {**summary_of(state, book.catalogue), **effects, "facts": facts, "dry_run": dry_run}
        )
    say(phrase("triage.dry" if dry_run else "triage.done" if news else "triage.same", ref=state.ref))
    if news and not dry_run:
        tell_next(state)


def leading(visit: Visit, state: ChangeState, by: str | None) -> Acting:
    """Who acts as one of those who lead the change."""
    acting = visit.operator(by, *LEADING)
    return acting.model_copy(update={"role": Role.SRO.value}) if acting.person == state.sro else acting


def effects_of(
    state: ChangeState, catalogue: Catalogue, facts: Mapping[str, FactValue | None]
) -> dict[str, Any]:
    """Which items these answers make required, and which fall away, by the evidence published so far."""
    after = {name: value for name, value in {**state.answers, **facts}.items() if value is not None}
    published = {name: value for name, value in state.facts.items() if name not in state.answers}
    before = {item.id for item in catalogue.items if item.is_required(state.facts)}
    then = {item.id for item in catalogue.items if item.is_required({**after, **published})}
    return {"becomes_required": sorted(then - before), "falls_away": sorted(before - then)}


def _say_effects(
    state: ChangeState, catalogue: Catalogue, facts: Mapping[str, FactValue | None], effects: dict[str, Any]
) -> None:
    headings = [phrase(f"column.{name}") for name in ("fact", "before", "after")]
    rows = [[name, answer(state.answers.get(name)), answer(value)] for name, value in facts.items()]
    table(headings, rows)
    for name, ids in effects.items():
        items = ", ".join(_titled(catalogue.item(item)) for item in ids)
        say(phrase(f"triage.{name}", items=items or phrase("triage.nothing")))


def _titled(item: Item) -> str:
    return f"{item.id} {item.title}"


def _questions(visit: Visit, state: ChangeState, *, as_json: bool) -> None:
    """The facts that are still unknown, each with what it would decide."""
    catalogue = visit.catalogue_of(state)
    unknown = [fact for fact in catalogue.triage_facts if fact.id not in state.facts]
    decides = {
        fact.id: [
            i.id for i in catalogue.items if fact.id in i.condition_facts and i.is_required(state.facts)
        ]
        for fact in unknown
    }
    if as_json:
        rows = [{**fact.model_dump(mode="json"), "matters_to": decides[fact.id]} for fact in unknown]
        return print_json({"ref": state.ref, "unknown_facts": rows})
    if not unknown:
        return say(phrase("triage.all_known", ref=state.ref))
    say(phrase("triage.unknown", ref=state.ref, count=len(unknown)))
    headings = [phrase(f"column.{name}") for name in ("fact", "question", "matters_to")]
    table(
        headings, [[fact.id, f"{fact.title}. {fact.help}", ", ".join(decides[fact.id])] for fact in unknown]
    )


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
