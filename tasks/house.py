"""What a process of Gatehouse works with: settings, ledger, channel, clock, and the engine of completeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import current_thread
from typing import TYPE_CHECKING, TypeVar

from config.settings import Settings, settings_from
from gates.events import PersonId
from gates.rulebook import Rulebook
from gates.state import ChangeState
from ledger import Ledger, open_ledger
from ledger.prompts import Card
from tasks.channels import Channel, Names
from tasks.channels.console import ConsoleChannel

if TYPE_CHECKING:
    from tasks.completeness import Completeness

T = TypeVar("T")
Clock = Callable[[], datetime]
ENGINE_THREAD = "gatehouse-completeness"
MOST_REMEMBERED = 20_000
# What Gatehouse does by itself.
OWN_NAMES = {"SYSTEM": "Gatehouse"}


def utc_now() -> datetime:
    """The moment, by this machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Rest:
    """That nothing followed for a change: at this version, under this roster and catalogue, on this day."""

    version: int
    roster: int
    day: date


@dataclass
class House:
    """One process's view of one council. Safe to share between threads."""

    settings: Settings
    ledger: Ledger
    channel: Channel
    now: Clock = utc_now
    _engines: dict[str, Completeness] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _rests: dict[str, Rest] = field(default_factory=dict)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix=ENGINE_THREAD)
    )

    def book(self, state: ChangeState) -> Rulebook:
        """What a change is decided under: the catalogue it is pinned to, and the council's people of now."""
        return Rulebook(self.ledger.catalogues.get(state.catalogue), self.ledger.roster())

    def ask_engine(self, catalogue: str, question: Callable[[Completeness], T]) -> T:
        """Ask the engine of a catalogue's version, in the one thread that may touch it; made when first asked."""
        if current_thread().name.startswith(ENGINE_THREAD):
            return question(self._engine(catalogue))
        return self._thread.submit(lambda: question(self._engine(catalogue))).result()

    def change_number(self, ref: str) -> int:
        """The number of a change in the ledger's tables, which it keeps for ever. Raises UnknownReference."""
        if ref not in self._numbers:
            self._numbers[ref] = self.ledger.number_of(ref)
        return self._numbers[ref]

    def warm_up(self) -> None:
        """Have the engine of the newest catalogue made, which takes seconds, without waiting for it."""
        self._thread.submit(lambda: self._engine(self.ledger.catalogues.latest().version))

    def names(self, people: Iterable[PersonId]) -> Names:
        """What people are called, by identifier."""
        known = self.ledger.people.names(people)
        return {person: OWN_NAMES.get(person, name) for person, (name, _) in known.items()}

    def channel_of(self, card: Card) -> Channel:
        """The channel that a card went out by. There is one."""
        return self.channel

    def is_at_rest(self, ref: str, rest: Rest) -> bool:
        """Whether this process has seen before that nothing follows here."""
        return self._rests.get(ref) == rest

    def note_rest(self, ref: str, rest: Rest) -> None:
        """Remember that nothing follows. Only a saving: what follows depends on nothing but what `rest` holds."""
        if len(self._rests) >= MOST_REMEMBERED:
            self._rests.clear()
        self._rests[ref] = rest

    def close(self) -> None:
        """Let go of threads and connections."""
        self._thread.shutdown()
        self.ledger.close()

    def _engine(self, catalogue: str) -> Completeness:
        if catalogue not in self._engines:
            from tasks.completeness import Completeness

            self._engines[catalogue] = Completeness(self.ledger.url, self.ledger.catalogues.get(catalogue))
        return self._engines[catalogue]


def open_house(settings: Settings, *, now: Clock = utc_now) -> House:
    """The house as the settings describe it. Raises what `open_ledger` raises."""
    ledger = open_ledger(settings.database_url, council=settings.council)
    return House(settings, ledger, ConsoleChannel(settings.prompts_log, now), now)


_current: list[House] = []


def current_house() -> House:
    """The house of this process: the one in use, otherwise one opened as the environment says, and kept."""
    if not _current:
        _current.append(open_house(settings_from()))
    return _current[-1]


@contextmanager
def using(house: House) -> Iterator[House]:
    """Have flows in this process work with this house."""
    _current.append(house)
    try:
        yield house
    finally:
        _current.remove(house)
