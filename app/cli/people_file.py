"""A whole council from one file: its people with their roles, and its board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from app.cli.errors import CannotLoadPeople, Fault, UnknownRole, faulty
from app.cli.people import is_address
from app.cli.visit import Visit
from app.cli.yaml_files import YamlFile, read_yaml
from gates.errors import nearest

if TYPE_CHECKING:
    from gates.events import Acting

OF_A_PERSON = ("email", "name", "roles")
OF_A_BOARD = ("id", "title", "members", "chair", "clerk")


def load_people(visit: Visit, path: Path, acting: Acting) -> dict[str, Any]:
    """Make known whoever is not known yet. Those known already keep their roles. Raises CannotLoadPeople."""
    file = read_yaml(path, example="gatehouse people load --help")
    if faults := list(_faults(visit, file)):
        raise faulty(CannotLoadPeople, faults, file=path)
    known = {email for _, email in visit.people.values()}
    told: dict[str, Any] = {"added": [], "known": [], "board": None}
    for entry in file.data.get("people") or ():
        email = str(entry["email"]).strip().lower()
        told["known" if email in known else "added"].append(email)
        if email not in known:
            visit.ledger.people.add(str(entry["name"]), email, _roles(visit, entry), acting=acting, at=now())
    visit.forget()
    if board := file.data.get("board"):
        told["board"] = _set_board(visit, board, acting)
    return told


def _roles(visit: Visit, entry: dict[str, Any]) -> list[str]:
    from app.cli.people import roles_from

    return roles_from(visit, map(str, entry.get("roles") or ()))


def _set_board(visit: Visit, board: dict[str, Any], acting: Acting) -> str:
    from app.cli.boards import constitute

    return constitute(
        visit,
        str(board["id"]),
        title=str(board.get("title") or ""),
        members=[str(email) for email in board["members"]],
        chair=board.get("chair"),
        clerk=board.get("clerk"),
        acting=acting,
    ).title


def _faults(visit: Visit, file: YamlFile) -> Iterator[Fault]:
    entries = file.data.get("people")
    if not isinstance(entries, list):
        yield Fault('people: needs a list ("- {email: ..., name: ..., roles: [...]}")', file.line("people"))
        return
    for number, entry in enumerate(entries):
        for message in _of_person(visit, entry):
            yield Fault(message, file.line("people", number))
    board = file.data.get("board")
    if board is not None:
        yield from (Fault(message, file.line("board")) for message in _of_board(visit, board, entries))


def _of_person(visit: Visit, entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "a person is an e-mail address, a name and a list of roles"
        return
    yield from (f"{name}: is missing" for name in OF_A_PERSON[:2] if not entry.get(name))
    yield from (
        f"{name}: is not known here. {nearest(name, OF_A_PERSON)}" for name in entry.keys() - {*OF_A_PERSON}
    )
    if entry.get("email") and not is_address(str(entry["email"])):
        yield f"email: {entry['email']} is not an e-mail address"
    try:
        _roles(visit, entry)
    except UnknownRole as error:
        yield f"roles: {error.data['role']} is not a role. {error.data['near']}"


def _of_board(visit: Visit, board: Any, entries: list[Any]) -> Iterator[str]:
    if not isinstance(board, dict) or not board.get("id") or not isinstance(board.get("members"), list):
        yield "board: needs an id and a list of members"
        return
    for name in board.keys() - {*OF_A_BOARD}:
        yield f"board: {name} is not known here. {nearest(str(name), OF_A_BOARD)}"
    here = {str(entry.get("email", "")).lower() for entry in entries if isinstance(entry, dict)}
    known = here | {email for _, email in visit.people.values()}
    named = [*board["members"], *filter(None, (board.get("chair"), board.get("clerk")))]
    for email in named:
        if str(email).lower() not in known:
            yield f"board: nobody is known as {email}. {nearest(str(email), known)}"
