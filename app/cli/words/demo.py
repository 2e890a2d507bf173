"""What the demonstration says beside its story, which is data: config/samples/story.yaml."""

from __future__ import annotations

DEMO: dict[str, str] = {
    "demo.council": "Sample council",
    "demo.kept": "An earlier demonstration was found. Its files are kept in {folder}",
    "demo.starting": "Starting Prefect's server and loading Great Expectations. This takes some seconds.",
    "demo.step": "\n[{number}/{of}] {says}",
    "demo.stands": "    {ref} now: {label}",
    "demo.gap": "    - {item}: {message}",
    "demo.more_gaps": "    ... and {count} more.",
    "demo.showing": "\nWaiting until Prefect shows every change as it stands.",
    "demo.portfolio": "The portfolio",
    "demo.column.ref": "Change",
    "demo.column.title": "Title",
    "demo.column.gates": "Passed",
    "demo.column.stands": "Where it stands",
    "demo.column.item": "Item",
    "demo.column.severity": "Severity",
    "demo.column.owner": "Who owes it",
    "demo.column.message": "What to do",
    "demo.column.basis": "Why it is asked for",
    "demo.column.clock": "Clock",
    "demo.column.status": "Status",
    "demo.column.says": "What it says",
    "demo.clocks_of": "The clocks of {ref} {title}",
    "demo.gaps_of": "The gaps of {ref} {title}",
    "demo.record": "The record",
    "demo.verified": (
        "Verified: {events} events of {changes} changes, every hash chain whole, every projection as computed."
    ),
    "demo.broken": "NOT VERIFIED: {faults}",
    "demo.prompts": "{count} prompts are out; each stands in {home}/prompts.log",
    "demo.next": "What to open next",
    "demo.next_steps": (
        "  make up                                  the same portfolio in Prefect's pages; Ctrl-C stops it\n"
        "  .venv/bin/gatehouse changes              the portfolio here\n"
        "  .venv/bin/gatehouse show 8               the change that passed all five gates\n"
        "  .venv/bin/gatehouse clocks 1             a change's notice periods and limits\n"
        "  .venv/bin/gatehouse triage 9             what is asked about a change, and what hangs on each answer\n"
        "  .venv/bin/gatehouse check 5              what one change still lacks, and why it is asked for\n"
        "  .venv/bin/gatehouse ledger verify        the proof, once more"
    ),
    "demo.elsewhere": "These read ./var. First: export GATEHOUSE_HOME={home}",
    "demo.note": (
        "The twelve changes are real and published; people, votes and evidence were made up and are marked so."
    ),
    "demo.took": "It took {seconds} seconds.",
}
