"""Single deadlines: before staff transfer, after a subsidy is decided, and the first equality review."""

from __future__ import annotations

from datetime import date

from gates.clock import said_day
from gates.clocks.case import Case, days
from gates.clocks.findings import Task, deadline, unknown
from gates.clocks.model import Finding
from gates.workdays import add_months

TRANSFER, GIVEN = "transfer_date", "eli_given_on"
ELI_DAYS = 28
SUBSIDY_MONTHS = 3
REVIEW, SCREENING = "first_equality_review_on", "screening_positive"


def employee_liability_information(case: Case, today: date) -> Finding:
    """The old employer gives the new one its information at least 28 days before the transfer.

    Source: TUPE 2006 reg 11(6). Where special circumstances prevent it: as soon as reasonably practicable.
    """
    transfer, given = case.day(TRANSFER), case.day(GIVEN)
    if transfer is None:
        earliest = given + days(ELI_DAYS) if given else None
        says = f"Staff may transfer from {said_day(earliest)}." if earliest else ""
        return unknown(case.without_day(TRANSFER, GIVEN), says, starts_on=given, earliest=earliest)
    task = Task(
        "Give the employee liability information",
        "Employee liability information was given",
        "Give it at once, and take advice on moving the transfer.",
    )
    return deadline(case, today, task, last=transfer - days(ELI_DAYS), done_on=given, starts_on=given)


def subsidy_entry(case: Case, today: date) -> Finding:
    """A subsidy is entered in the database within three months of the decision.

    Source: Subsidy Control Act 2022 ss32-33. The months are counted as beginning with the day of the decision, so
    that the last day is the one before the corresponding day (general knowledge, not re-checked).
    """
    decided = case.day("subsidy_decided_on")
    if decided is None:
        return unknown(("subsidy_decided_on",))
    last = add_months(decided, SUBSIDY_MONTHS) - days(1)
    task = Task(
        "Enter the subsidy in the database, unless it is exempt",
        "The subsidy was entered in the database",
        "Enter it at once: until it is, the time for challenging it does not begin to run.",
    )
    return deadline(case, today, task, last=last, done_on=case.day("subsidy_entered_on"), starts_on=decided)


def first_equality_review(case: Case, today: date) -> Finding:
    """The equality effects are looked at again on the day that the monitoring plan names.

    Source: Equality Act 2010 s149 is a continuing duty (Brown 2008).
    """
    due = case.day(REVIEW)
    if due is None:
        known = case.answer(SCREENING) is not None
        return unknown((REVIEW,) if known else (SCREENING, REVIEW))
    task = Task("Review the equality effects", "Reviewed", "Review them now.")
    return deadline(case, today, task, last=due, done_on=None)
