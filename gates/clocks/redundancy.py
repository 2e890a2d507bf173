"""Collective redundancies in Great Britain: when to begin consulting, when to notify, and what lateness can cost."""

from __future__ import annotations

from datetime import date

from gates.clock import said_day
from gates.clocks.case import Case, days, named
from gates.clocks.findings import Task, deadline, unknown
from gates.clocks.model import ClockStatus, Finding

AT_ONE_PLACE = "redundancies_max_at_one_establishment_90d"
FIRST_DISMISSAL, NOTICE_GIVEN = "first_dismissal_date", "first_dismissal_notice_on"
LETTER, FORM = "s188_letter_on", "hr1_received_on"
MANY = 100
DAYS, DAYS_FOR_MANY = 30, 45
AWARD_DAYS, RAISED_AWARD_DAYS = 90, 180
AWARD_RAISED_ON = date(2026, 4, 6)


def days_needed(case: Case) -> int:
    """Days before the first dismissal takes effect: 45 from 100 redundancies at one establishment, else 30."""
    return DAYS_FOR_MANY if (case.number(AT_ONE_PLACE) or 0) >= MANY else DAYS


def consultation(case: Case, today: date) -> Finding:
    """Consultation begins at least 30 (from 100 redundancies 45) days before the first dismissal takes effect.

    Source: TULRCA 1992 s188(1A). The section 188 letter stands for the beginning.
    """
    first, letter = case.day(FIRST_DISMISSAL), case.day(LETTER)
    needed = days_needed(case)
    lawful = letter + days(needed) if letter else None
    if first is None:
        says = f"No dismissal may take effect before {said_day(lawful)}." if lawful else ""
        return unknown(case.without_day(FIRST_DISMISSAL, LETTER), says, starts_on=letter, earliest=lawful)
    mend = f"No dismissal may take effect before {f'{said_day(lawful)}' if lawful else f'{needed} days after it'}."
    task = Task("Send the section 188 letter", "The section 188 letter was sent", mend)
    return deadline(case, today, task, last=first - days(needed), done_on=letter, starts_on=letter)


def notification(case: Case, today: date) -> Finding:
    """Form HR1 arrives as long before the first dismissal, and before notice of dismissal is given to anybody.

    Source: TULRCA 1992 s193; failing is an offence (s194).
    """
    first, notice, received = case.day(FIRST_DISMISSAL), case.day(NOTICE_GIVEN), case.day(FORM)
    task = Task(
        "Send form HR1 to the Secretary of State",
        "Form HR1 was received",
        "Failing to notify in time is an offence: take legal advice at once.",
    )
    lasts = [notice - days(1)] if notice else []
    lasts += [first - days(days_needed(case))] if first else []
    found = deadline(case, today, task, last=min(lasts), done_on=received) if lasts else None
    if found is not None and (first is not None or found.status is ClockStatus.BROKEN):
        return found
    return unknown(case.without_day(FIRST_DISMISSAL, FORM))


def protective_award(case: Case, today: date) -> Finding:
    """What a tribunal can award each employee where consultation began too late: it stands as that clock stands.

    Source: TULRCA 1992 s189; 90 days' pay, 180 for dismissals that take effect on or after 6 April 2026 (ERA 2025).
    """
    found, first = consultation(case, today), case.day(FIRST_DISMISSAL)
    raised = first is None or first >= AWARD_RAISED_ON
    most = f"up to {RAISED_AWARD_DAYS if raised else AWARD_DAYS} days' pay for each employee dismissed"
    says = f"If consultation begins too late, a tribunal can award {most}."
    if found.status is ClockStatus.BROKEN:
        says = f"Consultation begins too late: a tribunal can award {most}."
    if found.status is ClockStatus.MET:
        says = f"Consultation begins in time. It must also be meaningful: a tribunal can award {most}."
    open_ = f" Not answered yet: {named(found.needs)}." if found.needs else ""
    return found.model_copy(update={"says": says + open_})
