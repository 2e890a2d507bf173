"""Three keepers over one ledger: nothing is lost, doubled or shown in the wrong order."""

from __future__ import annotations

import signal
from collections import Counter

import pytest

from tests.flows.conftest import settings_at
from tests.flows.council import council_at, new_change
from tests.flows.test_killed import ASKED, play_to_the_end
from tests.machine import temporary_database

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.needs("postgres")]

CHANGES = 9
KEEPERS = 3


@pytest.fixture
def kept_by_three(tmp_path, prefect_settings, zygote):
    with temporary_database() as url:
        settings = settings_at(tmp_path, port=prefect_settings.prefect_port, url=url)
        office = council_at(settings.database_url)
        order = {"home": str(tmp_path), "port": str(prefect_settings.prefect_port), "url": url}
        refs = [new_change(office, title=f"Change {number}") for number in range(CHANGES)]
        keepers = [zygote.start("keeper", log=tmp_path / "keepers.log", **order) for _ in range(KEEPERS)]
        play_to_the_end(office, refs)
        endings = [zygote.end(process, signal.SIGTERM) for process in keepers]
        yield office, refs, endings
        office.ledger.close()


def test_three_keepers_tell_the_same_story_as_one(kept_by_three, tmp_path):
    from prefect.client.orchestration import get_client

    office, refs, endings = kept_by_three

    assert endings == [0] * KEEPERS
    labels = {row.ref: row.waiting_label for row in office.ledger.list().rows}
    with get_client(sync_client=True) as client:
        shown = {ref: client.read_flow_run(office.ledger.runs.get(ref).run_id).state_name for ref in refs}
    assert shown == labels
    log = (tmp_path / "prompts.log").read_text(encoding="utf-8")
    assert {key: count for key, count in Counter(ASKED.findall(log)).items() if count > 1} == {}
    assert office.ledger.verify().ok
    assert [one.event.type for ref in refs for one in office.ledger.history(ref)].count("run_replaced") == 0
