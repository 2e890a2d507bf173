"""What Prefect shows of a change, and what becomes of it when somebody meddles there."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta

import pytest

from flows.mover import Mover
from flows.service import advance, advance_all, run_keeper, sweep
from gates.vocabulary import Gate, Outcome, Phase
from tests.factories import register
from tests.flows.council import new_change, stop_change, submit, vote

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.fixture
def client(prefect_settings):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as opened:
        yield opened


def runs_titled(client, title):
    """The runs that show a change of that title."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

    return client.read_flow_runs(flow_run_filter=FlowRunFilter(tags=FlowRunFilterTags(all_=[title])))


def error_lines(client, run_id, *, above=40):
    """Lines of ERROR and worse in the run's log, once it has arrived."""
    from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId, LogFilterLevel

    which = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id]), level=LogFilterLevel(ge_=above))
    return [line.message for line in client.read_logs(log_filter=which)]


def replacements(house, ref):
    return [one.event for one in house.ledger.history(ref) if one.event.type == "run_replaced"]


def test_a_change_is_held_under_the_name_of_what_it_waits_for(house, office, shown):
    ref = new_change(office)

    advance(house, ref)

    run = shown(ref)
    assert (run.name, run.state_name, run.state_type) == (ref, "Impact gate: awaiting evidence (1)", "PAUSED")
    assert set(run.tags) == {
        "Shared revenues service",
        "gate:impact",
        "waiting:evidence",
        "merger",
        "restructure",
    }
    assert run.deployment_id is None


def test_one_run_shows_the_change_for_its_whole_life(house, office, shown):
    ref = new_change(office)
    advance(house, ref)
    first = shown(ref).id

    submit(office, ref, Gate.IMPACT)
    advance(house, ref)
    assert shown(ref).state_name == "Impact gate: awaiting board (0 of 5 voted)"
    for member in ("member-1", "member-2", "member-3"):
        vote(office, ref, member)
    advance(house, ref)

    run = shown(ref)
    assert run.state_name == "Equality gate: awaiting evidence (1)"
    assert {"gate:equality", "waiting:evidence"} < set(run.tags)
    assert run.id == first


def test_a_change_that_was_stopped_is_shown_as_finished(house, office, shown):
    ref = new_change(office)
    advance(house, ref)
    stop_change(office, ref)

    advance(house, ref)

    run = shown(ref)
    assert (run.state_name, run.state_type) == ("Stopped at impact gate", "COMPLETED")


def test_waiting_and_moving_write_no_errors_into_the_log(house, office, shown, client):
    ref = new_change(office)
    advance(house, ref)
    submit(office, ref, Gate.IMPACT)
    advance(house, ref)

    run = shown(ref)
    assert error_lines(client, run.id) == []
    said = error_lines(client, run.id, above=20)
    assert "Gatehouse opened the gate review (impact)." in said
    assert not [line for line in said if "Finished in state" in line or "Beginning" in line]


def test_the_page_of_a_change_is_one_artifact_that_is_kept_up_to_date(house, office, shown, client):
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    ref = new_change(office, title="Merge | the <b>two</b> teams")
    advance(house, ref)
    submit(office, ref, Gate.IMPACT)
    advance(house, ref)

    which = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[shown(ref).id]))
    (artifact,) = client.read_artifacts(artifact_filter=which)
    assert artifact.key == ref.lower()
    assert "**Impact gate: awaiting board (0 of 5 voted)**" in artifact.data
    assert "<b>" not in artifact.data.replace("\\<b", "")
    assert "Member-5" in artifact.data


def test_a_pass_that_finds_nothing_new_leaves_the_run_alone(house, office, shown):
    ref = new_change(office)
    advance(house, ref)
    before = shown(ref)

    advance(house, ref)

    assert shown(ref).state.id == before.state.id
    assert shown(ref).run_count == before.run_count


@pytest.mark.parametrize("meddle", ["cancelled", "deleted"])
def test_a_run_that_was_cancelled_or_deleted_is_replaced_and_the_ledger_says_so(
    house, office, shown, client, meddle
):
    from prefect.states import Cancelled

    ref = new_change(office)
    advance(house, ref)
    old = shown(ref)
    if meddle == "cancelled":
        client.set_flow_run_state(old.id, Cancelled(), force=True)
    else:
        client.delete_flow_run(old.id)

    advance(house, ref)

    new = shown(ref)
    assert (new.id != old.id, new.name, new.state_name) == (True, ref, "Impact gate: awaiting evidence (1)")
    (event,) = replacements(house, ref)
    assert (event.old_run, event.new_run) == (str(old.id), str(new.id))
    assert event.why == f"it was {meddle} in Prefect"
    assert house.ledger.load(ref).phase is Phase.GATHERING
    advance(house, ref)
    assert len(replacements(house, ref)) == 1


def test_a_run_that_somebody_set_going_in_prefect_is_held_again(house, office, shown, client):
    from prefect.states import Running

    ref = new_change(office)
    advance(house, ref)
    held = shown(ref)
    client.set_flow_run_state(held.id, Running(), force=True)

    advance(house, ref)

    run = shown(ref)
    assert (run.id, run.state_name) == (held.id, "Impact gate: awaiting evidence (1)")
    (event,) = replacements(house, ref)
    assert event.old_run == event.new_run
    assert "is held again" in event.why


def test_cancelling_in_prefect_stops_no_change(house, office, shown, client):
    from prefect.states import Cancelled

    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    advance(house, ref)
    client.set_flow_run_state(shown(ref).id, Cancelled(), force=True)
    for member in ("member-1", "member-2", "member-3"):
        vote(office, ref, member)

    advance(house, ref)

    assert house.ledger.load(ref).gate is Gate.EQUALITY
    assert shown(ref).state_name == "Equality gate: awaiting evidence (1)"


def test_a_run_that_a_dead_keeper_left_running_is_taken_up_without_a_word(house, office, shown, client):
    from prefect.states import Running

    ref = new_change(office)
    advance(house, ref)
    client.set_flow_run_state(shown(ref).id, Running(), force=True)
    submit(office, ref, Gate.IMPACT)

    advance(house, ref)

    assert shown(ref).state_name == "Impact gate: awaiting board (0 of 5 voted)"
    assert replacements(house, ref) == []


def test_a_run_that_was_made_but_never_noted_is_found_again(house, office, shown, client):
    ref = new_change(office, title="Made but never noted")
    advance(house, ref)
    made = shown(ref)
    with house.ledger._store.writing() as connection:
        from ledger.tables import runs

        connection.execute(runs.delete())

    advance(house, ref)

    assert shown(ref).id == made.id
    assert [run.id for run in runs_titled(client, "Made but never noted")] == [made.id]


def test_a_run_started_by_hand_moves_the_change_and_leaves_its_own_run_to_show_it(
    house, office, shown, client
):
    from flows.move_change import move_change

    ref = new_change(office)
    advance(house, ref)
    own = shown(ref).id
    submit(office, ref, Gate.IMPACT)

    said = asyncio.run(move_change(ref))

    assert said == "Impact gate: awaiting board (0 of 5 voted)"
    assert house.ledger.runs.get(ref).run_id == str(own)
    advance_all(house)
    assert shown(ref).state_name == said


def test_a_run_started_by_hand_becomes_the_run_of_a_change_that_has_none(house, office, shown):
    from prefect.exceptions import Pause

    from flows.move_change import move_change

    ref = new_change(office)

    with pytest.raises(Pause):
        asyncio.run(move_change(ref))

    assert (shown(ref).name, shown(ref).state_name) == (ref, "Impact gate: awaiting evidence (1)")


def test_everything_that_is_due_is_moved_and_shown(house, office, shown, client):
    refs = [new_change(office, title=f"Change {number}") for number in range(6)]

    assert advance_all(house) == len(refs)

    assert {shown(ref).state_name for ref in refs} == {"Impact gate: awaiting evidence (1)"}
    assert house.ledger.runs.behind(10) == []
    assert advance_all(house) == 0


def test_the_portfolio_is_a_table(house, office, client):
    from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

    ref = new_change(office, title="A change of its own name")
    advance_all(house)

    which = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=["portfolio"]))
    (table,) = client.read_latest_artifacts(artifact_filter=which)
    assert "A change of its own name" in table.data
    assert ref in table.data
    assert table.description == "1 change. Impact 1."


def test_meddling_is_noticed_without_anybody_waking_the_change(house, office, shown, client):
    from prefect.states import Cancelled

    from flows.patrol import interfered_with

    ref, other = new_change(office), new_change(office)
    advance_all(house)
    began = house.now()
    time.sleep(0.01)
    client.set_flow_run_state(shown(ref).id, Cancelled(), force=True)

    async def look():
        from prefect.client.orchestration import get_client

        async with get_client() as asking:
            return await interfered_with(asking, "move-change", began)

    found = asyncio.run(look())
    assert ref in found
    assert other not in found


def test_a_conditional_approval_shows_its_conditions(house, office, shown, client):
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    ref = new_change(office)
    submit(office, ref, Gate.IMPACT)
    Mover(house).move_until_idle()
    for member in ("member-1", "member-2", "member-3"):
        vote(office, ref, member, Outcome.APPROVE_WITH_CONDITIONS)
    advance(house, ref)

    which = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[shown(ref).id]))
    (artifact,) = client.read_artifacts(artifact_filter=which)
    assert "## Conditions of approval" in artifact.data
    assert "Report back" in artifact.data


def test_a_sweep_publishes_who_owes_what(house, office, client):
    from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

    ref = new_change(office, title="Late with its evidence")

    found = sweep(house).swept

    assert {of: [gap.rule for gap in gaps] for of, gaps in found.gaps.items()} == {ref: ["IA-01.provided"]}
    which = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=["evidence-owed"]))
    (table,) = client.read_latest_artifacts(artifact_filter=which)
    assert "Late with its evidence" in table.data
    assert "Programme-manager" in table.data


def test_the_keeper_sweeps_once_a_night_as_a_run_of_its_own(house, office, client):
    from prefect.client.schemas.filters import FlowFilter, FlowFilterName

    register(office=office, at=house.now() - timedelta(days=2), title="Late since the day before yesterday")
    stop = threading.Event()
    keeper = threading.Thread(target=run_keeper, args=(house, stop))
    keeper.start()
    waited_until = time.monotonic() + 60
    while house.ledger.sweeps.last() is None and time.monotonic() < waited_until:
        time.sleep(0.1)
    stop.set()
    keeper.join()

    assert house.ledger.sweeps.last().opened == 1
    runs = client.read_flow_runs(flow_filter=FlowFilter(name=FlowFilterName(any_=["sweep"])))
    assert [run for run in runs if run.parameters == {"keep_result": True}]
