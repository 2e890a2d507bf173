"""How long an import of consultation responses takes, on SQLite and (with --postgres URL) on PostgreSQL.

    python -m benchmarks.responses [--postgres URL] [--responses 100000] [--json]

The file has eight questions, two of them answered in people's own words; a tenth begin with the text of a campaign.
Seconds, and megabytes of memory at the highest.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.ledger import ACTING, catalogue, registered, schema
from gates.people import PersonJoined
from gates.responses import ResponseFile, import_responses
from gates.rulebook import Rulebook
from gates.state import ChangeState
from ledger import Ledger, create_or_migrate, open_ledger
from tasks.responses.file import Read, hash_of_file, read_responses
from tasks.responses.summary import summary_of

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCALE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
WORDS = (
    *("the", "library", "park", "street", "service", "council", "change", "people", "week", "cost"),
    *("road", "school", "bus", "care", "home", "open", "closed", "children", "meet", "pay"),
)
CAMPAIGN = "Keep our library open because it is where children learn to read and where older people meet"
CHUNK = 2000


def export(path: Path, count: int) -> Path:
    """An export of so many responses."""
    chance = random.Random(1)
    headings = ["Response ID", "Submitted", "Respondent type - Respondent type", "Location - address"]
    headings += [f"Q{number} - Do you agree or disagree with this proposal?" for number in range(1, 7)]
    headings += ["Q7 - Please explain your answers", "Q8 - Is there anything else that we should know?"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for number in range(count):
            writer.writerow(_row(chance, number))
    return path


def _row(chance: random.Random, number: int) -> list[str]:
    text = CAMPAIGN if number % 10 == 0 else " ".join(chance.choices(WORDS, k=40))
    day = date(2026, 1, 5) + timedelta(days=number % 50)
    kind = chance.choice(("Individual", "Individual", "Organisation"))
    answers = chance.choices(SCALE, k=6)
    return [
        f"R-{number}",
        day.isoformat(),
        kind,
        f"Ward {number % 40}",
        *answers,
        text,
        " ".join(chance.choices(WORDS, k=20)),
    ]


def imported(ledger: Ledger, ref: str, path: Path) -> ChangeState:
    """What `gatehouse responses import` does."""
    file = read_responses(path, today=date(2026, 3, 2))
    sha256 = hash_of_file(path)
    book = Rulebook(ledger.catalogues.latest(), ledger.roster())
    with ledger.responses.staging(ref, file.questions, at=START) as staging:
        for chunk in _chunks(file):
            staging.add((read.line, read.submission) for read in chunk)
        about = ResponseFile(sha256=sha256, name=path.name, rejected=0, questions=staging.questions_hash)
        return staging.record(
            lambda state, rows: import_responses(state, book, about, rows, by=ACTING.person),
            acting=ACTING,
            at=START,
        )


def _chunks(file: Any) -> Iterator[list[Read]]:
    from ledger.recording import chunks

    return chunks((one for one in file if isinstance(one, Read)), CHUNK)


def measure(url: str, path: Path, count: int) -> dict[str, float]:
    create_or_migrate(url)
    ledger = open_ledger(url)
    version = ledger.catalogues.put(catalogue())
    joined = PersonJoined(person=ACTING.person, roles=frozenset({"programme_office"}))
    ledger.append_council([joined], expected_version=0, acting=ACTING, at=START)
    (ref,) = ledger.next_refs()
    ledger.append(ref, registered(ref, version), expected_version=0, acting=ACTING, at=START)
    figures: dict[str, float] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = work()
        figures[what] = time.perf_counter() - started
        return found

    assert (
        timed(f"import of {count} responses", lambda: imported(ledger, ref, path)).responses.received == count
    )
    more = export(path.with_name("later.csv"), count + count // 10)
    after = timed("import of a later export, a tenth of it new", lambda: imported(ledger, ref, more))
    assert after.responses.received == count + count // 10
    assert timed("summary", lambda: summary_of(ledger.responses.all(ref), "2026-02-20")).received
    report = timed("verify", ledger.verify)
    assert report.ok, report.faults[:3]
    figures["highest memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ledger.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder) / "export.csv", options.responses)
        size = path.stat().st_size / 1e6
        figures["SQLite"] = measure(f"sqlite:///{Path(folder) / 'bench.db'}", path, options.responses)
        if options.postgres:
            with schema(options.postgres) as url:
                figures["PostgreSQL"] = measure(url, path, options.responses)
    print(json.dumps(figures, indent=2) if options.json else _shown(figures, size))


def _shown(figures: dict[str, dict[str, float]], size: float) -> str:
    lines = [f"A file of {size:.0f} MB"]
    for database, found in figures.items():
        lines += [database, *(f"  {what:52} {figure:8.1f}" for what, figure in found.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
