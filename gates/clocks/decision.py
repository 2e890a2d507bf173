"""The clocks around the decision itself: notice before it, call-in and challenge after it."""

from __future__ import annotations

from datetime import date

from gates.clock import said_day
from gates.clocks.case import Case, days
from gates.clocks.findings import Task, deadline, from_day, unknown
from gates.clocks.model import ClockStatus, Finding
from gates.workdays import add_months, after_clear_working_days, clear_days_between

NOTICE, GENERAL_EXCEPTION, SPECIAL_URGENCY = "key_decision_notice", "general_exception", "special_urgency"
CLEAR_DAYS = 28
CLEAR_DAYS_BY_EXCEPTION = 5
CHALLENGE_MONTHS = 3
PROCUREMENT_DAYS = 30


def clear_days_needed(case: Case) -> int:
    """How many clear days' notice the route asks for. SI 2012/2089 regs 9 and 10."""
    by_exception = case.text(NOTICE) == GENERAL_EXCEPTION
    return CLEAR_DAYS_BY_EXCEPTION if by_exception else CLEAR_DAYS


def earliest_after_notice(case: Case) -> date | None:
    """The first day of which the notice was given in time; None while it is not published."""
    published = case.day("notice_published_on")
    return published + days(clear_days_needed(case) + 1) if published else None


def key_decision_notice(case: Case, today: date) -> Finding:
    """Notice of a key decision: 28 clear days before it, five by general exception, none by special urgency.

    Source: SI 2012/2089 regs 9 to 11. A route that is not stated is held to 28 clear days, and shorter notice is
    not called lawful until the general exception is stated.
    """
    if case.text(NOTICE) == SPECIAL_URGENCY:
        says = (
            "Special urgency: no notice period, if the chair of scrutiny agrees that it cannot be deferred."
        )
        return Finding(status=ClockStatus.ADVISORY, says=says)
    decision, published = case.day("decision_date"), case.day("notice_published_on")
    earliest = earliest_after_notice(case)
    if decision is None:
        says = f"The decision may be taken from {said_day(earliest)}." if earliest else ""
        needs = case.without_day("decision_date", "notice_published_on")
        return unknown(needs, says, starts_on=published, earliest=earliest)
    if published is None or earliest is None:
        return _unpublished(case, today, decision)
    return _published(case, published, decision, earliest)


def _published(case: Case, published: date, decision: date, earliest: date) -> Finding:
    given = clear_days_between(published, decision)
    days_said = f"{max(given, 0)} clear {'day' if given == 1 else 'days'}"
    says = f"Published on {said_day(published)}: {days_said} before the decision."
    if given >= clear_days_needed(case):
        return from_day(ClockStatus.MET, says, starts_on=published, earliest=earliest)
    if case.text(NOTICE) is None and given >= CLEAR_DAYS_BY_EXCEPTION:
        says = f"{says} That is enough for the general exception only."
        return unknown((NOTICE,), says, starts_on=published, earliest=earliest)
    says = f"{says} Move the decision to {said_day(earliest)} or later."
    return from_day(ClockStatus.BROKEN, says, starts_on=published, earliest=earliest)


def _unpublished(case: Case, today: date, decision: date) -> Finding:
    clear = clear_days_needed(case)
    last, last_by_exception = decision - days(clear + 1), decision - days(CLEAR_DAYS_BY_EXCEPTION + 1)
    mend = f"Move the decision: it needs {clear} clear days after the notice. Otherwise only special urgency is left."
    task = Task("Publish the notice of the key decision", "Notice was published", mend)
    if case.text(NOTICE) is None and last < today <= last_by_exception:
        says = (
            f"Too late for 28 clear days (the last day was {said_day(last)}). Move the decision, or publish a notice "
            f"of general exception by {said_day(last_by_exception)}."
        )
        return Finding(
            status=ClockStatus.AT_RISK, says=says, due_on=last_by_exception, limit="latest", needs=(NOTICE,)
        )
    return deadline(case, today, task, last=last, done_on=None)


def call_in(case: Case, today: date) -> Finding:
    """From which day a key decision may be carried out: so many clear working days after it, as the council sets.

    Source: each council's constitution; five is common (general knowledge, not re-checked).
    """
    decision = case.day("decision_date")
    if decision is None:
        return unknown(("decision_date",))
    first = after_clear_working_days(decision, case.policy.call_in_working_days, case.nation)
    over = today >= first
    says = f"The decision may be carried out from {said_day(first)}, unless it is called in."
    status = ClockStatus.MET if over else ClockStatus.RUNNING
    return from_day(status, says, starts_on=decision, earliest=first)


def judicial_review(case: Case, today: date) -> Finding:
    """Until when the decision can be challenged in court, for information.

    Source: CPR 54.5, and the procurement regime for contracts (general knowledge, not re-checked). "Promptly" may
    be earlier than the last day, and a court may allow more time.
    """
    decision = case.day("decision_date")
    if decision is None:
        return unknown(("decision_date",))
    last = add_months(decision, CHALLENGE_MONTHS)
    says = f"A claim must be made promptly, and in any event by {said_day(last)}."
    if case.number("contract_value_inc_vat") != 0:
        says += f" About a procurement: within {PROCUREMENT_DAYS} days, so from a decision on that day by "
        says += f"{said_day(decision + days(PROCUREMENT_DAYS))}."
    if today > last:
        says = f"The longest period for a claim ended on {said_day(last)}."
    return Finding(status=ClockStatus.ADVISORY, says=says, starts_on=decision, due_on=last, limit="latest")
