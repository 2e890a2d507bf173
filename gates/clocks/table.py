"""Every clock, as the law or the council's policy sets it. What each finds is in the families' files.

In a rule, words in braces are numbers of the council's own policy. "General knowledge, not re-checked" and "proposed
policy default" say how far a basis can be relied on. It is a starting point, not legal advice.
"""

from __future__ import annotations

from datetime import date

from gates.clocks import ahead, consultation, decision, duties, redundancy
from gates.clocks.case import Rule
from gates.clocks.model import Definition
from gates.conditions import parse
from gates.vocabulary import Basis, Gate

GREAT_BRITAIN = ("england", "wales", "scotland")
NORTHERN_IRELAND = (
    "Northern Ireland has its own order on collective redundancies (general knowledge, not re-checked): "
    "take advice."
)
COMMITTEES = parse({"executive_arrangements": False})
REDUNDANCIES = parse({redundancy.AT_ONE_PLACE: {"at_least": 20}})
CONSULTED = parse({"public_or_staff_consultation": True})

CLOCKS: tuple[tuple[Definition, Rule], ...] = (
    (
        Definition(
            id="key_decision_notice",
            title="Notice of the key decision",
            rule="Published 28 clear days before the decision; five by general exception; else special urgency.",
            basis="SI 2012/2089 regs 9-11",
            kind=Basis.STATUTORY,
            owner="democratic_services",
            breaks="A notice that leaves fewer clear days, or none, before the decision.",
            gate=Gate.LEGAL,
            when=parse({"key_decision": True}),
            unless=COMMITTEES,
            nations=("england",),
            effective_from=date(2012, 9, 10),
        ),
        decision.key_decision_notice,
    ),
    (
        Definition(
            id="time_to_respond",
            title="Consultation long enough",
            rule="Open for {consultation_days} days, {consultation_days_high_impact} where the impact is high, "
            "{consultation_days_light_track} on the light track; never shorter than a statute says.",
            basis="Gunning 1985, third principle; the numbers are proposed policy defaults",
            kind=Basis.CASE_LAW,
            owner="engagement_lead",
            breaks="Closing before the period is over.",
            gate=Gate.CONSULTATION,
            when=CONSULTED,
        ),
        consultation.time_to_respond,
    ),
    (
        Definition(
            id="report_to_vote",
            title="Time to weigh the answers",
            rule="{report_to_vote_working_days} clear working days between the close of the consultation and the "
            "decision.",
            basis="Gunning 1985, fourth principle; the number is a proposed policy default",
            kind=Basis.CASE_LAW,
            owner="consultation_analyst",
            breaks="Deciding before the answers can have been analysed and read.",
            gate=Gate.CONSULTATION,
            when=CONSULTED,
        ),
        consultation.report_to_vote,
    ),
    (
        Definition(
            id="collective_redundancy",
            title="Collective redundancy consultation",
            rule="Begun 30 days (from 100 redundancies at one establishment 45 days) before the first dismissal "
            "takes effect.",
            basis="TULRCA 1992 s188(1A)",
            kind=Basis.STATUTORY,
            owner="hr_business_partner",
            breaks="A section 188 letter that leaves fewer days before the first dismissal.",
            gate=Gate.LEGAL,
            when=REDUNDANCIES,
            elsewhere=NORTHERN_IRELAND,
            nations=GREAT_BRITAIN,
            effective_by=redundancy.FIRST_DISMISSAL,
            asks="always",
        ),
        redundancy.consultation,
    ),
    (
        Definition(
            id="redundancy_notification",
            title="Form HR1",
            rule="Received 30 days (from 100 redundancies 45 days) before the first dismissal takes effect, and before "
            "notice of dismissal is given.",
            basis="TULRCA 1992 ss193-194; failing is an offence",
            kind=Basis.STATUTORY,
            owner="hr_business_partner",
            breaks="A form that arrives later, or after the first notice of dismissal.",
            gate=Gate.LEGAL,
            when=REDUNDANCIES,
            elsewhere=NORTHERN_IRELAND,
            nations=GREAT_BRITAIN,
            effective_by=redundancy.FIRST_DISMISSAL,
            asks="always",
        ),
        redundancy.notification,
    ),
    (
        Definition(
            id="protective_award",
            title="Protective award",
            rule="Up to 90 days' pay a head, 180 for dismissals that take effect on or after 6 April 2026.",
            basis="TULRCA 1992 s189 as amended by the Employment Rights Act 2025",
            kind=Basis.STATUTORY,
            owner="hr_business_partner",
            breaks="Beginning collective consultation too late.",
            gate=Gate.LEGAL,
            when=REDUNDANCIES,
            elsewhere=NORTHERN_IRELAND,
            nations=GREAT_BRITAIN,
            effective_by=redundancy.FIRST_DISMISSAL,
            asks="never",
        ),
        redundancy.protective_award,
    ),
    (
        Definition(
            id="employee_liability_information",
            title="Employee liability information",
            rule="Given 28 days before staff transfer.",
            basis="TUPE 2006 reg 11",
            kind=Basis.STATUTORY,
            owner="employment_lawyer",
            breaks="Giving it fewer than 28 days before the transfer.",
            gate=Gate.LEGAL,
            when=parse({"not": {"tupe": "none"}}),
            effective_from=date(2006, 4, 6),
            effective_by=duties.TRANSFER,
            asks="always",
        ),
        duties.employee_liability_information,
    ),
    (
        Definition(
            id="call_in",
            title="Call-in",
            rule="A key decision is not carried out until {call_in_working_days} clear working days have passed.",
            basis="The council's constitution; five days are common (general knowledge, not re-checked)",
            kind=Basis.POLICY,
            owner="democratic_services",
            breaks="Carrying the decision out before that day.",
            gate=Gate.LEGAL,
            when=parse({"key_decision": True}),
            unless=COMMITTEES,
            nations=("england",),
            asks="never",
        ),
        decision.call_in,
    ),
    (
        Definition(
            id="judicial_review",
            title="Challenge in court",
            rule="Promptly, and within three months of the decision; 30 days where a procurement is challenged.",
            basis="CPR 54.5; the procurement regime (general knowledge, not re-checked; other nations' courts have "
            "rules of their own)",
            kind=Basis.STATUTORY,
            owner="monitoring_officer",
            breaks="Nothing: for information.",
            gate=Gate.LEGAL,
            when=parse("always"),
            asks="never",
        ),
        decision.judicial_review,
    ),
    (
        Definition(
            id="subsidy_entry",
            title="Subsidy database",
            rule="Entered within three months of the decision.",
            basis="Subsidy Control Act 2022 ss32-33",
            kind=Basis.STATUTORY,
            owner="legal",
            breaks="An entry later than that, or none.",
            gate=Gate.LEGAL,
            when=parse({"subsidy": True}),
            effective_from=date(2023, 1, 4),
            effective_by="subsidy_decided_on",
            asks="always",
        ),
        duties.subsidy_entry,
    ),
    (
        Definition(
            id="feedback",
            title="Feedback to those consulted",
            rule="Published within {feedback_days} days of the decision.",
            basis="LGA criteria GL5 and GL8; the number is a proposed policy default",
            kind=Basis.POLICY,
            owner="engagement_lead",
            breaks="Publishing later, or not at all.",
            gate=Gate.CONSULTATION,
            when=CONSULTED,
            asks="always",
        ),
        consultation.feedback,
    ),
    (
        Definition(
            id="first_equality_review",
            title="First review of the equality effects",
            rule="On the day that the monitoring plan names.",
            basis="Equality Act 2010 s149, a continuing duty (Brown 2008)",
            kind=Basis.CASE_LAW,
            owner="equality_officer",
            breaks="Letting that day pass without a review.",
            gate=Gate.EQUALITY,
            when=parse("always"),
            unless=parse({duties.SCREENING: False}),
            asks="always",
        ),
        duties.first_equality_review,
    ),
    (
        Definition(
            id="organisation_redundancies",
            title="Redundancies across the organisation",
            rule="Collective consultation by the total over all establishments; the number is not known yet.",
            basis="Employment Rights Act 2025 s29",
            kind=Basis.STATUTORY,
            owner="hr_business_partner",
            breaks="Nothing yet: it is not in force.",
            gate=Gate.LEGAL,
            when=parse({"redundancies_total_90d": {"more_than": 0}}),
            nations=GREAT_BRITAIN,
            in_force=False,
            expected="expected in 2027",
            asks="never",
        ),
        ahead.organisation_redundancies,
    ),
    (
        Definition(
            id="fire_and_rehire",
            title="Dismissal and re-engagement",
            rule="Changing terms by dismissal and re-engagement is restricted.",
            basis="Employment Rights Act 2025",
            kind=Basis.STATUTORY,
            owner="hr_business_partner",
            breaks="Nothing yet: it is not in force.",
            gate=Gate.LEGAL,
            when=parse({"dismissal_and_reengagement": True}),
            nations=GREAT_BRITAIN,
            in_force=False,
            expected="moved to 2027",
            asks="never",
        ),
        ahead.fire_and_rehire,
    ),
    (
        Definition(
            id="two_tier_code",
            title="Two-tier workforce code",
            rule="Staff who transfer with an outsourced service, and those who join them, are treated alike.",
            basis="Employment Rights Act 2025 s32, inserting a part in the Procurement Act 2023",
            kind=Basis.STATUTORY,
            owner="procurement_lead",
            breaks="Nothing yet: it is not in force.",
            gate=Gate.LEGAL,
            when=parse(
                {
                    "all": [
                        {"change_type": {"includes": ["outsourcing"]}},
                        {"tupe": {"includes": ["out", "in_and_out"]}},
                    ]
                }
            ),
            in_force=False,
            expected="October 2026 was stated, no regulation confirms it: legal to confirm",
            asks="never",
        ),
        ahead.two_tier_code,
    ),
    (
        Definition(
            id="public_interest_test",
            title="Public interest test",
            rule="Before a service worth over £1,000,000 including VAT is bought: is it better provided in house?",
            basis="PPN 024 of 17 June 2026: central government from 1 April 2027, councils encouraged",
            kind=Basis.STATUTORY_GUIDANCE,
            owner="procurement_lead",
            breaks="Nothing: it does not bind a council.",
            gate=Gate.LEGAL,
            when=parse(
                {
                    "all": [
                        {"change_type": {"includes": ["outsourcing", "insourcing"]}},
                        {"contract_value_inc_vat": {"more_than": 1_000_000}},
                    ]
                }
            ),
            nations=("england",),
            asks="never",
        ),
        ahead.public_interest_test,
    ),
)
