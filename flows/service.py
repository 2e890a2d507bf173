"""Keeping: moving changes for as long as the process lives, showing them whenever Prefect can be reached."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from flows.mover import Mover
from flows.nightly import LOOK_EVERY_SECONDS, is_night_due
from flows.prefect_env import prepare_prefect
from flows.prefect_server import prefect_answers
from flows.reconcile import reconcile
from gates.errors import GateError
from gates.state import ChangeState
from tasks.house import House, using
from tasks.prompts import reconcile_prompts
from tasks.sweep_notes import Compared, swept_now

T = TypeVar("T")

log = logging.getLogger("gatehouse.keeper")
ASK_EVERY_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
SWITCH_SECONDS = 0.0005
WARN_AFTER_SECONDS = 20.0
LEFT_BEHIND = 1000


def run_keeper(house: House, stop: threading.Event) -> None:
    """Keep until told to stop: as the flow `keep` while Prefect answers, otherwise without it.

    Returns when what was under way is finished. Called in the main thread it works in another: in the main one,
    Prefect would take SIGTERM for itself and call the end of the keeper a crash.
    """
    if threading.current_thread() is not threading.main_thread():
        _keep(house, stop)
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="gatehouse-keeper") as other:
        other.submit(_keep, house, stop).result()


def _keep(house: House, stop: threading.Event) -> None:
    prepare_prefect(house.settings)
    # Moving and showing share this process: a move that waits for the database gets its turn back at once.
    sys.setswitchinterval(SWITCH_SECONDS)
    with using(house):
        pause = FIRST_PAUSE_SECONDS
        while not stop.is_set():
            if not prefect_answers(house.settings.prefect_api):
                _keep_without_prefect(house, stop)
            elif not _keep_with_prefect(stop):
                stop.wait(pause)
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)


def advance(house: House, ref: str) -> ChangeState:
    """Bring one change as far as it goes now: its cards, its run where Prefect answers. Where it then stands."""
    state = reconcile(house, ref)
    if _prepared(house):
        from flows.keep import show_here

        if _done(house, show_here(ref)) is not None:
            return house.ledger.load(ref)
    reconcile_prompts(house, state)
    return state


def advance_all(house: House) -> int:
    """Bring every change that is due as far as it goes now, likewise. How many were looked at."""
    moved = None
    if _prepared(house):
        from flows.keep import keep_here

        moved = _done(house, keep_here(until_idle=True))
    rest = Mover(house, lambda state: _send_cards(house, state)).move_until_idle()
    return rest if moved is None else moved + rest


def sweep(house: House, *, keep_result: bool = False) -> Compared:
    """Check the whole portfolio: as the flow `sweep` where Prefect answers, otherwise without it.

    With `keep_result` the next sweep is compared with this one.
    """
    result = None
    if _prepared(house):
        from flows.keep import sweep_here

        result = _done(house, sweep_here(keep_result=keep_result))
    return swept_now(house, keep_result=keep_result) if result is None else result


def _prepared(house: House) -> bool:
    """Whether Prefect answers; if so, this process is ready to import it."""
    if not prefect_answers(house.settings.prefect_api):
        return False
    prepare_prefect(house.settings)
    return True


def _done(house: House, work: Coroutine[Any, Any, T]) -> T | None:
    """What came of it; None where Prefect went away in the middle. Faults of the work itself are raised."""
    try:
        with using(house):
            return asyncio.run(work)
    except Exception as fault:
        if prefect_answers(house.settings.prefect_api):
            raise
        log.warning("Prefect went away (%s). The rest is done without it; its runs will catch up.", fault)
        return None


def _keep_with_prefect(stop: threading.Event) -> bool:
    """Keep as a flow; False when that ended by itself, which it should not."""
    from flows.keep import keep_here, stopped_by

    try:
        with stopped_by(stop):
            asyncio.run(keep_here())
    except Exception as fault:
        log.warning("The keeper ended and starts again: %s", fault)
        return False
    return True


def _keep_without_prefect(house: House, stop: threading.Event) -> None:
    """Move changes and send their cards until Prefect answers."""
    enough = threading.Event()
    mover = Mover(house, lambda state: _send_cards(house, state))
    thread = threading.Thread(target=mover.run, args=(enough,), name="gatehouse-mover")
    thread.start()
    _send_what_was_left(house, stop)
    api, waited, looked = house.settings.prefect_api, 0.0, 0.0
    while not stop.wait(ASK_EVERY_SECONDS) and not prefect_answers(api):
        waited += ASK_EVERY_SECONDS
        if time.monotonic() - looked > LOOK_EVERY_SECONDS:
            looked = time.monotonic()
            _sweep_if_due(house, mover.worker)
        if waited == WARN_AFTER_SECONDS:
            log.warning("Prefect does not answer at %s. Changes move on; their runs will catch up.", api)
    enough.set()
    thread.join()


def _sweep_if_due(house: House, worker: str) -> None:
    try:
        if is_night_due(house, worker):
            swept_now(house, keep_result=True)
    except GateError as trouble:
        log.warning("The nightly sweep could not be made, and is tried again: %s", trouble)


def _send_what_was_left(house: House, stop: threading.Event) -> None:
    """Send the cards of changes whose runs are behind: a keeper may have died between moving and asking."""
    try:
        for ref in house.ledger.runs.behind(LEFT_BEHIND):
            if not stop.is_set():
                _send_cards(house, house.ledger.load(ref))
    except GateError as trouble:
        log.warning("Cards could not be sent just now: %s", trouble)


def _send_cards(house: House, state: ChangeState) -> None:
    reconcile_prompts(house, state)
