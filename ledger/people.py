"""Names and e-mail addresses, outside the chain so that they can be erased. The chain holds identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from gates.errors import nearest
from gates.events import Acting, PersonId
from gates.people import PersonJoined
from ledger.council import Council
from ledger.counters import take
from ledger.errors import PersonAlreadyKnown, UnknownPerson
from ledger.store import Store
from ledger.tables import ERASED, people

Newcomer = tuple[str, str, Iterable[str]]
_INSERT = sa.insert(people)


class People:
    """The people of one council, by name and address."""

    def __init__(self, store: Store, council: Council) -> None:
        self._store = store
        self._council = council
        self._ours = people.c.council == store.council

    def add(
        self, name: str, email: str, roles: Iterable[str] = (), *, acting: Acting, at: datetime
    ) -> PersonId:
        """Make a person known: their identifier (PER-0001, ...). Raises PersonAlreadyKnown."""
        return self.add_many([(name, email, roles)], acting=acting, at=at)[0]

    def add_many(self, newcomers: Sequence[Newcomer], *, acting: Acting, at: datetime) -> Sequence[PersonId]:
        """Make all of them known, or none: names, e-mail addresses and roles. Raises PersonAlreadyKnown."""
        with self._store.writing() as connection:
            row = self._council.locked(connection)
            numbers = take(connection, self._store, "person", len(newcomers))
            ids = [f"PER-{number:04d}" for number in numbers]
            for person, (name, email, _) in zip(ids, newcomers, strict=True):
                self._insert(connection, person, name.strip(), _address(email))
            joined = [
                PersonJoined(person=person, roles=frozenset(roles))
                for person, (_, _, roles) in zip(ids, newcomers, strict=True)
            ]
            self._council.append_in(connection, row, joined, acting=acting, at=at)
        return ids

    def _insert(self, connection: sa.Connection, person: PersonId, name: str, address: str) -> None:
        known = sa.select(people.c.id).where(self._ours, people.c.email == address)
        if other := connection.execute(known).scalar_one_or_none():
            raise PersonAlreadyKnown(email=address, person=other)
        values = {"council": self._store.council, "id": person, "name": name, "email": address}
        connection.execute(_INSERT, values)

    def find(self, email: str) -> PersonId:
        """Who has this address. Raises UnknownPerson, with addresses that are near."""
        address = _address(email)
        query = sa.select(people.c.id, people.c.email).where(self._ours, people.c.email != ERASED)
        with self._store.reading() as connection:
            person = connection.execute(query.where(people.c.email == address)).first()
            if person is not None:
                return str(person.id)
            others = [row.email for row in connection.execute(query)]
        raise UnknownPerson(email=email, near=nearest(address, others))

    def names(self, ids: Iterable[PersonId]) -> dict[PersonId, tuple[str, str]]:
        """Name and e-mail address of each; an identifier that nobody has is its own name, without address."""
        wanted = set(ids)
        query = sa.select(people).where(self._ours, people.c.id.in_(sorted(wanted)))
        with self._store.reading() as connection:
            found = {row.id: (row.name, row.email) for row in connection.execute(query)}
        return {person: found.get(person, (person, "")) for person in wanted}

    def list(self) -> dict[PersonId, tuple[str, str]]:
        """Everybody's name and e-mail address, by identifier."""
        query = sa.select(people).where(self._ours).order_by(people.c.id)
        with self._store.reading() as connection:
            return {row.id: (row.name, row.email) for row in connection.execute(query)}

    def erase(self, person: PersonId) -> None:
        """Forget a person's name and address, for good. What they did stays, under their identifier."""
        this = (self._ours, people.c.id == person)
        with self._store.writing() as connection:
            done = connection.execute(sa.update(people).where(*this).values(name=ERASED, email=ERASED))
        if done.rowcount != 1:
            raise UnknownPerson(email=person, near="")


def _address(email: str) -> str:
    return email.strip().lower()
