"""`gatehouse up`: Prefect's server and the keeper in one command and one terminal; Ctrl-C stops all."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.cli.up_log import told_to
from app.cli.words import phrase
from config.settings import Settings
from flows.prefect_server import PortTaken, PrefectDidNotStart, PrefectServer
from flows.service import run_keeper
from gates.errors import GateError
from tasks.house import House, open_house

LOOK_EVERY_SECONDS = 0.5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
STEADY_AFTER_SECONDS = 60.0
LOCK = "up.lock"

Tell = Callable[[str], None]


class AlreadyUp(GateError):
    """Gatehouse is running already in {home} (process {process})."""

    advice = (
        "Use that one, or stop it with Ctrl-C where it runs; another home needs GATEHOUSE_HOME set to it."
    )


class KeeperEnded(GateError):
    """The keeper ended ({why}), so everything was stopped. Nothing that was recorded is lost."""

    advice = "Start it again with `gatehouse up`; `gatehouse doctor` looks for what is wrong."


def up() -> None:
    """Start Prefect's server and the keeper, and make the ledger first where there is none."""
    from app.cli.output import note
    from app.cli.setup import known_operator, load_newest
    from app.cli.visit import current
    from ledger import create_or_migrate

    visit = current()
    create_or_migrate(visit.settings.database_url, council=visit.settings.council)
    load_newest(visit)
    known_operator(visit)
    run_up(visit.settings, note)


def run_up(settings: Settings, tell: Tell, stop: threading.Event | None = None) -> None:
    """Run until SIGINT or SIGTERM (or `stop`), then stop everything in order. For the main thread.

    Raises AlreadyUp, PortTaken, PrefectDidNotStart, and what opening the ledger raises.
    """
    stop = stop or threading.Event()
    with _alone(settings), _stopped_by_signals(stop), told_to(tell), _house(settings, tell) as house:
        server = None if settings.own_prefect else PrefectServer(settings)
        keeper = _Keeper(house, stop)
        try:
            _start(house, server, keeper, tell, stop)
            _watch(server, keeper, tell, stop)
        finally:
            stop.set()
            _say(tell, "stopping")
            keeper.join()
            if server:
                server.stop()
            _say(tell, "stopped")


def is_running(settings: Settings) -> bool:
    """Whether `gatehouse up` runs in this home."""
    file = settings.home / LOCK
    if not file.exists():
        return False
    with file.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


class _Keeper(threading.Thread):
    """The keeper in a thread of its own; `error` is what ended it, if anything did."""

    def __init__(self, house: House, stop: threading.Event) -> None:
        super().__init__(name="gatehouse-keeper")
        self.error: BaseException | None = None
        self._work = (house, stop)

    def run(self) -> None:
        try:
            run_keeper(*self._work)
        except BaseException as error:
            self.error = error

    def join(self, timeout: float | None = None) -> None:
        if self.ident is not None:
            super().join(timeout)


def _start(
    house: House, server: PrefectServer | None, keeper: _Keeper, tell: Tell, stop: threading.Event
) -> None:
    if server:
        _say(tell, "prefect_starting")
        server.start()
    # Changes move from here on; Great Expectations and Prefect load while the server does.
    house.warm_up()
    keeper.start()
    _say(tell, "keeper")
    if server is None:
        _say(tell, "prefect_own", url=house.settings.prefect_ui)
    elif server.wait_until_healthy(stop):
        _say(tell, "prefect", url=house.settings.prefect_ui)
    if not stop.is_set():
        _say(tell, "ready")


def _watch(server: PrefectServer | None, keeper: _Keeper, tell: Tell, stop: threading.Event) -> None:
    """Until told to stop: see that the keeper lives, and start the server again when it ends."""
    pause, started = FIRST_PAUSE_SECONDS, time.monotonic()
    while not stop.wait(LOOK_EVERY_SECONDS):
        if not keeper.is_alive():
            raise KeeperEnded(why=keeper.error)
        if server is None or server.exit_code is None:
            continue
        _say(tell, "prefect_ended", code=server.exit_code)
        pause = FIRST_PAUSE_SECONDS if time.monotonic() - started > STEADY_AFTER_SECONDS else pause
        started = time.monotonic()
        if not _started_again(server, tell, stop):
            _say(tell, "prefect_waits", seconds=pause)
        stop.wait(pause)
        pause = min(LONGEST_PAUSE_SECONDS, pause * 2)


def _started_again(server: PrefectServer, tell: Tell, stop: threading.Event) -> bool:
    try:
        server.start()
        if server.wait_until_healthy(stop):
            _say(tell, "prefect_again", url=server.settings.prefect_ui)
    except (PortTaken, PrefectDidNotStart) as error:
        tell(error.message)
        return False
    return True


@contextmanager
def _house(settings: Settings, tell: Tell) -> Iterator[House]:
    """The house, and a word on what is in it."""
    _say(tell, "home", home=settings.home)
    house = open_house(settings)
    _say(tell, "ledger", count=sum(tally.count for tally in house.ledger.tallies()))
    try:
        yield house
    finally:
        house.close()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Hold the home's lock, which the system lets go of however this process ends. Raises AlreadyUp."""
    settings.home.mkdir(parents=True, exist_ok=True)
    file = settings.home / LOCK
    with file.open("a+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyUp(home=settings.home, process=_process_in(file)) from error
        lock.truncate(0)
        lock.write(str(os.getpid()).encode())
        lock.flush()
        yield


def _process_in(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace").strip() or "unknown"


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask to stop. A second Ctrl-C, by whoever will not wait, ends the process at once."""

    def ask(number: int, _: Any) -> None:
        signal.signal(number, before[number])
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before: dict[int, Any] = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(tell: Tell, key: str, **data: Any) -> None:
    tell(phrase(f"up.{key}", **data))
