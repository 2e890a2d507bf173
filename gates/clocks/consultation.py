"""The clocks of a consultation: long enough, time to weigh the answers, feedback afterwards."""

from __future__ import annotations

from datetime import date

from gates.clock import said_day
from gates.clocks.case import Case, days
from gates.clocks.findings import Task, deadline, from_day, unknown
from gates.clocks.model import ClockStatus, Finding
from gates.workdays import SUBDIVISIONS, after_clear_working_days, working_days_between

OPENS, CLOSES, STATUTORY = "consultation_opens_on", "consultation_closes_on", "earliest_lawful_close"
HIGH_IMPACT = "high_impact"
DECISION = "decision_date"


def days_open_needed(case: Case, *, high_impact: bool) -> int:
    """Days from opening to close. Proposed policy defaults: 42; 84 for high impact; 28 on the light track."""
    if high_impact:
        return case.policy.consultation_days_high_impact
    light = case.text("track") == "light"
    return case.policy.consultation_days_light_track if light else case.policy.consultation_days


def may_be_high_impact(case: Case) -> bool:
    """High impact, or not known not to be; the light track is for changes known to be of no high impact."""
    answer = case.answer(HIGH_IMPACT)
    return answer if answer is not None else case.text("track") != "light"


def earliest_close(case: Case, *, high_impact: bool) -> date | None:
    """The first day on which the consultation may close, by policy and by any statute; None until it opens."""
    opens, statutory = case.day(OPENS), case.day(STATUTORY)
    if opens is None:
        return None
    by_policy = opens + days(days_open_needed(case, high_impact=high_impact))
    return max(by_policy, statutory) if statutory else by_policy


def time_to_respond(case: Case, today: date) -> Finding:
    """The consultation stays open for as long as the policy says, and no shorter than any statutory minimum.

    Source: Gunning, third principle; the numbers are proposed policy defaults. While it is not known whether the
    impact is high, a length between the two is not judged.
    """
    opens, closes = case.day(OPENS), case.day(CLOSES)
    earliest = earliest_close(case, high_impact=may_be_high_impact(case))
    if opens is None or closes is None or earliest is None:
        says = f"It may close from {said_day(earliest)}." if earliest else ""
        return unknown(case.without_day(OPENS, CLOSES), says, starts_on=opens, earliest=earliest)
    says = f"Open from {said_day(opens)} to {said_day(closes)}, {max((closes - opens).days, 0)} days."
    if closes >= earliest:
        status = ClockStatus.MET if today > closes else ClockStatus.RUNNING
        return from_day(status, says, starts_on=opens, earliest=earliest)
    least = earliest_close(case, high_impact=False)
    if case.answer(HIGH_IMPACT) is None and least is not None and closes >= least:
        return unknown(
            (HIGH_IMPACT,), f"{says} Not enough if the impact is high.", starts_on=opens, earliest=earliest
        )
    says = f"{says} It may not close before {said_day(earliest)}."
    return from_day(ClockStatus.BROKEN, says, starts_on=opens, earliest=earliest)


def earliest_vote(case: Case, close: date, nation: str | None) -> date:
    """The first day for the decision after that close: never the day of the close itself."""
    count = case.policy.report_to_vote_working_days
    return max(after_clear_working_days(close, count, nation), close + days(1))


def report_to_vote(case: Case, _today: date) -> Finding:
    """Clear working days between the close, the earliest start of the analysis, and the decision.

    Source: Gunning, fourth principle; five is a proposed policy default. While the nation is unknown, a length that
    is enough in one nation only is not judged.
    """
    closes, decision = case.day(CLOSES), case.day(DECISION)
    earliest = earliest_vote(case, closes, case.nation) if closes else None
    if closes is None or decision is None or earliest is None:
        says = f"The decision may be taken from {said_day(earliest)}." if earliest else ""
        return unknown(case.without_day(CLOSES, DECISION), says, starts_on=closes, earliest=earliest)
    given = working_days_between(closes, decision, case.nation)
    says = f"{max(given, 0)} clear working {'day' if given == 1 else 'days'} from the close to the decision."
    if decision >= earliest:
        return from_day(ClockStatus.MET, says, starts_on=closes, earliest=earliest)
    if case.nation is None and any(
        decision >= earliest_vote(case, closes, nation) for nation in SUBDIVISIONS
    ):
        return unknown(("nation",), says, starts_on=closes, earliest=earliest)
    says = f"{says} Move the decision to {said_day(earliest)} or later."
    return from_day(ClockStatus.BROKEN, says, starts_on=closes, earliest=earliest)


def feedback(case: Case, today: date) -> Finding:
    """What was heard and what changed is published within so many days of the decision.

    Source: LGA criteria GL5 and GL8; 30 days is a proposed policy default.
    """
    decision = case.day(DECISION)
    if decision is None:
        return unknown((DECISION,))
    last = decision + days(case.policy.feedback_days)
    task = Task("Publish what was heard and what changed", "Feedback was published", "Publish it now.")
    done = case.day("feedback_published_on")
    return deadline(case, today, task, last=last, done_on=done, starts_on=decision)
