"""When the portfolio is swept by itself: once a night, by whichever keeper is first."""

from __future__ import annotations

from datetime import timedelta

from gates.clock import last_time_of_day, london_day
from tasks.house import House

# A sweep of 100,000 changes takes seconds; a keeper that died in one keeps the others from it for no longer.
LEASE = timedelta(minutes=10)
LOOK_EVERY_SECONDS = 60.0


def is_night_due(house: House, worker: str) -> bool:
    """Whether this keeper is to sweep now: it is time, nobody has done so since, and the night is claimed by it.

    A night that was missed (the machine was off) is made up for. A portfolio that began since has missed none.
    """
    at, now = house.settings.sweep_at, house.now()
    if at is None:
        return False
    moment = last_time_of_day(now, at)
    last = house.ledger.sweeps.last()
    if last is not None and last.at >= moment:
        return False
    if not house.ledger.sweeps.has_changes_before(moment):
        return False
    return house.ledger.sweeps.claim(london_day(moment), worker, now, lease=LEASE)
