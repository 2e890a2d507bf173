"""The clocks of a change: what the law and the council's policy say about when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.dates import day, now
from app.cli.options import AsJson, Ref, full_ref
from app.cli.output import heading, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gates.clocks import Clock
    from gates.rulebook import Rulebook
    from gates.state import ChangeState

HEADINGS = ("clock", "clock_status", "clock_says", "clock_date", "days_left", "basis")


def clocks(ref: Ref, as_json: AsJson = False) -> None:
    """Every clock of a change as of today, and its earliest lawful decision. Raises UnknownReference."""
    from gates.clock import london_day

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    book = visit.book(state)
    if as_json:
        return print_json({"ref": state.ref, "as_of": london_day(now()), **clocks_told(visit, state, book)})
    found = clocks_of_change(state, book)
    say(phrase("clocks.as_of", ref=state.ref, title=state.title, day=day(now())))
    say()
    runs = [clock for clock in found if clock.status != "not_applicable"]
    _table(runs)
    if idle := ", ".join(clock.title for clock in found if clock not in runs):
        say(phrase("clocks.not_running", clocks=idle))
    say()
    _say_earliest(state, book)


def clocks_of_change(state: ChangeState, book: Rulebook) -> tuple[Clock, ...]:
    """Every clock of a change, today."""
    from gates.clock import london_day
    from gates.clocks import clocks_of
    from gates.derived import facts_under

    return clocks_of(facts_under(state, book.catalogue), london_day(now()), book.catalogue.clocks)


def clocks_told(visit: Visit, state: ChangeState, book: Rulebook) -> dict[str, Any]:
    """The clocks of a change as JSON tells of them, each with the people of its role."""
    on, reasons = _earliest(state, book)
    return {
        "clocks": [
            {
                **clock.model_dump(mode="json"),
                "owners": [visit.reference(person) for person in book.people_for(state, clock.owner)],
            }
            for clock in clocks_of_change(state, book)
        ],
        "earliest_lawful_decision": {"on": on, "reasons": reasons},
    }


def print_clocks(state: ChangeState, book: Rulebook) -> None:
    """The clocks that run, press, are broken or warn; how many more depend on answers. Nothing once a change ended."""
    from gates.vocabulary import Phase

    if not (state.phase.is_open or state.phase is Phase.DELIVERING):
        return
    shown = [clock for clock in clocks_of_change(state, book) if clock.is_shown]
    unknown = [clock for clock in shown if clock.status == "unknown"]
    heading(phrase("clocks.heading"))
    _table(clock for clock in shown if clock.status != "unknown")
    if unknown:
        facts = ", ".join(dict.fromkeys(fact for clock in unknown for fact in clock.needs))
        say(phrase("clocks.unknown", count=len(unknown), facts=facts, ref=state.ref))
    if _earliest(state, book)[0] is not None:
        _say_earliest(state, book)


def _table(found: Iterable[Clock]) -> None:
    if rows := [_row(clock) for clock in found]:
        table([phrase(f"column.{name}") for name in HEADINGS], rows, right=(4,))


def _row(clock: Clock) -> list[Any]:
    says = f"{clock.says} {clock.warning}".rstrip()
    on = phrase(f"clock_limit.{clock.limit}", day=day(clock.due_on)) if clock.limit else ""
    status = phrase(f"clock_status.{clock.status}")
    return [clock.title, status, says, on, clock.days_left, f"{clock.basis} ({clock.kind})"]


def _earliest(state: ChangeState, book: Rulebook) -> tuple[Any, tuple[str, ...]]:
    from gates.clocks import earliest_lawful_decision
    from gates.derived import facts_under

    return earliest_lawful_decision(facts_under(state, book.catalogue), book.catalogue.clocks)


def _say_earliest(state: ChangeState, book: Rulebook) -> None:
    on, reasons = _earliest(state, book)
    if on is not None:
        say(phrase("clocks.earliest", day=day(on), reason=reasons[0]))
        for reason in reasons[1:]:
            say(phrase("clocks.earliest.also", reason=reason))
    elif reasons:
        say(phrase("clocks.earliest.not_yet"))
        for reason in reasons:
            say(phrase("clocks.earliest.reason", reason=reason))
    else:
        say(phrase("clocks.earliest.none"))
