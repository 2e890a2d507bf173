"""Proving and exporting the ledger from the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.app.cli.desk import CHANGE, PEOPLE, Desk


def test_a_whole_ledger_is_said_to_be_whole(desk, ref):
    told = desk.do("ledger", "verify")

    assert (told["ok"], told["changes"], told["faults"]) == (True, 1, [])
    assert "The ledger is whole" in desk.run("ledger", "verify").out


def test_an_altered_event_is_named(desk, ref):
    with closing(sqlite3.connect(desk.home / "gatehouse.db")) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(
            "UPDATE events SET body = replace(body, 'neighbour', 'stranger') WHERE ref = ?", (ref,)
        )
        database.commit()
    ran = desk.run("ledger", "verify", "--json")

    assert (ran.code, ran.json["ok"]) == (1, False)
    assert (ran.json["faults"][0]["ref"], ran.json["faults"][0]["seq"]) == (ref, 1)
    assert "damaged" in desk.run("ledger", "verify").out


def test_the_export_holds_every_event_once(desk, ref, tmp_path):
    out = tmp_path / "ledger.jsonl"
    told = desk.do("ledger", "export", "--out", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    assert told == {"events": len(lines), "file": str(out)}
    assert lines[-1]["ref"] == ref
    assert desk.run("ledger", "export").out == out.read_text(encoding="utf-8")
    assert desk.run("ledger", "export", "--out", out, "--json").json["error"] == "FileThere"


def test_a_rebuild_finds_nothing_to_mend(desk, ref):
    assert desk.do("ledger", "rebuild") == {"same": True, "changes": 1, "differences": []}


@pytest.mark.needs("postgres")
def test_the_same_commands_work_on_postgresql(postgres_url, tmp_path):
    desk = Desk.at(tmp_path / "home")
    desk.environment.update(
        {"GATEHOUSE_DATABASE_URL": postgres_url, "GATEHOUSE_COUNCIL": f"cli-{tmp_path.name}"}
    )
    desk.do("init")
    desk.do("people", "load", desk.file("people.yaml", PEOPLE))
    ref = desk.do("register", desk.file("change.yaml", CHANGE))["ref"]

    assert [row["ref"] for row in desk.do("changes")] == [ref]
    assert desk.do("show", ref)["gate"] == "impact"
    assert desk.do("ledger", "verify")["ok"] is True
