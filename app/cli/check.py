"""The completeness of a gate, now, decided by Great Expectations; nothing is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.clocks import clocks_told, print_clocks
from app.cli.dates import now
from app.cli.options import AsJson, Ref, full_ref, gate_named
from app.cli.output import print_json, say
from app.cli.show_evidence import gap_list
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.vocabulary import Gate

if TYPE_CHECKING:
    from gates.gap import Gap
    from gates.state import ChangeState

GAPS = 3

OfGate = Annotated[str | None, typer.Option("--gate", metavar="GATE", help=phrase("option.gate_check"))]


def check(ref: Ref, gate: OfGate = None, as_json: AsJson = False) -> None:
    """Which rules the evidence does not meet. Exit code 3 when something blocks the gate. Raises ChangeClosed."""
    from gates.clock import london_day
    from gates.policies import check_open
    from tasks.check import gaps_of

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    asked = gate_named(gate) if gate else state.gate
    check_open(state, "check its evidence")
    gaps = gaps_of(visit.house, state, london_day(now()), asked)
    told = _told(visit, state, asked, gaps)
    if as_json:
        print_json(told)
    else:
        _say(visit, state, asked, gaps, told)
    if not told["complete"]:
        raise typer.Exit(GAPS)


def _told(visit: Visit, state: ChangeState, gate: Gate, gaps: tuple[Gap, ...]) -> dict[str, Any]:
    from gates.advance import awaiting_verdict
    from gates.waiting import waiting_for

    catalogue = visit.catalogue_of(state)
    unjudged = [item for item in awaiting_verdict(state, catalogue) if catalogue.item(item).gate is gate]
    return {
        "ref": state.ref,
        "gate": gate.value,
        "complete": not any(gap.blocks for gap in gaps),
        "gaps": [{**gap.model_dump(mode="json"), "owed_by": _owed_by(visit, state, gap)} for gap in gaps],
        "awaiting_verdict": unjudged,
        "waiting": waiting_for(state, catalogue).model_dump(),
        **clocks_told(visit, state, visit.book(state)),
    }


def _owed_by(visit: Visit, state: ChangeState, gap: Gap) -> list[Any]:
    if gap.owner in visit.roster.people:
        return [visit.reference(gap.owner)]
    return [visit.reference(person) for person in visit.book(state).people_for(state, gap.owner)]


def _say(visit: Visit, state: ChangeState, gate: Gate, gaps: tuple[Gap, ...], told: dict[str, Any]) -> None:
    catalogue = visit.catalogue_of(state)
    title = catalogue.gate(gate).title
    blocking = [gap for gap in gaps if gap.blocks]
    items = len({gap.item for gap in blocking})
    key = "check.complete" if told["complete"] else "check.gaps"
    say(phrase(key, ref=state.ref, gate=title, count=len(blocking), items=items))
    if gaps:
        gap_list(visit, state, visit.book(state), gaps)
    if told["awaiting_verdict"]:
        say(phrase("check.awaiting_verdict", items=", ".join(told["awaiting_verdict"])))
    say(phrase("check.waiting", label=told["waiting"]["label"]))
    print_clocks(state, visit.book(state))
