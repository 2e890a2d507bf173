"""Facts that are worked out, such as the track, are the same for the database's decision and for Python's."""

from __future__ import annotations

import pytest

from config.settings import settings_from
from gates.catalogue import Catalogue
from gates.clock import london_day
from gates.events import EvidenceSubmitted, FactsRecorded
from gates.vocabulary import Gate
from ledger.projections import evidence_rows
from tasks.check import gaps_of
from tasks.house import open_house, utc_now
from tests.factories import START, make_office, register
from tests.gates.catalogues import RECORD
from tests.gates.tracked import SMALL, raw_tracked


@pytest.fixture
def office(tmp_path):
    made = make_office(
        url=f"sqlite:///{tmp_path}/gatehouse.db", catalogue=Catalogue.model_validate(raw_tracked())
    )
    yield made
    made.ledger.close()


@pytest.fixture
def house(office, tmp_path):
    opened = open_house(settings_from({"GATEHOUSE_HOME": str(tmp_path), "GATEHOUSE_PREFECT_PORT": "1"}))
    yield opened
    opened.close()


def happened(office, state, event):
    return office.ledger.append(
        state.ref, [event], expected_version=state.version, acting=office.acting(), at=START
    )


def found(house, state, gate):
    return [gap.rule for gap in gaps_of(house, state, london_day(utc_now()), gate)]


def test_an_item_that_hangs_on_the_track_is_asked_for_by_both_or_by_neither(office, house):
    light = register(office=office, facts=SMALL)
    assert found(house, light, Gate.LEARNING) == ["LN-01.provided", "LN-03.provided"]

    standard = happened(office, light, FactsRecorded(facts={"staff_affected": 99}))
    assert found(house, standard, Gate.LEARNING) == ["LN-01.provided", "LN-02.provided", "LN-03.provided"]


def test_a_check_that_hangs_on_the_track_is_measured_by_both_or_by_neither(office, house):
    noted = EvidenceSubmitted(
        item="CO-01",
        gate=Gate.CONSULTATION,
        version=1,
        record={**RECORD, "case": "Short"},
        content="0" * 64,
        effective_on=START.date(),
        submitted_by=office.people["sro"],
    )
    light = happened(office, register(office=office, facts=SMALL), noted)
    assert found(house, light, Gate.CONSULTATION) == ["CO-01.few_words"]

    full = happened(office, light, FactsRecorded(facts={"change_type": ("merger",)}))
    assert found(house, full, Gate.CONSULTATION) == ["CO-01.min_words"]
    assert len(evidence_rows(full, office.catalogue, council="c", change_id=1)) == 7
