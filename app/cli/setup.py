"""Making the ledger of an installation ready to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import now
from app.cli.options import AsJson
from app.cli.output import print_json, say
from app.cli.visit import SYSTEM, Visit, current
from app.cli.words import phrase
from gates.vocabulary import Door, Role

if TYPE_CHECKING:
    from gates.catalogue import Catalogue

CouncilName = Annotated[
    str, typer.Option("--council-name", metavar="NAME", help=phrase("option.council_name"))
]


def init(council_name: CouncilName = "", as_json: AsJson = False) -> None:
    """Create or migrate the database, load the catalogue, and name who registers changes by default."""
    from ledger import create_or_migrate

    visit = current()
    settings = visit.settings
    done = create_or_migrate(settings.database_url, council=settings.council, council_name=council_name)
    catalogue = load_newest(visit)
    told = {
        "done": done,
        "home": str(settings.home),
        "council": settings.council,
        "council_name": visit.ledger.council_name,
        "catalogue": {"name": catalogue.name, "version": catalogue.version, "items": len(catalogue.items)},
        "operator": visit.reference(known_operator(visit)),
    }
    if as_json:
        return print_json(told)
    _say(told, catalogue)


def _say(told: dict[str, Any], catalogue: Catalogue) -> None:
    say(phrase("init.ready", done=told["done"], council=told["council_name"], home=told["home"]))
    say(
        phrase(
            "init.catalogue", name=catalogue.name, count=len(catalogue.items), version=catalogue.version[:12]
        )
    )
    say(phrase("init.operator", email=told["operator"]["email"]))
    say()
    say(phrase("init.next"))


def load_newest(visit: Visit) -> Catalogue:
    """Put the catalogue that comes with Gatehouse into the ledger, for changes registered from now on."""
    from config.catalogue import load_catalogue

    catalogue = load_catalogue()
    visit.ledger.catalogues.put(catalogue)
    return catalogue


def known_operator(visit: Visit) -> str:
    """The person who stands for this installation's programme office, made known if they are not."""
    from gates.events import Acting
    from ledger.errors import UnknownPerson

    try:
        return visit.person(visit.settings.operator)
    except UnknownPerson:
        acting = Acting(person=SYSTEM, role=Role.SYSTEM, door=Door.CLI)
        name, roles = phrase("person.operator"), [Role.PROGRAMME_OFFICE.value]
        person = visit.ledger.people.add(name, visit.settings.operator, roles, acting=acting, at=now())
        visit.forget()
        return person
