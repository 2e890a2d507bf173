"""The list of UK local authorities: each council that was replaced by others is a change."""

from collections import Counter

import pytest

from tasks.registers import load_mapping, read_register
from tests.machine import ROOT
from tests.tasks.registers.make import accepted, rejected

pytestmark = pytest.mark.needs("shared_data")


@pytest.fixture
def register(shared_data):
    mapping = load_mapping(ROOT / "config" / "imports" / "reorganisations.yaml")
    return read_register(shared_data / "uk_local_authorities_future.csv", mapping)


def test_the_councils_that_were_replaced_are_taken_and_the_others_counted(register):
    found = list(register)

    assert len(accepted(found)) == 48
    assert rejected(found) == []
    assert register.left_out == 470 - 48
    assert Counter(draft.facts["nation"] for draft in accepted(found)) == {"england": 48}


def test_a_council_may_be_replaced_by_several(register):
    drafts = {draft.external_ref: draft for draft in accepted(register)}

    assert drafts["CMA"].source_fields["replaced-by"] == "CBD,WAF"
    assert "CBD,WAF" in drafts["CMA"].summary
    assert drafts["CMA"].types == ("merger",)
    assert drafts["BKM"].facts["planned_end"] == "2020-03-31"
    assert drafts["CMA"].title.endswith("is replaced by a new council")
