"""What every command does, and an example. The first sentence stands in the list of commands."""

from __future__ import annotations

from app.cli.words.clocks import CLOCKS_HELP
from app.cli.words.overlaps import OVERLAPS_HELP
from app.cli.words.responses import RESPONSES_HELP

HELP: dict[str, tuple[str, str]] = {
    **RESPONSES_HELP,
    **CLOCKS_HELP,
    **OVERLAPS_HELP,
    "init": (
        "Create the ledger or bring it up to date, and load the catalogue. Safe to repeat: what is there stays. It "
        "also makes a person known who stands for this installation's programme office and acts where no --by is "
        "given (its address: GATEHOUSE_OPERATOR).",
        'gatehouse init --council-name "Sampleford Borough Council"',
    ),
    "up": (
        "Start Prefect's server and the keeper; Ctrl-C stops all.",
        "gatehouse up",
    ),
    "demo": (
        "Take a sample portfolio through the gates, then print a summary.",
        "gatehouse demo --home ./demo",
    ),
    "doctor": (
        "Say what this machine and this installation have, and what they lack. Exit code 1 when something that must "
        "be right is not.",
        "gatehouse doctor",
    ),
    "bench": (
        "Measure Gatehouse on this machine. Takes some minutes, in temporary folders of its own; the figures to "
        "compare with stand in benchmarks/README.md.",
        "gatehouse bench decisions",
    ),
    "people": (
        "Say who is known and which roles they hold. Without a command: the list.",
        "gatehouse people",
    ),
    "people.list": ("List everybody known.", "gatehouse people list --role member"),
    "people.show": (
        "Show one person: roles, boards, the changes they answer for, what they are asked for.",
        "gatehouse people show ada.lovelace@council.example",
    ),
    "people.add": (
        "Make a person known, with roles.",
        'gatehouse people add ada.lovelace@council.example --name "Ada Lovelace" --role sro',
    ),
    "people.roles": (
        "Set a person's roles anew, or let them act no more. The roles given replace those held.",
        "gatehouse people roles ada.lovelace@council.example --role sro --role service_lead",
    ),
    "people.load": (
        "Make everybody in a YAML file known, and set up its board. The file has `people` (a list of email, name and "
        "roles) and may have `board` (id, title, members, chair, clerk). Whoever is known already keeps their roles.",
        "gatehouse people load people.yaml",
    ),
    "boards": (
        "Say which boards decide, and who sits on them. Without a command: the list.",
        "gatehouse boards",
    ),
    "boards.list": ("List all boards.", "gatehouse boards list"),
    "boards.show": (
        "Show one board, with the gates that it decides.",
        "gatehouse boards show governance-board",
    ),
    "boards.set": (
        "Set a board up, or change who sits on it. The members given replace those who sat on it.",
        "gatehouse boards set governance-board --member ann@council.example --member bob@council.example "
        "--member cat@council.example --chair ann@council.example --clerk dee@council.example",
    ),
    "catalogue": ("Say what the gates ask for. Without a command: every item.", "gatehouse catalogue"),
    "catalogue.list": ("List every item of every gate.", "gatehouse catalogue list --gate equality"),
    "catalogue.show": (
        "Show one item: who owes it, when, what it holds, when it is complete, and why it is asked for.",
        "gatehouse catalogue show IA-02",
    ),
    "catalogue.facts": ("List the facts that decide what is asked for.", "gatehouse catalogue facts"),
    "catalogue.roles": ("List the roles that owe, review or decide.", "gatehouse catalogue roles"),
    "catalogue.check": (
        "Check a folder with a catalogue of your own. Every fault is listed with its file and line.",
        "gatehouse catalogue check ./our-catalogue",
    ),
    "register": (
        "Register one change from a YAML file. It has title (needed), summary, councils, vehicle, types, facts, team "
        "(role: e-mail address), sro, external_ref, source, notes and illustrative. Everything that is wrong with it "
        "is listed at once, with its line.",
        "gatehouse register payroll.yaml --by office@council.example\n\n"
        "A file:\n"
        "  title: Payroll provided by a neighbouring council\n"
        "  councils: [Sampleford Borough Council]\n"
        "  types: [shared_service]\n"
        "  sro: ada.lovelace@council.example\n"
        "  facts:\n"
        "    nation: england\n"
        "    staff_affected: 12",
    ),
    "import": (
        "Import a register of changes (CSV or XLSX). Rows that cannot be registered are written to a file with the "
        "reasons, to be mended and imported again. Importing the same register twice doubles nothing. Exit code 3 "
        "when rows were rejected.",
        "gatehouse import register.csv --map mapping.yaml --dry-run",
    ),
    "changes": (
        "List the changes, where each stands and what it waits for.",
        "gatehouse changes --gate equality",
    ),
    "show": (
        "Show one change, whole. Where it stands, what is missing, who has voted, what was decided.",
        "gatehouse show CHG-0001",
    ),
    "triage": (
        "Answer the facts that decide what is asked for. Says first which items become required, which fall away, and "
        "why. Without answers: the questionnaire. Answers are given one by one (--set), in a file (--form writes one, "
        "--answers reads it), or in a conversation (--ask). An empty value with --set takes an answer back.",
        "gatehouse triage CHG-0001 --set staff_affected=12 --set tupe=none --dry-run\n"
        "  gatehouse triage CHG-0001 --form answers.yaml\n"
        "  gatehouse triage CHG-0001 --answers answers.yaml",
    ),
    "team": (
        "Name people for roles on a change. Without --set: the team. An empty address leaves a role open again.",
        "gatehouse team CHG-0001 --set sro=ada.lovelace@council.example",
    ),
    "prompts": (
        "Say who is asked for what. With a reference: for that change, as it stands now.",
        "gatehouse prompts CHG-0001",
    ),
    "evidence": ("Hand in evidence, judge it, look at it.", ""),
    "evidence.add": (
        "Hand in the next version of an item: a record (a filled-in workbook, YAML or JSON), a document (any file), or "
        "both. What is not given stays as it was in the version before. It is always somebody's own act: --by or "
        "GATEHOUSE_BY.",
        "gatehouse evidence add CHG-0001 IA-01 --record ia-01.yaml --by ada.lovelace@council.example",
    ),
    "evidence.template": (
        "Make a record of an item to fill in, with guidance: a workbook where the file ends in .xlsx, else YAML. With "
        "--ref, what that change handed in last is filled in.",
        "gatehouse evidence template IA-01 --out ia-01.xlsx --ref CHG-0001",
    ),
    "evidence.document": (
        "Get a document back out, as it was handed in. It is compared with its hash; a file that is there already is "
        "not overwritten.",
        "gatehouse evidence document CHG-0001 IA-02 --out appraisal.pdf",
    ),
    "evidence.list": (
        "List the items that a change must provide, and where each stands.",
        "gatehouse evidence list CHG-0001",
    ),
    "evidence.show": (
        "Show the latest version of an item: record, document, verdict.",
        "gatehouse evidence show CHG-0001 IA-01",
    ),
    "evidence.review": (
        "Judge the latest version of an item, as its reviewer. Adequate is a person's judgement; complete is what the "
        "check finds; approved is what the board decides.",
        "gatehouse evidence review CHG-0001 IA-02 --verdict adequate "
        '--reason "The options are real and fairly scored" --by rev@council.example',
    ),
    "check": (
        "Check the completeness of a gate now. Decided by Great Expectations; nothing is recorded. Exit code 3 when "
        "something blocks the gate.",
        "gatehouse check CHG-0001 --gate equality",
    ),
    "vote": (
        "Vote on the gate under review, or change your vote. The vote is bound to the pack under review: if any of it "
        "changes, the votes are void. It is always somebody's own act: --by or GATEHOUSE_BY.",
        "gatehouse vote CHG-0001 --outcome approve_with_conditions "
        '--reason "The case is made; savings need proof" '
        '--condition "Publish the savings; ada.lovelace@council.example; 2026-12-31" --by ann@council.example',
    ),
    "condition": ("Look at the conditions of approvals, and accept that they are met.", ""),
    "condition.list": ("List the conditions of a change's approvals.", "gatehouse condition list CHG-0001"),
    "condition.discharge": (
        "Accept that a condition is met. Never by its owner or the SRO.",
        'gatehouse condition discharge CHG-0001 C1 --evidence "Savings published on 3 June" --by dee@council.example',
    ),
    "stop": (
        "End a change at whatever gate it stands, by its SRO or a clerk. The reason and the lessons are kept.",
        'gatehouse stop CHG-0001 --reason "Talks ended by agreement of both councils" '
        '--lessons "Agree the leadership first" --by ada.lovelace@council.example',
    ),
    "advance": (
        "Run the movers now: check evidence, open reviews, put decisions into effect. For one change, or for all that "
        "are due. While `gatehouse up` runs this happens by itself.",
        "gatehouse advance CHG-0001",
    ),
    "sweep": (
        "Check the completeness of the whole portfolio. One pass over all changes, each at the gate where it stands. "
        "Exit code 3 when something blocks a gate.",
        "gatehouse sweep --json",
    ),
    "ledger": ("Prove, export or rebuild the record of what happened.", ""),
    "ledger.verify": (
        "Check every chain of events, and all that is computed from them. Any altered, missing or reordered event is "
        "named. Exit code 1 if there is one.",
        "gatehouse ledger verify",
    ),
    "ledger.export": (
        "Export every event as a line of JSON, to a file or to stdout. Anybody can check the chain from it.",
        "gatehouse ledger export --out ledger.jsonl",
    ),
    "ledger.rebuild": (
        "Compute from the events again what is computed from them, and say what differed.",
        "gatehouse ledger rebuild",
    ),
}
