"""The completeness of the whole portfolio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.check import GAPS
from app.cli.dates import day
from app.cli.options import AsJson
from app.cli.output import note, print_json, say, table
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.gap import Gap
    from tasks.sweep_notes import Compared
    from tasks.sweeping import Swept


Keep = Annotated[bool, typer.Option("--record", help=phrase("option.sweep_record"))]
Newest = Annotated[int, typer.Option("--newest", metavar="N", min=0, help=phrase("option.sweep_newest"))]


def sweep(keep_result: Keep = False, newest: Newest = 0, as_json: AsJson = False) -> None:
    """Check every open change at the gate where it stands. Exit code 3 when something blocks one of them."""
    from flows.service import sweep as sweep_all

    visit = current()
    result = sweep_all(visit.house, keep_result=keep_result)
    swept = result.swept
    if as_json:
        print_json({**_told(swept), **_since(result)})
    else:
        numbers = {"checked": f"{swept.checked:,}", "late": f"{swept.late:,}"}
        say(phrase("sweep.done", day=day(swept.day), count=swept.checked, **numbers))
        _say_since(result)
        _say_items(swept)
        if newest:
            _say_newest(visit, result, newest)
        note(phrase("sweep.next"))
    if swept.late:
        raise typer.Exit(GAPS)


def _since(result: Compared) -> dict[str, Any]:
    last = result.last.day if result.last else None
    return {"last_recorded": last, "opened": result.opened, "closed": result.closed}


def _say_since(result: Compared) -> None:
    if result.last is None:
        return say(phrase("sweep.first"))
    numbers = {"opened": f"{result.opened:,}", "closed": f"{result.closed:,}"}
    say(phrase("sweep.since", day=day(result.last.day), **numbers))


def _say_newest(visit: Visit, result: Compared, most: int) -> None:
    """Who owes what: the gaps that are known for the shortest time."""
    from tasks.sweep_notes import owed_now

    rows = [
        [day(one.since), one.ref, one.gap.item, _names(visit, one.owners), one.gap.message]
        for one in owed_now(visit.house, result, most)
    ]
    if rows:
        table([phrase(f"column.{name}") for name in ("known_since", "ref", "item", "owner", "what")], rows)


def _names(visit: Visit, owners: tuple[str, ...]) -> str:
    return ", ".join(visit.name(owner) for owner in owners) or phrase("sweep.nobody")


def _told(swept: Swept) -> dict[str, Any]:
    """Gaps by change, in short; what each rule asks for stands once, under `rules`."""
    rules = {gap.rule: gap for gap in _gaps(swept)}
    counts = Counter(gap.rule for gap in _gaps(swept))
    return {
        "day": swept.day,
        "checked": swept.checked,
        "with_gaps": swept.late,
        "blocking_gaps": swept.blocking,
        "changes": [
            {
                "ref": ref,
                "title": swept.titles[ref],
                "complete": not any(gap.blocks for gap in gaps),
                "gaps": [
                    {"item": gap.item, "rule": gap.rule, "severity": gap.severity.value} for gap in gaps
                ],
            }
            for ref, gaps in swept.gaps.items()
        ],
        "rules": [{**gap.model_dump(mode="json"), "changes": counts[rule]} for rule, gap in rules.items()],
    }


def _gaps(swept: Swept) -> Iterator[Gap]:
    return (gap for gaps in swept.gaps.values() for gap in gaps)


def _say_items(swept: Swept) -> None:
    """By item: how many changes lack it or hand in too little, the most frequent first."""
    lacking = dict.fromkeys((ref, gap.item) for ref, gaps in swept.gaps.items() for gap in gaps if gap.blocks)
    if not lacking:
        return
    catalogue = current().ledger.catalogues.latest()
    counts = Counter(item for _, item in sorted(lacking, key=lambda one: one[1]))
    rows = []
    for item_id, count in counts.most_common():
        item = catalogue.by_id.get(item_id)
        owner = catalogue.roles[item.owner] if item else ""
        rows.append([item_id, item.title if item else "", owner, f"{count:,}"])
    table([phrase(f"column.{name}") for name in ("item", "title", "owner", "changes")], rows, right=(3,))
