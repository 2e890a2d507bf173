"""What other answers would change, before they are recorded."""

from __future__ import annotations

import pytest

from gates.catalogue import Catalogue
from gates.effects import effects_of, open_items
from gates.vocabulary import Gate, Severity
from tests.gates.catalogues import raw_item
from tests.gates.tracked import SMALL, raw_tracked

CATALOGUE = Catalogue.model_validate(raw_tracked(raw_item("LG-07", Gate.LEGAL, nations=["wales"])))


def brief(found):
    return [(one.item, one.because, one.is_open, one.handed_in) for one in found]


def test_what_becomes_required_is_told_with_the_answers_that_decide_it():
    effects = effects_of(CATALOGUE, SMALL, {**SMALL, "staff_affected": 40})

    assert brief(effects.becomes_required) == [("LN-02", "Track is standard", False, False)]
    assert brief(effects.falls_away) == []
    assert effects.track_before.in_words(CATALOGUE).startswith("Light: at most 10")
    assert effects.track_after.in_words(CATALOGUE) == "Standard: more than 10 posts affected"
    assert not effects.is_nothing


def test_what_falls_away_is_told_with_whether_evidence_was_handed_in():
    effects = effects_of(
        CATALOGUE, {}, {"staff_affected": 0, "nation": "england"}, handed_in={"LN-03", "IA-01"}
    )

    assert brief(effects.falls_away) == [
        ("LN-03", "Staff affected is 0, which is not more than 0", False, True),
        ("LG-07", "Nation is england, not wales", False, False),
    ]
    assert [one.item for one in effects.of_evidence] == ["LN-03"]


def test_what_is_required_only_until_answered_says_so():
    effects = effects_of(CATALOGUE, {"nation": "england"}, {})

    assert brief(effects.becomes_required) == [("LG-07", "Nation is not answered", True, False)]


def test_checks_that_begin_and_cease_to_apply_are_told_for_items_asked_for_all_along():
    effects = effects_of(CATALOGUE, SMALL, {**SMALL, "change_type": ("merger",)})

    begin, cease = effects.checks_begin, effects.checks_cease
    assert [(one.item, one.check, one.severity, one.because) for one in begin] == [
        ("CO-01", "min_words", Severity.WARNING, "Track is full")
    ]
    assert [(one.item, one.check, one.because) for one in cease] == [
        ("CO-01", "few_words", "Track is full, not light")
    ]
    assert begin[0].message == "Do what is needed."


def test_the_same_facts_change_nothing():
    assert effects_of(CATALOGUE, SMALL, SMALL).is_nothing


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        (
            {},
            {
                "staff_affected": ["LN-03"],
                "nation": ["LG-07"],
                "change_type": ["LN-02"],
                "one_off_cost": ["LN-02"],
            },
        ),
        ({"change_type": ("merger",), "nation": "wales"}, {"staff_affected": ["LN-03"]}),
        ({**SMALL, "nation": "wales"}, {}),
        (
            {"change_type": ("restructure",), "one_off_cost": 1, "nation": "wales", "staff_affected": 2},
            {"public_facing": ["LN-02"]},
        ),
    ],
)
def test_an_open_question_knows_the_items_that_hang_on_it(facts, held):
    assert open_items(CATALOGUE, facts) == held


def test_an_item_that_every_track_asks_for_hangs_on_no_question_of_the_track():
    every = raw_item("LN-08", Gate.LEARNING, required_when={"any": ["always", {"track": "full"}]})
    asked = Catalogue.model_validate(raw_tracked(every))

    assert "LN-08" not in [item for items in open_items(asked, {}).values() for item in items]
