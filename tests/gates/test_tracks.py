"""The track of a change: what makes it full or light, and what a track may never decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gates.catalogue import Catalogue
from gates.soundness import faults_of
from gates.tracks import FULL as FULL_TRACK
from gates.tracks import TRACKS, track_of
from gates.vocabulary import Gate
from tests.gates.catalogues import FACTS, catalogue, raw_item
from tests.gates.tracked import FULL, LIGHT, NOT_ON_LIGHT, SMALL, STANDARD, TRACK_FACT, raw_tracked

CATALOGUE = Catalogue.model_validate(raw_tracked())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Full until answered: type, one-off cost"),
        ({"change_type": ("restructure",)}, "Full until answered: one-off cost"),
        ({"change_type": ("merger",)}, "Full: a merger"),
        ({**SMALL, "change_type": ("merger",), "one_off_cost": 2_000_000},
         "Full: a merger; a cost of £1,000,000 or more"),
        (SMALL, "Light: at most 10 posts affected; not public-facing"),
        ({**SMALL, "staff_affected": 11}, "Standard: more than 10 posts affected"),
        ({**SMALL, "public_facing": True}, "Standard: it does not hold: not public-facing"),
        ({**SMALL, "staff_affected": 11, "public_facing": True},
         "Standard: more than 10 posts affected; it does not hold: not public-facing"),
        ({"change_type": ("restructure",), "one_off_cost": 1},
         "Standard until answered: staff affected, public-facing"),
        ({"change_type": ("restructure",), "one_off_cost": 1, "public_facing": False},
         "Standard until answered: staff affected"),
        ({"change_type": ("restructure",), "one_off_cost": 1, "staff_affected": 50},
         "Standard: more than 10 posts affected"),
    ],
)  # fmt: skip
def test_a_track_is_chosen_with_its_reason(facts, words):
    assert track_of(CATALOGUE, facts).in_words(CATALOGUE) == words


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "change_type": st.sampled_from([("merger",), ("restructure",)]),
            "one_off_cost": st.sampled_from([0, 1_000_000]),
            "staff_affected": st.sampled_from([0, 10, 11]),
            "public_facing": st.booleans(),
        },
    ),
    st.data(),
)
def test_a_fact_made_unknown_never_makes_a_track_lighter(facts, data):
    order = [*TRACKS]
    known = order.index(track_of(CATALOGUE, facts).track)
    for name in facts:
        less = {other: value for other, value in facts.items() if other != name}
        assert order.index(track_of(CATALOGUE, less).track) >= known


def test_a_catalogue_without_tracks_knows_only_the_full_one():
    choice = track_of(catalogue(raw_item()), SMALL)

    assert (choice.track, choice.in_words(CATALOGUE)) == (FULL_TRACK, "Full")


def test_a_light_track_without_conditions_is_nobodys():
    bare = Catalogue.model_validate(raw_tracked(tracks=[FULL, STANDARD, {**LIGHT, "conditions": []}]))

    assert track_of(bare, SMALL).in_words(bare) == "Standard"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tracks": [FULL, LIGHT]}, "the track standard is missing"),
        ({"tracks": [FULL, FULL, STANDARD, LIGHT]}, "full: is defined twice"),
        ({"facts": FACTS}, "define the derived fact 'track' with the choices light, standard, full"),
        ({"facts": [*FACTS, {**TRACK_FACT, "derived": False}]}, "define the derived fact 'track'"),
        ({"facts": [*FACTS, {**TRACK_FACT, "choices": ["light", "full"]}]}, "define the derived fact 'track'"),
        ({"tracks": [FULL, {**STANDARD, "conditions": FULL["conditions"]}, LIGHT]}, "it has no conditions"),
        ({"tracks": [STANDARD, LIGHT, {**FULL, "conditions": [{"when": {"track": "light"}, "because": "light"}]}]},
         "full: track is worked out from other facts"),
        ({"tracks": [{**FULL, "conditions": [{"when": {"tupe": "out"}, "because": "staff move"}]}, STANDARD, LIGHT]},
         "full: the fact 'tupe' is neither asked at triage nor published"),
    ],
)  # fmt: skip
def test_tracks_that_cannot_work_are_refused(changes, says):
    with pytest.raises(ValidationError, match=says):
        Catalogue.model_validate(raw_tracked(**changes))


@pytest.mark.parametrize(
    ("item_id", "changes"),
    [
        ("LN-09", {"kind": "statutory"}),
        ("LN-09", {"kind": "statutory", "required_when": {"any": [NOT_ON_LIGHT, {"public_facing": True}]}}),
        ("IA-02", {}),
        ("IA-06", {"kind": "professional"}),
    ],
)
def test_a_track_never_decides_about_a_statutory_item_the_options_or_the_money(item_id, changes):
    gate = Gate.LEARNING if item_id.startswith("LN") else Gate.IMPACT
    item = raw_item(item_id, gate, **{"required_when": NOT_ON_LIGHT, **changes})

    with pytest.raises(ValidationError, match=rf"{item_id}: is asked for whatever the track"):
        Catalogue.model_validate(raw_tracked(item))


@pytest.mark.parametrize("kind", ["policy", "professional", "case law", "statutory guidance"])
def test_a_track_may_decide_about_what_no_statute_asks_for(kind):
    item = raw_item("LN-09", Gate.LEARNING, required_when=NOT_ON_LIGHT, kind=kind)

    assert not list(faults_of(Catalogue.model_validate(raw_tracked(item))))


def test_a_fact_without_a_title_does_not_stop_a_track_from_saying_what_it_waits_for():
    raw = raw_tracked()
    raw["facts"] = [{**fact, "title": ""} for fact in raw["facts"]]
    untitled = Catalogue.model_validate(raw)

    assert track_of(untitled, {}).in_words(untitled) == "Full until answered: , "
