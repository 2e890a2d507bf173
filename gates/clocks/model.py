"""What a clock is, as it is defined and as it stands for one change on one day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gates.conditions import Condition
from gates.vocabulary import Basis, Gate

Asks = Literal["gates", "always", "never"]


class ClockStatus(StrEnum):
    """How a clock stands. Unknown is never "not applicable" unless no answer could make the clock matter."""

    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    RUNNING = "running"
    MET = "met"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    SWITCHED_OFF = "switched_off"
    ADVISORY = "advisory"

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do, answer or await something."""
        return self in {ClockStatus.UNKNOWN, ClockStatus.RUNNING, ClockStatus.AT_RISK, ClockStatus.BROKEN}

    @property
    def presses(self) -> bool:
        """Whether somebody has to be asked now."""
        return self in {ClockStatus.AT_RISK, ClockStatus.BROKEN}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Definition(_Frozen):
    """A clock as the law or the council's policy sets it.

    It runs for a change whose facts meet `when`, and not where they are known to meet `unless`, in `nations` (none
    named: in all four); `elsewhere` is said to a change that meets `when` in another. `effective_from` and
    `effective_to` bound the days of the fact `effective_by` on which its basis was in force. `asks` says when its
    owner is sent a card: while the change is at its gates, in delivery too, or never. `expected` says of one that
    is not in force when it is to be. `gate` is the one whose evidence it belongs to.
    """

    id: str
    title: str
    rule: str
    basis: str
    kind: Basis
    owner: str
    breaks: str
    gate: Gate
    when: Condition
    unless: Condition | None = None
    elsewhere: str = ""
    nations: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    effective_by: str = "decision_date"
    in_force: bool = True
    expected: str = ""
    asks: Asks = "gates"


class Finding(_Frozen):
    """What the rule of a clock finds for one change. `needs` are the unknown facts that decide it.

    `due_on` is the day that counts: the `earliest` on which something is lawful, or the `latest` for doing it.
    `warning` says what comes of a clock that does not bind yet, or does not bind a council.
    """

    status: ClockStatus
    says: str
    starts_on: date | None = None
    due_on: date | None = None
    limit: Literal["earliest", "latest"] | None = None
    needs: tuple[str, ...] = ()
    warning: str = ""


class Clock(Finding):
    """A clock as it stands for one change. `days_left` until `due_on`, negative once it is past; None when over."""

    id: str
    title: str
    rule: str
    basis: str
    kind: Basis
    owner: str
    breaks: str
    gate: Gate
    asks: Asks
    days_left: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it belongs on a page about the change: it is open, or warns."""
        return self.status.is_open or bool(self.warning)
