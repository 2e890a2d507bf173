"""What the demonstration plays on: a new ledger with the sample council, Prefect's server, and the keeper."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from socket import socket
from typing import Any

from app.cli.words import phrase
from config.catalogue import load_catalogue
from config.sample_data import Samples
from config.settings import LOOPBACK, Settings
from flows.prefect_server import PrefectServer
from flows.service import run_keeper
from gates.catalogue import Catalogue
from gates.clock import london_day
from gates.errors import GateError
from gates.events import Acting, Event, PersonId
from gates.people import Board, BoardConstituted
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door, Role
from ledger import create_or_migrate
from tasks.house import House, Rest, open_house

SETTLES_WITHIN_SECONDS = 60.0
SHOWN_WITHIN_SECONDS = 90.0
LOOK_EVERY_SECONDS = 0.02

Tell = Callable[[str], None]


class DidNotSettle(GateError):
    """{what} did not come to rest within {seconds:.0f} seconds."""

    advice = "This machine may be very busy: try again. `gatehouse doctor` says what is missing here."


@dataclass
class Stage:
    """The house, its people by e-mail address, and the references of the sample changes."""

    house: House
    catalogue: Catalogue
    people: dict[str, PersonId]
    refs: dict[str, str]

    def acting(self, email: str, role: str) -> Acting:
        """Somebody of the sample council, acting in a role."""
        return Acting(person=self.people[email], role=role, door=Door.DEMO)

    def do(
        self, change: str, command: Callable[[ChangeState, Rulebook], Sequence[Event]], acting: Acting
    ) -> None:
        """Run a command on a sample change, and wait until the keeper has moved the change as far as it goes."""
        house, ref = self.house, self.refs[change]
        house.ledger.decide(
            ref, lambda state: command(state, house.book(state)), acting=acting, at=house.now()
        )
        self.settled(change)

    def settled(self, change: str) -> ChangeState:
        """The change once the keeper has found that nothing follows. Raises DidNotSettle."""
        house, ref = self.house, self.refs[change]
        for _ in _looking(ref, SETTLES_WITHIN_SECONDS):
            state = house.ledger.load(ref)
            rest = Rest(state.version, house.ledger.roster().version, london_day(house.now()))
            if house.is_at_rest(ref, rest):
                return state
        raise AssertionError

    def wait_until_shown(self) -> None:
        """Wait until Prefect shows every change as it stands. Raises DidNotSettle."""
        for _ in _looking("Prefect", SHOWN_WITHIN_SECONDS):
            if not self.house.ledger.runs.behind(1):
                return


def _looking(what: str, seconds: float) -> Iterator[None]:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        yield
        time.sleep(LOOK_EVERY_SECONDS)
    raise DidNotSettle(what=what, seconds=seconds)


@contextmanager
def on_stage(settings: Settings, samples: Samples, tell: Tell) -> Iterator[Stage]:
    """A new home with the sample council in it, Prefect's server and the keeper running; stopped at the end."""
    create_or_migrate(settings.database_url, council=settings.council, council_name=phrase("demo.council"))
    settings = settings if settings.own_prefect else replace(settings, prefect_port=_free_port())
    house = open_house(settings)
    server = None if settings.own_prefect else PrefectServer(settings)
    stop = threading.Event()
    keeper = threading.Thread(target=run_keeper, args=(house, stop), name="gatehouse-keeper")
    try:
        if server:
            tell(phrase("demo.starting"))
            server.start()
        stage = _set_up(house, samples)
        house.warm_up()
        if server:
            server.wait_until_healthy()
        keeper.start()
        yield stage
    finally:
        stop.set()
        if keeper.is_alive():
            keeper.join()
        if server:
            server.stop()
        house.close()


def _free_port() -> int:
    """A port nobody uses: the demonstration's server lives only as long as it plays."""
    with socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _set_up(house: House, samples: Samples) -> Stage:
    catalogue = load_catalogue()
    house.ledger.catalogues.put(catalogue)
    system = Acting(person="SYSTEM", role=Role.SYSTEM, door=Door.DEMO)
    now = house.now()
    people = {
        person.email: house.ledger.people.add(person.name, person.email, person.roles, acting=system, at=now)
        for person in samples.people
    }
    _constitute(house, samples, people, system)
    return Stage(house, catalogue, people, {})


def _constitute(house: House, samples: Samples, people: dict[str, PersonId], acting: Acting) -> None:
    given: dict[str, Any] = samples.board.model_dump()
    seats = {"chair": people[given["chair"]], "clerk": people[given["clerk"]]}
    board = Board(**{**given, **seats, "members": tuple(people[member] for member in given["members"])})
    version = house.ledger.roster().version
    event = BoardConstituted(board=board)
    house.ledger.append_council([event], expected_version=version, acting=acting, at=house.now())
