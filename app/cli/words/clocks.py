"""What the command line says about clocks."""

from __future__ import annotations

CLOCKS: dict[str, str] = {
    "column.clock": "Clock",
    "column.clock_date": "Date",
    "column.clock_says": "What it says",
    "column.clock_status": "Status",
    "column.days_left": "Days left",
    "clock_status.not_applicable": "does not run",
    "clock_status.unknown": "not known yet",
    "clock_status.running": "running",
    "clock_status.met": "met",
    "clock_status.at_risk": "AT RISK",
    "clock_status.broken": "BROKEN",
    "clock_status.switched_off": "not in force",
    "clock_status.advisory": "for information",
    "clock_limit.earliest": "from {day}",
    "clock_limit.latest": "by {day}",
    "clocks.as_of": "The clocks of {ref} {title}, as of {day}. A starting point, not legal advice.",
    "clocks.not_running": "Do not run for this change: {clocks}",
    "clocks.heading": "Clocks",
    "clocks.unknown": "{count} more depend on facts that are not answered yet: {facts}. `gatehouse clocks {ref}` "
    "lists them.",
    "clocks.unknown.one": "1 more depends on facts that are not answered yet: {facts}. `gatehouse clocks {ref}` "
    "shows it.",
    "clocks.earliest": "Earliest lawful decision: {day}, because {reason}.",
    "clocks.earliest.also": "Also: {reason}.",
    "clocks.earliest.not_yet": "Earliest lawful decision: it cannot be said yet.",
    "clocks.earliest.reason": "- {reason}",
    "clocks.earliest.none": "Earliest lawful decision: no clock runs before it.",
}
CLOCKS_HELP: dict[str, tuple[str, str]] = {
    "clocks": (
        "Show every clock of a change: notice, consultation, redundancy, transfer, call-in and the like. What each "
        "says as of today, the day that counts, and the first day on which the decision is lawful.",
        "gatehouse clocks CHG-0001",
    ),
}
