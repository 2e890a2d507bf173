"""What Prefect's pages show of a change and of the portfolio: one artifact each, kept up to date in its place."""

from __future__ import annotations

import json
import re
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, ArtifactFilterKey
from prefect.client.schemas.sorting import ArtifactSort
from prefect.exceptions import ObjectNotFound

from gates.state import ChangeState
from gates.waiting import waiting_for
from tasks.change_page import Subject, change_page, people_on
from tasks.house import House
from tasks.markdown import plain
from tasks.portfolio_page import MOST_ROWS, Table, portfolio_table

PORTFOLIO_KEY = "portfolio"
SWEEP_KEY = "evidence-owed"

# The artifacts that this process has published, by key and run.
_places: dict[tuple[str, UUID], UUID] = {}


def artifact_key(ref: str) -> str:
    """The key of a change's artifact: Prefect takes small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", ref.lower()).strip("-")


def subject_of(house: House, state: ChangeState) -> Subject:
    """All that the page of a change is made from."""
    book = house.book(state)
    cards = house.ledger.prompts.list(state.ref)
    history = house.ledger.history(state.ref)
    names = house.names(people_on(state, book, cards, history))
    return Subject(state, book, names, cards, history, house.now())


async def publish_change(client: PrefectClient, run: UUID, subject: Subject, *, is_new: bool = False) -> None:
    """Publish a change's page on its run. `is_new`: nothing can have been published there before."""
    label = waiting_for(subject.state, subject.book.catalogue).label
    says = f"{plain(subject.state.title)}. {plain(label)}."
    await _publish(
        client, artifact_key(subject.state.ref), run, "markdown", change_page(subject), says, is_new
    )


def portfolio_of(house: House) -> Table:
    """The portfolio as it stands."""
    rows = house.ledger.list(sort="since", limit=MOST_ROWS).rows
    names = house.names({row.sro for row in rows if row.sro})
    return portfolio_table(rows, house.ledger.tallies(), names, house.now())


async def publish_table(client: PrefectClient, run: UUID, key: str, table: Table) -> None:
    """Publish a table on a run; without rows it says so."""
    rows = table.rows or [{"Nothing to show": ""}]
    await _publish(client, key, run, "table", json.dumps(rows, ensure_ascii=False), table.says)


async def _publish(
    client: PrefectClient, key: str, run: UUID, kind: str, data: str, says: str, is_new: bool = False
) -> None:
    place = _places.get((key, run)) or (None if is_new else await _find(client, key, run))
    if place is not None:
        try:
            await client.update_artifact(place, ArtifactUpdate(data=data, description=says))
        except ObjectNotFound:
            _places.pop((key, run), None)
        else:
            _places[key, run] = place
            return
    wanted = ArtifactCreate(key=key, type=kind, data=data, description=says, flow_run_id=run)
    made = await client.create_artifact(wanted)
    _places[key, run] = made.id


async def _find(client: PrefectClient, key: str, run: UUID) -> UUID | None:
    """What an earlier process published there."""
    which = ArtifactFilter(key=ArtifactFilterKey(any_=[key]), flow_run_id=ArtifactFilterFlowRunId(any_=[run]))
    found = await client.read_artifacts(artifact_filter=which, sort=ArtifactSort.UPDATED_DESC, limit=1)
    return found[0].id if found else None
