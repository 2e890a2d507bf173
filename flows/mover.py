"""Moving changes in the ledger as they come due. Prefect has no part in this, nor has anybody's network."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flows.reconcile import reconcile
from gates.errors import GateError
from gates.state import ChangeState
from gates.waiting import next_wake, waiting_for
from ledger.errors import UnknownReference
from ledger.wakes import Claim
from tasks.house import House

log = logging.getLogger("gatehouse.keeper")
CLAIMED_AT_ONCE = 8
LOOK_EVERY_SECONDS = 1.0
SWEEP_EVERY_SECONDS = 300.0
PAUSE_AFTER_TROUBLE_SECONDS = 2.0
AGAIN_AFTER = timedelta(minutes=1)

OnMoved = Callable[[ChangeState], None]


def worker_name() -> str:
    """Who claims wake-ups: this process, and no other on any machine."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:6]}"


class Mover:
    """Claims changes that are due, one lease each, and moves them.

    `on_moved` hears where each stands, after that is recorded and before the wake-up is settled: what it does is
    done again if this process dies in the middle.
    """

    def __init__(self, house: House, on_moved: OnMoved = lambda _: None) -> None:
        self.house = house
        self.on_moved = on_moved
        self.worker = worker_name()
        self.is_busy = False
        self._lease = timedelta(seconds=house.settings.lease_seconds)

    def move_due(self) -> int:
        """Move one batch of what is due. How many changes were claimed."""
        wakes, now = self.house.ledger.wakes, self.house.now()
        claims = wakes.claim(self.worker, limit=CLAIMED_AT_ONCE, lease=self._lease, now=now)
        self.is_busy = bool(claims)
        for claim in claims:
            self._move(claim)
        return len(claims)

    def move_until_idle(self) -> int:
        """Move everything that is due. How many changes were claimed; one that came due twice counts twice."""
        moved = 0
        while count := self.move_due():
            moved += count
        return moved

    def run(self, stop: threading.Event) -> None:
        """Move what comes due until told to stop; the batch at hand is finished. Trouble is waited out."""
        swept = -SWEEP_EVERY_SECONDS
        while not stop.is_set():
            try:
                if time.monotonic() - swept > SWEEP_EVERY_SECONDS:
                    swept = time.monotonic()
                    self.house.ledger.wakes.sweep(self.house.now())
                if not self.move_due():
                    self.house.ledger.wakes.wait(LOOK_EVERY_SECONDS)
            except GateError as trouble:
                log.warning("The keeper cannot move changes just now: %s", trouble)
                stop.wait(PAUSE_AFTER_TROUBLE_SECONDS)

    def _move(self, claim: Claim) -> None:
        try:
            state = reconcile(self.house, claim.ref)
            self._tell(claim, state)
            self.on_moved(state)
        except UnknownReference:
            self._settle(claim, None)
            return
        except Exception as fault:
            trace = None if isinstance(fault, GateError) else fault
            log.warning(
                "%s could not be moved; it is tried again in a minute: %s", claim.ref, fault, exc_info=trace
            )
            self.house.ledger.wakes.settle(
                claim, next_wake=self.house.now() + AGAIN_AFTER, now=self.house.now()
            )
            return
        self._settle(claim, state)

    def _tell(self, claim: Claim, state: ChangeState) -> None:
        if state.version != claim.version:
            label = waiting_for(state, self.house.ledger.catalogues.get(state.catalogue)).label
            log.info("%s  %s", claim.ref, label)

    def _settle(self, claim: Claim, state: ChangeState | None) -> None:
        now = self.house.now()
        catalogue = self.house.ledger.catalogues.get(state.catalogue) if state else None
        wake = next_wake(state, catalogue, now) if state and catalogue else None
        seen = state.version if state else claim.version
        self.house.ledger.wakes.settle(claim, next_wake=wake, now=now, seen=seen)
