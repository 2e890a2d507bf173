"""Governance boards: who sits on them, who chairs, who clerks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands import command, command_group
from app.cli.dates import now
from app.cli.options import AsJson, ByOperator
from app.cli.output import note, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.events import Acting
    from gates.people import Board

group = command_group("boards", has_default=True)

BoardId = Annotated[str, typer.Argument(metavar="BOARD", help=phrase("option.board"), show_default=False)]
Member = typer.Option("--member", metavar="EMAIL", help=phrase("option.member"), show_default=False)
Chair = typer.Option("--chair", metavar="EMAIL", help=phrase("option.chair"))
Clerk = typer.Option("--clerk", metavar="EMAIL", help=phrase("option.clerk"))


@group.callback()
def boards(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Without a command of its own: the list."""
    if ctx.invoked_subcommand is None:
        list_(as_json=as_json)


@command(group, "boards.list")
def list_(as_json: AsJson = False) -> None:
    """All boards."""
    visit = current()
    known = [told(visit, board) for board in visit.roster.boards.values()]
    if as_json:
        return print_json(known)
    if not known:
        return say(phrase("boards.none"))
    headings = [phrase(f"column.{name}") for name in ("board", "title", "members", "chair", "clerk")]
    table(headings, [_row(board) for board in known])


def _row(board: dict[str, Any]) -> list[str]:
    members = ", ".join(member["name"] for member in board["members"])
    return [board["id"], board["title"], members, *(_name(board[role]) for role in ("chair", "clerk"))]


def _name(person: dict[str, str] | None) -> str:
    return person["name"] if person else ""


@command(group, "boards.show")
def show(board: BoardId, as_json: AsJson = False) -> None:
    """One board, with the gates that it decides."""
    visit = current()
    found = told(visit, visit.roster.board(board))
    if as_json:
        return print_json(found)
    say(phrase("boards.is", **found))
    for member in found["members"]:
        roles = [role for role in ("chair", "clerk") if _is(found[role], member)]
        say(f"  {member['name']} <{member['email']}>{', ' + ', '.join(roles) if roles else ''}")
    if found["clerk"] and found["clerk"] not in found["members"]:
        say(phrase("boards.clerked", **found["clerk"]))
    for gate in found["gates"]:
        say(phrase("boards.decides", **gate))


def _is(person: dict[str, str] | None, other: dict[str, str]) -> bool:
    return person is not None and person["id"] == other["id"]


@command(group, "boards.set")
def set_(
    board: BoardId,
    member: Annotated[list[str], Member],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=phrase("option.board_title"))] = "",
    chair: Annotated[str | None, Chair] = None,
    clerk: Annotated[str | None, Clerk] = None,
    by: ByOperator = None,
    as_json: AsJson = False,
) -> None:
    """Set a board up, or change it."""
    visit = current()
    acting = visit.roster_keeper(by)
    made = constitute(visit, board, title=title, members=member, chair=chair, clerk=clerk, acting=acting)
    found = told(visit, made)
    if as_json:
        return print_json(found)
    say(phrase("boards.set", title=made.title, count=len(made.members)))
    for gate in found["gates"]:
        if gate["quorum"] > len(made.members):
            note(phrase("boards.too_few", count=len(made.members), **gate), "yellow")


def constitute(
    visit: Visit,
    board_id: str,
    *,
    title: str,
    members: Sequence[str],
    chair: str | None,
    clerk: str | None,
    acting: Acting,
) -> Board:
    """Record a board with these members, all given by e-mail address. Raises UnknownPerson."""
    from gates.people import Board, BoardConstituted

    known = visit.roster.boards.get(board_id)
    fallback = known.title if known else board_id.replace("-", " ").capitalize()
    board = Board(
        id=board_id,
        title=title or fallback,
        members=tuple(dict.fromkeys(visit.person(email) for email in members)),
        chair=visit.person(chair) if chair else None,
        clerk=visit.person(clerk) if clerk else None,
    )
    event = BoardConstituted(board=board)
    moment = now()
    visit.ledger.append_council([event], expected_version=visit.roster.version, acting=acting, at=moment)
    visit.roster_changed(moment)
    return board


def told(visit: Visit, board: Board) -> dict[str, Any]:
    """A board as the command line tells of it, with the gates that it decides and their quorum."""
    gates = visit.ledger.catalogues.latest().gates
    return {
        "id": board.id,
        "title": board.title,
        "members": [visit.reference(member) for member in board.members],
        "chair": visit.reference(board.chair),
        "clerk": visit.reference(board.clerk),
        "gates": [
            {"gate": gate.id, "title": gate.title, "quorum": gate.approval.quorum}
            for gate in gates
            if gate.approval.board == board.id
        ],
    }
