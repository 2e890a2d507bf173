"""A house of one test's own."""

from __future__ import annotations

import pytest

from config.settings import settings_from
from tasks.house import open_house
from tests.flows.council import council_at


@pytest.fixture
def office(tmp_path):
    made = council_at(f"sqlite:///{tmp_path}/gatehouse.db")
    yield made
    made.ledger.close()


@pytest.fixture
def house(office, tmp_path):
    opened = open_house(settings_from({"GATEHOUSE_HOME": str(tmp_path), "GATEHOUSE_PREFECT_PORT": "1"}))
    yield opened
    opened.close()
