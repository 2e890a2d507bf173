"""What the demonstration ends with: the portfolio, the gaps of one change, the ledger's verification, what next."""

from __future__ import annotations

from typing import Any

from app.cli.dates import day
from app.cli.demo.stage import Stage
from app.cli.output import heading, say, table
from app.cli.words import phrase
from config.settings import settings_from
from gates.clock import london_day
from gates.clocks import ClockStatus, clocks_of, earliest_lawful_decision
from gates.derived import facts_under
from gates.state import ChangeState
from gates.waiting import waiting_for
from ledger.prompts import Status

GAPS_OF = "SEED-05"
CLOCKS_OF = "SEED-08"


def summary(stage: Stage, *, seconds: float) -> dict[str, Any]:
    """The outcome as data."""
    ledger = stage.house.ledger
    states = {name: ledger.load(ref) for name, ref in stage.refs.items()}
    report = ledger.verify()
    return {
        "home": str(stage.house.settings.home),
        "seconds": round(seconds, 1),
        "changes": [_row(stage, state) for state in states.values()],
        "gaps_of": _gaps(stage, states[GAPS_OF]),
        "clocks_of": _clocks(stage, states[CLOCKS_OF]),
        "prompts_open": sum(card.status is Status.SENT for card in ledger.prompts.list()),
        "ledger": {
            "changes": report.changes,
            "events": report.events,
            "faults": [f"{fault.ref} {fault.seq or ''}: {fault.what}" for fault in report.faults],
        },
    }


def _row(stage: Stage, state: ChangeState) -> dict[str, Any]:
    waiting = waiting_for(state, stage.catalogue)
    passed = sum(decision.outcome.passes for decision in state.decisions)
    return {"ref": state.ref, "title": state.title, "gates_passed": passed, "stands": waiting.label}


def _gaps(stage: Stage, state: ChangeState) -> dict[str, Any]:
    gaps = state.completeness.gaps if state.completeness else ()
    found = [
        {
            "item": gap.item,
            "severity": gap.severity.value,
            "owner": stage.catalogue.roles.get(gap.owner, gap.owner),
            "message": gap.message,
            "basis": gap.basis,
        }
        for gap in gaps
    ]
    return {"ref": state.ref, "title": state.title, "gaps": found}


def _clocks(stage: Stage, state: ChangeState) -> dict[str, Any]:
    """The clocks that run or have run, and the earliest lawful decision with its reason."""
    catalogue = stage.catalogue
    facts = facts_under(state, catalogue)
    clocks = clocks_of(facts, london_day(stage.house.now()), catalogue.clocks)
    earliest, reasons = earliest_lawful_decision(facts, catalogue.clocks)
    found = [
        {"title": clock.title, "status": clock.status.value, "says": clock.says, "basis": clock.basis}
        for clock in clocks
        if clock.status is not ClockStatus.NOT_APPLICABLE
    ]
    return {
        "ref": state.ref,
        "title": state.title,
        "clocks": found,
        "earliest_lawful_decision": earliest,
        "because": list(reasons),
    }


def say_summary(told: dict[str, Any]) -> None:
    """The outcome for people."""
    heading(phrase("demo.portfolio"))
    rows = [
        (row["ref"], row["title"], f"{row['gates_passed']} of 5", row["stands"]) for row in told["changes"]
    ]
    table([phrase(f"demo.column.{name}") for name in ("ref", "title", "gates", "stands")], rows)
    one = told["gaps_of"]
    heading(phrase("demo.gaps_of", ref=one["ref"], title=one["title"]))
    columns = [phrase(f"demo.column.{name}") for name in ("item", "severity", "owner", "message", "basis")]
    table(columns, [(g["item"], g["severity"], g["owner"], g["message"], g["basis"]) for g in one["gaps"]])
    _say_clocks(told["clocks_of"])
    _say_ledger(told)


def _say_clocks(told: dict[str, Any]) -> None:
    heading(phrase("demo.clocks_of", ref=told["ref"], title=told["title"]))
    columns = [phrase(f"demo.column.{name}") for name in ("clock", "status", "says", "basis")]
    rows = [
        (c["title"], phrase(f"clock_status.{c['status']}"), c["says"], c["basis"]) for c in told["clocks"]
    ]
    table(columns, rows)
    if told["earliest_lawful_decision"] is not None:
        on = day(told["earliest_lawful_decision"])
        say(phrase("clocks.earliest", day=on, reason=told["because"][0]))


def _say_ledger(told: dict[str, Any]) -> None:
    ledger = told["ledger"]
    heading(phrase("demo.record"))
    verdict = "demo.verified" if not ledger["faults"] else "demo.broken"
    say(
        phrase(
            verdict, events=ledger["events"], changes=ledger["changes"], faults="; ".join(ledger["faults"])
        )
    )
    say(phrase("demo.prompts", count=told["prompts_open"], home=told["home"]))
    heading(phrase("demo.next"))
    if told["home"] != str(settings_from().home):
        say(phrase("demo.elsewhere", home=told["home"]))
    say(phrase("demo.next_steps"))
    say()
    say(phrase("demo.note"))
    say(phrase("demo.took", seconds=told["seconds"]))
