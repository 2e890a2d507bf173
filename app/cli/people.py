"""Who is known, and which roles they hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command, command_group
from app.cli.dates import now
from app.cli.errors import NotAnAddress, UnknownRole
from app.cli.options import AsJson, ByOperator
from app.cli.output import print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.errors import nearest
from gates.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

group = command_group("people", has_default=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help=phrase("option.email"), show_default=False)]
Roles = Annotated[
    list[str], typer.Option("--role", metavar="ROLE", help=phrase("option.role"), show_default=False)
]


@group.callback()
def people(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Without a command of its own: the list."""
    if ctx.invoked_subcommand is None:
        list_(as_json=as_json)


@command(group, "people.list")
def list_(
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help=phrase("option.holding"))] = None,
    as_json: AsJson = False,
) -> None:
    """Everybody known, or the holders of one role."""
    visit = current()
    wanted = roles_from(visit, [role])[0] if role else None
    known = [described(visit, person) for person in visit.ledger.people.list()]
    shown = [person for person in known if wanted is None or wanted in person["roles"]]
    if as_json:
        return print_json(shown)
    if not shown:
        return say(phrase("people.none"))
    headings = [phrase(f"column.{name}") for name in ("name", "email", "roles", "standing")]
    table(headings, [_row(visit, person) for person in shown])


def _row(visit: Visit, person: dict[str, Any]) -> list[str]:
    standing = "" if person["active"] else phrase("people.inactive")
    return [person["name"], person["email"], role_titles(visit, person["roles"]), standing]


@command(group, "people.show")
def show(email: Email, as_json: AsJson = False) -> None:
    """One person: roles, boards, the changes they answer for, what they are asked for."""
    from ledger.listing import Filter
    from ledger.prompts import Status

    visit = current()
    person = visit.person(email)
    boards = [board.title for board in visit.roster.boards.values() if person in board.members]
    changes = [f"{row.ref} {row.title}" for row in visit.ledger.list(Filter(sro=person)).rows]
    asked = visit.ledger.prompts.list(to=person, statuses=(Status.DUE, Status.SENDING, Status.SENT))
    cards = [card.prompt.title for card in asked]
    told = {**described(visit, person), "boards": boards, "sro_of": changes, "asked_for": cards}
    if as_json:
        return print_json(told)
    say(f"{told['name']} <{told['email']}>{'' if told['active'] else ' ' + phrase('people.inactive')}")
    say(phrase("people.roles_are", roles=role_titles(visit, told["roles"]) or phrase("people.no_roles")))
    for name in ("boards", "sro_of", "asked_for"):
        for line in told[name]:
            say(phrase(f"people.{name}", what=line))


@command(group, "people.add")
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=phrase("option.name"))] = "",
    role: Roles = [],  # noqa: B006  (typer copies it)
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Make a person known, with roles."""
    visit = current()
    if not is_address(email):
        raise NotAnAddress(email=email)
    roles = roles_from(visit, role)
    acting = visit.roster_keeper(by)
    person = visit.ledger.people.add(name or name_from(email), email, roles, acting=acting, at=now())
    _told(visit, person, "people.added", as_json=as_json)


@command(group, "people.roles")
def set_roles(
    email: Email,
    role: Roles = [],  # noqa: B006
    inactive: Annotated[bool, typer.Option("--inactive", help=phrase("option.inactive"))] = False,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Set a person's roles anew, or let them act no more."""
    from gates.people import RolesSet

    visit = current()
    person = visit.person(email)
    event = RolesSet(person=person, roles=frozenset(roles_from(visit, role)), active=not inactive)
    acting = visit.roster_keeper(by)
    version = visit.roster.version
    moment = now()
    visit.ledger.append_council([event], expected_version=version, acting=acting, at=moment)
    visit.roster_changed(moment)
    _told(visit, person, "people.set", as_json=as_json)


@command(group, "people.load")
def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=phrase("option.people_file"), show_default=False)
    ],
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Make everybody in a file known, and set up its board."""
    from app.cli.people_file import load_people

    visit = current()
    told = load_people(visit, file, visit.roster_keeper(by))
    if as_json:
        return print_json(told)
    say(phrase("people.loaded", added=len(told["added"]), known=len(told["known"])))
    if told["board"]:
        say(phrase("people.loaded.board", board=told["board"]))


def _told(visit: Visit, person: str, key: str, *, as_json: bool) -> None:
    visit.forget()
    told = described(visit, person)
    if as_json:
        return print_json(told)
    roles = role_titles(visit, told["roles"]) or phrase("people.no_roles")
    say(phrase(key, name=told["name"], email=told["email"], roles=roles))


def described(visit: Visit, person: str) -> dict[str, Any]:
    """A person as the command line tells of them."""
    name, email = visit.people.get(person, (person, ""))
    held = visit.roster.people.get(person)
    roles = sorted(held.roles) if held else []
    return {"id": person, "name": name, "email": email, "roles": roles, "active": bool(held and held.active)}


def roles_from(visit: Visit, names: Iterable[str]) -> list[str]:
    """The roles of those names ("S151 officer" is s151_officer). Raises UnknownRole."""
    known = role_names(visit)
    found = []
    for name in names:
        role = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
        if role not in known:
            raise UnknownRole(role=name, near=nearest(role, known))
        found.append(role)
    return found


def role_names(visit: Visit) -> dict[str, str]:
    """The title of every role, by its name: those that the rules speak of, and those of the catalogue."""
    own = {role.value: role.value.replace("_", " ").capitalize() for role in Role if role is not Role.SYSTEM}
    return {**own, **visit.ledger.catalogues.latest().roles}


def role_titles(visit: Visit, roles: Iterable[str]) -> str:
    """Roles as a person would list them."""
    titles = role_names(visit)
    return ", ".join(titles.get(role, role) for role in roles)


def is_address(email: str) -> bool:
    """Whether a text has the form of an e-mail address. Whether mail arrives there, only sending shows."""
    return re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*", email.strip()) is not None


def name_from(email: str) -> str:
    """A name from an address where none was given: "ada.lovelace@..." is Ada Lovelace."""
    bare = email.partition("@")[0]
    return " ".join(part.capitalize() for part in bare.replace("_", ".").split(".") if part)
