"""One run of the command line: its settings, the ledger it opened, and who acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.errors import NobodyNamed, NoOperator
from app.cli.words import phrase
from gates.errors import GateError
from gates.vocabulary import Door, Role

if TYPE_CHECKING:
    from datetime import datetime

    from config.settings import Settings
    from gates.catalogue import Catalogue
    from gates.events import Acting
    from gates.people import Roster
    from gates.rulebook import Rulebook
    from gates.state import ChangeState
    from ledger import Ledger
    from tasks.house import House

SYSTEM = "SYSTEM"
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")
PERSON = re.compile(r"\bPER-\d+\b")


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The text with people called by name where the name is known."""
    return PERSON.sub(lambda found: names.get(found[0], found[0]), text)


def check_database(url: str) -> None:
    """A ledger is kept in SQLite or PostgreSQL. Raises SettingInvalid, which does not repeat a password."""
    if url.startswith(DATABASES):
        return
    from config.settings import SettingInvalid

    scheme, found, _ = url.partition("://")
    raise SettingInvalid(
        name="GATEHOUSE_DATABASE_URL",
        value=f"{scheme}://..." if found else url,
        wanted="sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE",
        default="SQLite in the home folder",
    )


class Visit:
    """What one command has at hand. Everything is opened when it is first asked for."""

    def __init__(self) -> None:
        self.as_json = False

    @cached_property
    def settings(self) -> Settings:
        """The settings, from the environment. Raises SettingInvalid."""
        from config.settings import settings_from

        settings = settings_from()
        check_database(settings.database_url)
        return settings

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger. Raises NoDatabase, DatabaseUnreachable and the like."""
        from ledger import open_ledger

        return open_ledger(self.settings.database_url, council=self.settings.council)

    @cached_property
    def house(self) -> House:
        """What the movers work with, on this visit's ledger."""
        from tasks.channels.console import ConsoleChannel
        from tasks.house import House, utc_now

        return House(self.settings, self.ledger, ConsoleChannel(self.settings.prompts_log, utc_now))

    @cached_property
    def roster(self) -> Roster:
        """Who can act for the council."""
        return self.ledger.roster()

    @cached_property
    def people(self) -> dict[str, tuple[str, str]]:
        """Everybody's name and e-mail address, by identifier."""
        return {**self.ledger.people.list(), SYSTEM: (phrase("person.system"), "")}

    def known_names(self) -> Mapping[str, str]:
        """Names by identifier; none where the ledger was not opened or does not answer, as in trouble."""
        if "ledger" in self.__dict__:
            with suppress(GateError):
                return {person: name for person, (name, _) in self.people.items()}
        return {}

    def name(self, person: str | None) -> str:
        """What a person is called; an empty string for nobody."""
        return self.people.get(person, (person, ""))[0] if person else ""

    def reference(self, person: str | None) -> dict[str, str] | None:
        """A person as JSON tells of them; None for nobody."""
        if person is None:
            return None
        name, email = self.people.get(person, (person, ""))
        return {"id": person, "name": name, "email": email}

    def forget(self) -> None:
        """Let people and roster be read again after they were changed."""
        for name in ("people", "roster"):
            self.__dict__.pop(name, None)

    def named(self, text: str) -> str:
        """The text with people called by name; the rules know them by identifier only."""
        return with_names(text, self.known_names())

    def catalogue_of(self, state: ChangeState) -> Catalogue:
        """The catalogue that a change is held against."""
        return self.ledger.catalogues.get(state.catalogue)

    def book(self, state: ChangeState) -> Rulebook:
        """What decisions about a change are taken under."""
        from gates.rulebook import Rulebook

        return Rulebook(self.catalogue_of(state), self.roster)

    def person(self, email: str) -> str:
        """The identifier of the person with that e-mail address. Raises UnknownPerson."""
        return self.ledger.people.find(email)

    def operator(self, by: str | None, *roles: str) -> Acting:
        """Who acts: the person named, otherwise this installation's programme office. Raises UnknownPerson."""
        if by:
            return self.actor(by, *roles)
        from ledger.errors import UnknownPerson

        try:
            return self.actor(self.settings.operator, *roles)
        except UnknownPerson as error:
            raise NoOperator from error

    def roster_keeper(self, by: str | None) -> Acting:
        """Who acts where people and boards are changed. Raises NotPermitted."""
        from gates.permissions import check_keep_roster

        acting = self.operator(by, Role.CLERK, Role.PROGRAMME_OFFICE)
        check_keep_roster(self.roster, acting.person)
        return acting

    def roster_changed(self, at: datetime) -> None:
        """Have every change looked at again: who may vote, and who owes what, may be others now."""
        self.ledger.wakes.wake_all(at)
        self.forget()

    def actor(self, by: str | None, *roles: str) -> Acting:
        """Who acts, in the first of `roles` that they hold, else in the first. Raises NobodyNamed, UnknownPerson."""
        from gates.events import Acting

        if not by:
            raise NobodyNamed
        person = self.person(by)
        held = self.roster.people[person].roles if person in self.roster.people else frozenset()
        wanted = roles or (Role.PROGRAMME_OFFICE,)
        role = next((role for role in wanted if role in held), wanted[0])
        return Acting(person=person, role=str(role), door=Door.CLI)

    def errors_folder(self) -> Path | None:
        """Where tracebacks are written; None where the settings cannot be read."""
        with suppress(GateError):
            return self.settings.home / "errors"
        return None

    def close(self) -> None:
        """Let go of what was opened."""
        if "house" in self.__dict__:
            self.house.close()
        elif "ledger" in self.__dict__:
            self.ledger.close()


_CURRENT: ContextVar[Visit] = ContextVar("visit")


def current() -> Visit:
    """The visit that the running command belongs to."""
    return _CURRENT.get()


@contextmanager
def visiting() -> Iterator[Visit]:
    """A visit that lasts as long as the command."""
    visit = Visit()
    token = _CURRENT.set(visit)
    try:
        yield visit
    finally:
        _CURRENT.reset(token)
        visit.close()
