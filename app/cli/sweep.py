"""The completeness of the whole portfolio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from app.cli.check import GAPS
from app.cli.dates import day
from app.cli.options import AsJson
from app.cli.output import note, print_json, say, table
from app.cli.visit import current
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.gap import Gap
    from tasks.sweeping import Swept


def sweep(as_json: AsJson = False) -> None:
    """Check every open change at the gate where it stands. Exit code 3 when something blocks one of them."""
    from flows.service import sweep as sweep_all

    visit = current()
    swept = sweep_all(visit.house)
    if as_json:
        print_json(_told(swept))
    else:
        numbers = {"checked": f"{swept.checked:,}", "late": f"{swept.late:,}"}
        say(phrase("sweep.done", day=day(swept.day), count=swept.checked, **numbers))
        _say_items(swept)
    if swept.late:
        raise typer.Exit(GAPS)


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
    note(phrase("sweep.next"))
