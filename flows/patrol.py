"""Which changes' runs somebody has cancelled or set going in Prefect's pages."""

from __future__ import annotations

from datetime import datetime

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

GOING = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
ENDED = [StateType.CANCELLED, StateType.FAILED, StateType.CRASHED]
MOST = 200


async def interfered_with(client: PrefectClient, flow: str, since: datetime) -> set[str]:
    """The references of runs of the flow that are not held, or that ended badly since that moment.

    Among them may be runs that a keeper is just bringing up to date: whoever asks looks again.
    """
    going = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=GOING)))
    ended = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDED)),
        end_time=FlowRunFilterEndTime.model_validate({"after_": since}),
    )
    named = FlowFilter(name=FlowFilterName(any_=[flow]))
    found: set[str] = set()
    for which in (going, ended):
        for run in await client.read_flow_runs(flow_filter=named, flow_run_filter=which, limit=MOST):
            ref = run.parameters.get("ref")
            if isinstance(ref, str):
                found.add(ref)
    return found


async def end_dead_keepers(client: PrefectClient, flow: str) -> None:
    """Mark the runs of keepers that were killed: they would be shown as running for ever.

    Only for a server that belongs to one installation, of which one process keeps at a time.
    """
    running = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))
    named = FlowFilter(name=FlowFilterName(any_=[flow]))
    for run in await client.read_flow_runs(flow_filter=named, flow_run_filter=running, limit=MOST):
        await client.set_flow_run_state(run.id, Crashed(name="Ended without notice"), force=True)
