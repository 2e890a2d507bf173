"""Whatever legally happens to a change, what is loaded is what follows from its history."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gates import events as ev
from gates.evolve import fold
from gates.gap import Gap
from gates.transitions import MOVES, next_phase
from gates.vocabulary import Gate, Outcome, Severity, Verdict
from tests.factories import ITEMS, START, register

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
NUMBER = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
FACT = st.booleans() | NUMBER | TEXT | st.lists(TEXT, max_size=3).map(tuple)
NAMES = st.sampled_from(["staff_affected", "change_type", "nation"])
PEOPLE = st.sampled_from(["PER-0001", "PER-0002", "PER-0003"])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
DAYS = st.dates()
GAP = st.builds(
    Gap,
    gate=st.sampled_from(Gate),
    item=st.sampled_from(list(ITEMS)),
    severity=st.sampled_from(Severity),
    **dict.fromkeys(("rule", "owner", "message", "basis"), TEXT),
)
CONDITION = st.builds(ev.ConditionSet, text=TEXT, owner=PEOPLE, due=DAYS)
COMMON = {
    "gate": st.sampled_from(Gate),
    "round": st.integers(1, 9),
    "pack": TEXT,
    "votes": st.dictionaries(PEOPLE, st.sampled_from(Outcome), max_size=3),
    "reasons": st.lists(TEXT, max_size=2).map(tuple),
}


def built(event, **fields):
    """The event with any text where it wants one."""
    texts = {
        name: TEXT for name, field in event.model_fields.items() if field.annotation is str and name != "type"
    }
    return st.builds(event, **{**texts, **fields})


BUILT = {
    "facts_recorded": built(ev.FactsRecorded, facts=st.dictionaries(NAMES, FACT | st.none(), max_size=3)),
    "team_assigned": built(ev.TeamAssigned, team=st.dictionaries(TEXT, PEOPLE | st.none(), max_size=2)),
    "evidence_submitted": built(
        ev.EvidenceSubmitted,
        item=st.sampled_from(list(ITEMS)),
        gate=st.sampled_from(Gate),
        version=st.integers(1, 99),
        record=st.fixed_dictionaries({"note": TEXT}, optional={"table": JSON, "on": DAYS}),
        document=st.none() | st.builds(ev.Document, sha256=st.just("a" * 64), name=TEXT, size=st.just(0)),
        content=TEXT,
        effective_on=DAYS,
        submitted_by=PEOPLE,
        publishes=st.dictionaries(NAMES, FACT, max_size=2),
    ),
    "gaps_found": built(ev.GapsFound, gaps=st.lists(GAP, max_size=2).map(tuple)),
    "evidence_found_complete": built(ev.EvidenceFoundComplete, warnings=st.lists(GAP, max_size=2).map(tuple)),
    "adequacy_reviewed": built(
        ev.AdequacyReviewed,
        item=st.sampled_from(list(ITEMS)),
        verdict=st.sampled_from(Verdict),
        reviewer=PEOPLE,
    ),
    "review_opened": built(
        ev.ReviewOpened, eligible=st.lists(PEOPLE).map(tuple), min_reason_words=st.just(1)
    ),
    "ballot_cast": built(
        ev.BallotCast,
        member=PEOPLE,
        outcome=st.sampled_from(Outcome),
        conditions=st.lists(CONDITION).map(tuple),
    ),
    "review_voided": built(ev.ReviewVoided),
    "gate_passed": built(
        ev.GatePassed, outcome=st.sampled_from(Outcome), conditions=st.lists(CONDITION).map(tuple), **COMMON
    ),
    "gate_deferred": built(ev.GateDeferred, **COMMON),
    "change_rejected": built(ev.ChangeRejected, **COMMON),
    "change_stopped": built(ev.ChangeStopped, reason=TEXT, lessons=TEXT, stopped_by=st.none() | PEOPLE),
    "delivery_started": built(ev.DeliveryStarted),
    "condition_discharged": built(ev.ConditionDischarged, condition=st.just("C1"), evidence=TEXT),
    "run_replaced": built(ev.RunReplaced),
}
# Each stands for rows that are written with it (test_responses.py), so that it cannot be any event.
WITH_ROWS = {"responses_imported", "response_logged", "response_marked", "response_erased"}


@st.composite
def legal_events(draw):
    """A walk through the table of legal moves, each event with any content."""
    phase, walk = MOVES[0].to, []
    for _ in range(draw(st.integers(0, 12))):
        legal = sorted({move.event for move in MOVES if move.phase is phase} - WITH_ROWS)
        event = draw(st.sampled_from(legal).flatmap(BUILT.__getitem__))
        phase = next_phase(phase, event.type)
        walk.append(event)
    return walk


def test_every_event_can_be_built_here():
    assert BUILT.keys() | WITH_ROWS == {move.event for move in MOVES if move.phase is not None}


def cut(walk, sizes):
    """The walk in pieces of these sizes."""
    walk = list(walk)
    while walk:
        size = next(sizes)
        yield walk[:size]
        del walk[:size]


@pytest.fixture
def numbers():
    return count(1)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(walk=legal_events(), sizes=st.lists(st.integers(1, 4), min_size=1))
def test_what_is_loaded_is_what_follows_from_the_history(office, ledger, numbers, walk, sizes):
    ref = f"CHG-{next(numbers):04d}"
    state = register(office=office, ref=ref)
    for step, piece in enumerate(cut(walk, iter(sizes * 12)), start=1):
        at = START + timedelta(seconds=step)
        state = ledger.append(ref, piece, expected_version=state.version, acting=office.acting(), at=at)

    assert ledger.load(ref) == state == fold(ledger.history(ref))
    assert ledger.verify().ok
