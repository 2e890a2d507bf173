"""Any answers are taken or refused with every fault; whatever is then known, everything can be decided under it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gates.clocks import clocks_of, earliest_lawful_decision
from gates.completeness import gaps_by_python, rows_of
from gates.derived import known_facts, required_items
from gates.effects import effects_of, open_items
from gates.errors import GateError
from gates.facts import read_facts
from gates.reading import YEARS
from gates.tracks import TRACKS, track_of
from gates.vocabulary import Gate
from tests.catalogue.examples import CATALOGUE, TODAY
from tests.fuzz import office as offices
from tests.fuzz import values
from tests.fuzz.profile import examples

ASKED = {fact.id: fact for fact in CATALOGUE.triage_facts}
PUBLISHED = {fact.id: fact for fact in CATALOGUE.facts if fact.id in CATALOGUE.publishers}
names = st.sampled_from(sorted(fact.id for fact in CATALOGUE.facts)) | values.odd_texts
days = (
    st.sampled_from([date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)])
    | st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    | st.integers(-400, 400).map(lambda count: TODAY + timedelta(count))
)


def answer_to(fact):
    """An answer that is taken, or one that nobody means."""
    choices = st.sampled_from(fact.choices or ("a",))
    good = {
        "choice": choices,
        "choices": st.lists(choices, unique=True, min_size=1),
        "number": st.integers(0, 300) | st.floats(0, 1e15) | st.sampled_from([1e15, 0, "1,200"]),
        "money": st.integers(0, 10**7) | st.sampled_from(["£1,000,000", 1e15]),
        "boolean": st.booleans() | st.sampled_from(["yes", "No"]),
        "date": days.map(date.isoformat),
        "text": st.text(max_size=5),
    }
    return good[fact.kind]


given_facts = st.fixed_dictionaries({}, optional={name: answer_to(fact) for name, fact in ASKED.items()})
published = st.fixed_dictionaries({}, optional={name: answer_to(fact) for name, fact in PUBLISHED.items()})


def taken(raw):
    """The answers as they are read; none if they are refused."""
    try:
        return {name: value for name, value in read_facts(CATALOGUE, raw).items() if value is not None}
    except GateError as refused:
        offices.says_itself(refused)
        return {}


def can_be_decided(facts):
    known = known_facts(CATALOGUE, facts)
    assert known_facts(CATALOGUE, known) == known
    assert known["track"] in TRACKS
    assert track_of(CATALOGUE, known).in_words(CATALOGUE)
    for clock in clocks_of(known, TODAY, CATALOGUE.clocks):
        assert clock.says
        assert clock.days_left is None or clock.due_on is not None
    day, because = earliest_lawful_decision(known, CATALOGUE.clocks)
    assert day is None or because
    open_items(CATALOGUE, facts)
    rows = rows_of(CATALOGUE, Gate, facts, {})
    assert len(gaps_by_python(CATALOGUE, rows, TODAY, facts)) == len(rows)


@examples(200)
@given(st.dictionaries(names, values.odd, max_size=6), given_facts)
def test_any_answers_to_any_questions(odd, good):
    facts = taken({**good, **odd})
    assert taken(facts) == facts

    can_be_decided(facts or taken(good))


@examples(200)
@given(given_facts, published, st.dictionaries(names, values.odd, max_size=3))
def test_whatever_is_known_follows_and_takes_effect(good, told, odd):
    before, after = (
        taken(good),
        {**taken(good), **{name: as_kept(value) for name, value in {**told, **odd}.items()}},
    )

    can_be_decided(after)
    for one, other in ((before, after), (after, before)):
        effects = effects_of(CATALOGUE, one, other, handed_in={"IA-01", "CO-04"})
        gained = {effect.item for effect in effects.becomes_required}
        lost = {effect.item for effect in effects.falls_away}
        assert required_items(CATALOGUE, other) == (required_items(CATALOGUE, one) | gained) - lost


def as_kept(value):
    return (
        tuple(map(str, value))
        if isinstance(value, list)
        else str(value)
        if isinstance(value, dict)
        else value
    )


@examples(250)
@given(given_facts, published, st.data())
def test_taking_answers_back_never_takes_an_item_away(good, told, data):
    facts = {**taken(good), **{name: as_kept(value) for name, value in told.items()}}
    kept = data.draw(st.lists(st.sampled_from(sorted(facts)), unique=True)) if facts else []
    fewer = {name: facts[name] for name in kept}

    assert required_items(CATALOGUE, facts) <= required_items(CATALOGUE, fewer)
    assert TRACKS.index(known_facts(CATALOGUE, facts)["track"]) <= TRACKS.index(
        known_facts(CATALOGUE, fewer)["track"]
    )
