"""The catalogues that changes are held against: each version is kept, for as long as the ledger is."""

from __future__ import annotations

import sqlalchemy as sa

from gates.catalogue import Catalogue
from ledger.errors import CatalogueAltered, NoCatalogue, UnknownCatalogue
from ledger.store import Store
from ledger.tables import catalogues


class Catalogues:
    """The catalogues of one council."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ours = catalogues.c.council == store.council
        self._known: dict[str, Catalogue] = {}

    def put(self, catalogue: Catalogue) -> str:
        """Keep a catalogue and make it the one for new changes; its version. Twice is the same as once."""
        last = sa.select(sa.func.max(catalogues.c.position)).where(self._ours)
        with self._store.writing() as connection:
            position = (connection.execute(last).scalar_one() or 0) + 1
            insert = self._store.insert(catalogues).values(
                council=self._store.council,
                version=catalogue.version,
                name=catalogue.name,
                position=position,
                # In its own order, which is the one that people read it in; its version is that of any order.
                body=catalogue.model_dump_json(by_alias=True),
            )
            is_not_last = catalogues.c.position < position - 1
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[catalogues.c.council, catalogues.c.version],
                    set_={"position": position},
                    where=is_not_last,
                )
            )
        return catalogue.version

    def get(self, version: str) -> Catalogue:
        """The catalogue of that version. Raises UnknownCatalogue or CatalogueAltered."""
        if version not in self._known:
            self._known[version] = self._read(version)
        return self._known[version]

    def latest(self) -> Catalogue:
        """The catalogue for new changes. Raises NoCatalogue."""
        query = sa.select(catalogues.c.version).where(self._ours)
        with self._store.reading() as connection:
            version = connection.execute(query.order_by(catalogues.c.position.desc()).limit(1)).scalar()
        if version is None:
            raise NoCatalogue
        return self.get(version)

    def versions(self) -> list[tuple[str, str]]:
        """All versions with the catalogue's name, the one for new changes first."""
        query = sa.select(catalogues.c.version, catalogues.c.name).where(self._ours)
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(catalogues.c.position.desc())).all()
        return [(row.version, row.name) for row in rows]

    def _read(self, version: str) -> Catalogue:
        query = sa.select(catalogues.c.body).where(self._ours, catalogues.c.version == version)
        with self._store.reading() as connection:
            body = connection.execute(query).scalar_one_or_none()
        if body is None:
            raise UnknownCatalogue(version=version)
        catalogue = Catalogue.model_validate_json(body)
        if catalogue.version != version:
            raise CatalogueAltered(version=version)
        return catalogue
