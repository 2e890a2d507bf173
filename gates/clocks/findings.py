"""What most clocks come to: something is to be done by a last day, or an answer is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gates.clock import said_day
from gates.clocks.case import Case, days, named
from gates.clocks.model import ClockStatus, Finding


@dataclass(frozen=True)
class Task:
    """Something to be done by a last day. `mend` says what helps once that day has passed."""

    do: str
    done: str
    mend: str = ""


def unknown(
    needs: tuple[str, ...], says: str = "", *, starts_on: date | None = None, earliest: date | None = None
) -> Finding:
    """An answer that decides is missing; the earliest lawful day is told as far as it is known."""
    return Finding(
        status=ClockStatus.UNKNOWN,
        says=f"{says} Not answered yet: {named(needs)}.".lstrip(),
        needs=needs,
        starts_on=starts_on,
        due_on=earliest,
        limit="earliest" if earliest else None,
    )


def from_day(status: ClockStatus, says: str, *, starts_on: date, earliest: date) -> Finding:
    """Something is lawful from a day on, and stands so."""
    return Finding(status=status, says=says, starts_on=starts_on, due_on=earliest, limit="earliest")


def deadline(
    case: Case, today: date, task: Task, *, last: date, done_on: date | None, starts_on: date | None = None
) -> Finding:
    """Met when done by the last day; at risk in the days before it that the policy calls soon; broken after it."""
    status = _status(case, today, last, done_on)
    return Finding(
        status=status,
        says=_says(task, status, last, done_on),
        starts_on=starts_on,
        due_on=last,
        limit="latest",
    )


def _status(case: Case, today: date, last: date, done_on: date | None) -> ClockStatus:
    if done_on is not None:
        return ClockStatus.MET if done_on <= last else ClockStatus.BROKEN
    if today > last:
        return ClockStatus.BROKEN
    return ClockStatus.AT_RISK if last - today <= days(case.policy.due_soon_days) else ClockStatus.RUNNING


def _says(task: Task, status: ClockStatus, last: date, done_on: date | None) -> str:
    if status is ClockStatus.BROKEN:
        late = f"{task.done} on {said_day(done_on)}" if done_on else task.do
        return f"{late}: the last day was {said_day(last)}. {task.mend}".rstrip()
    if done_on is not None:
        return f"{task.done} on {said_day(done_on)}, by the last day, {said_day(last)}."
    return f"{task.do}: the last day is {said_day(last)}."
