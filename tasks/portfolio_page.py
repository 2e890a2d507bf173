"""The portfolio as a table: where every change stands and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from gates.clock import london_day
from gates.vocabulary import Gate, Phase
from ledger.listing import ChangeRow, Tally
from tasks.channels import Names
from tasks.markdown import day, words
from tasks.sweep_notes import Compared, Owed

# What Prefect's pages still show without making anybody wait.
MOST_ROWS = 500

Row = dict[str, str | int]


class Table(NamedTuple):
    """A table artifact: its rows, and what stands above them, in Markdown."""

    rows: list[Row]
    says: str


def portfolio_table(
    rows: Sequence[ChangeRow], tallies: Sequence[Tally], names: Names, now: datetime
) -> Table:
    """The changes, open ones first, those that have waited longest before others; and how many stand where."""
    total = sum(tally.count for tally in tallies)
    open_first = sorted(rows[:MOST_ROWS], key=lambda row: not row.phase.is_open)
    shown = [_row(row, names, now) for row in open_first]
    says = [f"{total} {'change' if total == 1 else 'changes'}. {_standing(tallies)}"]
    if total > len(shown):
        says.append(f"The {len(shown)} that have stood longest at their gate are shown.")
    return Table(shown, " ".join(says))


def _row(row: ChangeRow, names: Names, now: datetime) -> Row:
    days = (london_day(now) - london_day(row.gate_since)).days
    return {
        "Change": row.ref,
        "Where it stands": row.waiting_label,
        "Days there": days if row.phase.is_open else "",
        "Title": row.title,
        "SRO": names.get(row.sro, row.sro) if row.sro else "not named",
        "Last event": day(row.updated_at),
    }


def _standing(tallies: Sequence[Tally]) -> str:
    at_gates = {gate: sum(t.count for t in tallies if t.gate is gate and t.phase.is_open) for gate in Gate}
    parts = [f"{gate.capitalize()} {count}" for gate, count in at_gates.items() if count]
    for phase in (Phase.DELIVERING, Phase.REJECTED, Phase.STOPPED):
        if count := sum(tally.count for tally in tallies if tally.phase is phase):
            parts.append(f"{words(phase)} {count}")
    return f"{', '.join(parts)}." if parts else ""


def sweep_table(owed: Sequence[Owed], result: Compared, names: Names) -> Table:
    """Who owes what across the portfolio, what was found last before what has been known for long."""
    rows: list[Row] = [
        {
            "Known since": f"{day(one.since)}{' (new)' if one.is_new else ''}",
            "Change": one.ref,
            "Evidence": one.gap.item,
            # Prefect's page shows the first few columns without scrolling, and this is what they are opened for.
            "Who owes it": ", ".join(names.get(person, person) for person in one.owners) or "nobody",
            "Title": one.title,
            "Gate": one.gap.gate.capitalize(),
            "What to do": one.gap.message,
            "Why": one.gap.basis,
        }
        for one in owed
    ]
    return Table(rows, " ".join(_sweep_says(len(rows), result)))


def _sweep_says(shown: int, result: Compared) -> Iterator[str]:
    swept = result.swept
    changes = "1 open change" if swept.checked == 1 else f"{swept.checked:,} open changes"
    yield f"{day(swept.day)}: {changes} checked, {swept.late:,} with evidence missing."
    yield since_last(result)
    if swept.blocking > shown:
        yield f"The newest {shown:,} of {swept.blocking:,} gaps are shown."


def since_last(result: Compared) -> str:
    """What changed since the last sweep that was recorded, in a sentence."""
    if result.last is None:
        return "There is no earlier sweep to compare it with."
    opened = f"{result.opened:,} {'gap is' if result.opened == 1 else 'gaps are'} new"
    return f"Since the sweep of {day(result.last.day)}, {opened} and {result.closed:,} closed."
