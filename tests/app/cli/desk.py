"""A council's installation in a folder, and the command line on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli.main import app
from gates import events as ev
from gates.advance import advance
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door
from ledger import open_ledger
from tests.machine import ROOT

OFFICE, SRO, LEAD, FINANCE = "office@x.example", "sro@x.example", "lead@x.example", "finance@x.example"
REVIEWER, CLERK = "rev@x.example", "clerk@x.example"
ANN, BOB, CAT = "ann@x.example", "bob@x.example", "cat@x.example"

PEOPLE = """
people:
  - {email: office@x.example, name: Olive Office, roles: [programme_office]}
  - {email: sro@x.example, name: Sam Sponsor, roles: [sro]}
  - {email: lead@x.example, name: Lee Lead, roles: [service_lead, programme_manager]}
  - {email: finance@x.example, name: Fay Finance, roles: [finance_partner]}
  - {email: rev@x.example, name: Rae Reviewer, roles: [reviewer]}
  - {email: clerk@x.example, name: Chris Clerk, roles: [clerk]}
  - {email: ann@x.example, name: Ann Member, roles: [member]}
  - {email: bob@x.example, name: Bob Member, roles: [member]}
  - {email: cat@x.example, name: Cat Member, roles: [member]}
board:
  id: governance-board
  title: Governance board
  members: [ann@x.example, bob@x.example, cat@x.example]
  chair: ann@x.example
  clerk: clerk@x.example
"""
CHANGE = """
title: Payroll with a neighbour
councils: [Sampleford Borough Council]
types: [shared_service]
sro: sro@x.example
facts:
  nation: england
"""
NOT_INHERITED = (
    "GATEHOUSE_DATABASE_URL",
    "GATEHOUSE_COUNCIL",
    "GATEHOUSE_BY",
    "GATEHOUSE_OPERATOR",
    "PREFECT_API_URL",
)
# Nothing listens on this port, so that no test waits for somebody's Prefect.
NO_PREFECT = {"PREFECT_API_URL": "http://127.0.0.1:1/api"}


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result, which is all of stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """One installation, in its own home folder."""

    home: Path
    environment: dict[str, str | None]

    @classmethod
    def at(cls, home: Path) -> Desk:
        nothing: dict[str, str | None] = dict.fromkeys(NOT_INHERITED)
        return cls(home, {**nothing, **NO_PREFECT, "GATEHOUSE_HOME": str(home)})

    def run(self, *args: str | Path, by: str | None = None, **environment: str) -> Ran:
        """Run a command in this process."""
        more = ["--by", by] if by else []
        words = [*map(str, args), *more]
        found = CliRunner().invoke(app, words, env={**self.environment, **environment}, prog_name="gatehouse")
        return Ran(found.exit_code, found.stdout, found.stderr)

    def do(self, *args: str | Path, by: str | None = None) -> Any:
        """Run a command that must succeed; its JSON."""
        ran = self.run(*args, "--json", by=by)
        assert ran.code == 0, ran.out + ran.err
        return ran.json

    def process(self, *args: str | Path, code: str = "from app.cli.main import main; main()") -> Ran:
        """Run a command as a process of its own."""
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        wanted = {name: value for name, value in self.environment.items() if value is not None}
        ran = subprocess.run(
            [sys.executable, "-c", code, *map(str, args)],
            env={**inherited, **wanted, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def file(self, name: str, text: str) -> Path:
        """A file beside the home folder."""
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def register(self, text: str = CHANGE) -> str:
        """Register a change; its reference."""
        ref: str = self.do("register", self.file("change.yaml", text))["ref"]
        return ref

    def open_review(self, ref: str, *, attestation: bool = False) -> str:
        """Put a change before the board, whatever its evidence; the hash of the pack under review."""
        ledger = open_ledger(f"sqlite:///{self.home}/gatehouse.db")
        state, now = ledger.load(ref), datetime.now(UTC)
        members = tuple(ledger.people.find(email) for email in (ANN, BOB, CAT))
        review = ev.ReviewOpened(
            gate=state.gate,
            round=1,
            board="governance-board",
            pack=state.pack_hash(),
            eligible=members,
            quorum=3,
            attestation=attestation,
            min_reason_words=5,
        )
        complete = ev.EvidenceFoundComplete(gate=state.gate, pack=state.pack_hash())
        acting = ev.Acting(person="SYSTEM", role="system", door=Door.KEEPER)
        ledger.append(ref, [complete, review], expected_version=state.version, acting=acting, at=now)
        ledger.close()
        return review.pack

    def settle(self, ref: str) -> None:
        """Put into effect what the votes decide, without looking at evidence."""
        ledger = open_ledger(f"sqlite:///{self.home}/gatehouse.db")
        acting = ev.Acting(person="SYSTEM", role="system", door=Door.KEEPER)

        def command(state: ChangeState) -> list[ev.Event]:
            return advance(state, Rulebook(ledger.catalogues.get(state.catalogue), ledger.roster()))

        ledger.decide(ref, command, acting=acting, at=datetime.now(UTC))
        ledger.close()
