"""What becomes of errors: said plainly, with an exit code, and never a traceback that was to be expected."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import changes as changes_module
from app.cli.guard import FAILED, INTERRUPTED
from tests.app.cli.desk import CHANGE
from tests.machine import ROOT

RUN = "from app.cli.main import main; main()"


def raising(error):
    def command() -> None:
        raise error

    return command


def test_an_expected_error_goes_to_stderr_with_advice(bare):
    ran = bare.run("changes")

    assert (ran.code, ran.out) == (FAILED, "")
    assert "There is no ledger" in ran.err
    assert "gatehouse init" in ran.err
    assert "Traceback" not in ran.err


def test_with_json_an_error_is_the_result(bare):
    ran = bare.run("changes", "--json")

    assert (ran.code, ran.err) == (FAILED, "")
    assert set(ran.json) == {"error", "message", "advice", "data"}
    assert ran.json["error"] == "NoDatabase"


def test_a_wrong_use_ends_with_code_two(desk):
    assert desk.run("show").code == 2
    assert desk.run("changes", "--limit", "none").code == 2


def test_an_unexpected_error_is_one_line_and_a_file_with_the_details(desk, monkeypatch):
    monkeypatch.setattr(changes_module, "changes", raising(RuntimeError("the unforeseen")))
    ran = desk.run("changes")
    (written,) = (desk.home / "errors").iterdir()

    assert ran.code == FAILED
    assert "RuntimeError: the unforeseen" in ran.err
    assert str(written) in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATEHOUSE_COUNCIL", "two words"),
        ("GATEHOUSE_DATABASE_URL", "the big one"),
        ("GATEHOUSE_DATABASE_URL", "mysql://me:secret@host/x"),
    ],
)
@pytest.mark.parametrize("command", ["changes", "init"])
def test_a_setting_that_makes_no_sense_is_named(desk, command, name, value):
    ran = desk.run(command, "--json", **{name: value})

    assert (ran.code, ran.json["error"], ran.json["data"]["name"]) == (1, "SettingInvalid", name)
    assert "secret" not in ran.out


def test_ctrl_c_is_quiet(desk, monkeypatch):
    monkeypatch.setattr(changes_module, "changes", raising(KeyboardInterrupt()))
    ran = desk.run("changes")

    assert (ran.code, ran.out, ran.err) == (INTERRUPTED, "", "")


@pytest.mark.parametrize("args", [["changes"], ["changes", "--json"], ["ledger", "export"], ["catalogue"]])
def test_a_reader_that_goes_away_is_met_quietly(desk, args):
    for number in range(3):
        desk.register(f"title: Change {number} {'x' * 280}\nsummary: {'y ' * 9000}\n")
    command = [sys.executable, "-c", RUN, *args]
    environment = {name: value for name, value in desk.environment.items() if value is not None}
    with subprocess.Popen(
        command,
        env={"PYTHONPATH": str(ROOT), "PATH": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        said = running.stderr.read()
        running.wait()

    assert said == b""


def test_stdout_holds_nothing_but_the_result(desk):
    ran = desk.process("register", desk.file("change.yaml", CHANGE), "--json")

    assert (ran.code, ran.json["ref"]) == (0, "CHG-0001")
    assert ran.err == ""


def test_a_terminal_that_lacks_letters_is_no_reason_to_fail(desk):
    desk.register("title: Caffi Sgwâr, Tŷ Gwydr\n")
    plain = desk.process("changes", code=f"import os; os.environ['PYTHONIOENCODING']='ascii'\n{RUN}")
    ascii_only = subprocess.run(
        [sys.executable, "-c", RUN, "changes"],
        env={
            **{name: value for name, value in desk.environment.items() if value},
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "ascii",
        },
        capture_output=True,
        check=False,
    )

    assert plain.code == 0
    assert ascii_only.returncode == 0
    assert b"Sgw\\xe2r" in ascii_only.stdout


def test_the_home_folder_may_be_given_relatively(desk, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "changes", "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "GATEHOUSE_HOME": Path(desk.home).name},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout.strip()) == (0, "[]")
