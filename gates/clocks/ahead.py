"""Duties that are announced but not in force, or that do not bind a council: none runs, each warns."""

from __future__ import annotations

from datetime import date

from gates.clocks.case import Case
from gates.clocks.model import ClockStatus, Finding


def switched_off(warning: str = "", needs: tuple[str, ...] = ()) -> Finding:
    """A duty that is not in force; its warning, if it would bite."""
    return Finding(status=ClockStatus.SWITCHED_OFF, says="Not in force yet.", warning=warning, needs=needs)


def organisation_redundancies(case: Case, _today: date) -> Finding:
    """Warns from so many redundancies across the organisation as the policy says; the law's number is not known.

    Source: Employment Rights Act 2025 s29; 250 to 1,000 were consulted on, commencement is expected in 2027.
    """
    total, least = case.number("redundancies_total_90d") or 0, case.policy.organisation_redundancies
    warns = total >= least
    warning = (
        f"{total:,.0f} redundancies across the organisation: from 2027 a duty to consult may arise from a total that "
        f"is not fixed yet (this warns from {least:,}). Take advice if dismissals may fall after it comes into force."
    )
    return switched_off(warning if warns else "")


def fire_and_rehire(_case: Case, _today: date) -> Finding:
    """Warns wherever terms would be changed by dismissal and re-engagement.

    Source: Employment Rights Act 2025; its commencement was moved to 2027.
    """
    return switched_off(
        "Dismissing staff to change their terms is to become automatically unfair in most cases in 2027: take advice "
        "before relying on it."
    )


def two_tier_code(_case: Case, _today: date) -> Finding:
    """Warns where an outsourced service takes staff with it.

    Source: Employment Rights Act 2025 s32, a new part of the Procurement Act 2023; October 2026 is stated, no
    regulation confirmed it when this was written.
    """
    return switched_off(
        "A code on workers of unequal terms in outsourced services is announced: ask legal whether regulations are "
        "made before the contract is let."
    )


def public_interest_test(_case: Case, _today: date) -> Finding:
    """Advises to ask whether the service is better provided in house, where more than GBP 1 million is at stake.

    Source: PPN 024 of 17 June 2026: central government from 1 April 2027; councils are encouraged, not bound.
    """
    return Finding(
        status=ClockStatus.ADVISORY,
        says="A council is encouraged, not bound, to apply the test.",
        warning="Services worth over £1,000,000 including VAT: record a public interest test before going to market.",
    )
