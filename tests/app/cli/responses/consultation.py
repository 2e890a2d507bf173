"""An export of six rows, and what else the tests of a consultation need."""

from __future__ import annotations

ENGAGE, DPO = "engage@x.example", "dpo@x.example"
HEADINGS = "Response ID,Submitted,Respondent type,Address,Your name,Age group,Do you agree?,Why?"
TEXT = "because the library is where we all meet and read"
ROWS = (
    f"R-1,1/2/2026,Individual,12 Mill Lane DE1 2AB,Jane Doe,65+,Agree,{TEXT}",
    f"R-2,2/2/2026,Organisation,North,,65+,Disagree,{TEXT}",
    f"R-3,9/2/2026,Individual,North,,65+,Agree,{TEXT}",
    f"R-4,9/2/2026,Individual,North,,65+,Agree,{TEXT}",
    "R-5,,Local business,South,,65+,Agree,",
    "R-6,1/2/2026,Individual,South,,18-24,,",
)
TODAY = "2026-02-10"


def close(desk, ref, day):
    """Have evidence say when the consultation closes, as CO-04 does."""
    from datetime import UTC, date, datetime

    from gates.events import Acting, EvidenceSubmitted
    from gates.vocabulary import Door, Gate
    from ledger import open_ledger

    ledger = open_ledger(f"sqlite:///{desk.home}/gatehouse.db")
    news = EvidenceSubmitted(
        item="CO-04",
        gate=Gate.CONSULTATION,
        version=1,
        record={},
        content="c",
        effective_on=date.fromisoformat(day),
        submitted_by="PER-0001",
        publishes={"consultation_closes_on": day},
    )
    state = ledger.load(ref)
    acting = Acting(person="PER-0001", role="engagement_lead", door=Door.CLI)
    ledger.append(ref, [news], expected_version=state.version, acting=acting, at=datetime.now(UTC))
    ledger.close()


def before_the_last_board(desk, ref):
    """Have the board pass four gates and vote on the consultation."""
    from datetime import UTC, datetime

    from gates.events import Acting, GatePassed
    from gates.vocabulary import Door, Outcome
    from ledger import open_ledger

    for _ in range(4):
        pack = desk.open_review(ref)
        ledger = open_ledger(f"sqlite:///{desk.home}/gatehouse.db")
        state = ledger.load(ref)
        passed = GatePassed(gate=state.gate, round=1, pack=pack, votes={}, outcome=Outcome.APPROVE)
        acting = Acting(person="SYSTEM", role="system", door=Door.KEEPER)
        ledger.append(ref, [passed], expected_version=state.version, acting=acting, at=datetime.now(UTC))
        ledger.close()
    desk.open_review(ref)
