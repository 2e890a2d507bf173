"""Prefect's own server as a child of this process, on this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import Event

from config.settings import LOOPBACK, Settings
from flows.prefect_env import own_files, server_environment
from gates.errors import GateError

HEALTHY_WITHIN_SECONDS = 120.0
STOPS_WITHIN_SECONDS = 10.0
ASK_EVERY_SECONDS = 0.2
TAIL_LINES = 15


class PortTaken(GateError):
    """Port {port} on this machine is in use by another program, so Prefect cannot start there."""

    advice = "Stop that program, or choose another port: GATEHOUSE_PREFECT_PORT=4201 gatehouse up."


class PrefectDidNotStart(GateError):
    """Prefect's server did not start ({why}). The end of {log}: {tail}"""

    advice = (
        "If its own files are damaged, move the folder {home} away: it holds the display, never a decision."
    )


def prefect_answers(api: str, timeout: float = 2.0) -> bool:
    """Whether a Prefect API answers at this address."""
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=timeout) as answer:  # noqa: S310  (a checked setting)
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


class PrefectServer:
    """The server as a child process. Use from one thread, which must live as long as the server does."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the server prints."""
        return self.settings.prefect_home / "server.log"

    @property
    def exit_code(self) -> int | None:
        """How the server ended, or None while it runs (or was never started)."""
        return self._child.poll() if self._child else None

    def start(self) -> None:
        """Start the child. Raises PortTaken."""
        self._check_port()
        self.settings.prefect_home.mkdir(parents=True, exist_ok=True)
        where = ("--host", LOOPBACK, "--port", str(self.settings.prefect_port))
        command = [sys.executable, "-m", "flows.prefect_child", str(os.getpid()), "server", "start", *where]
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in the terminal reaches Gatehouse, which stops things in order.
            self._child = subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self.settings.prefect_home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_healthy(self, stop: Event | None = None) -> bool:
        """Wait until the server answers; False when `stop` was set before. Raises PrefectDidNotStart."""
        ends = time.monotonic() + HEALTHY_WITHIN_SECONDS
        while not prefect_answers(self.settings.prefect_api):
            if self.exit_code is not None:
                raise self._failure(f"it ended with exit code {self.exit_code}")
            if time.monotonic() > ends:
                raise self._failure(f"it did not answer within {HEALTHY_WITHIN_SECONDS:.0f} seconds")
            if stop is not None and stop.wait(ASK_EVERY_SECONDS):
                return False
            if stop is None:
                time.sleep(ASK_EVERY_SECONDS)
        return True

    def stop(self) -> None:
        """Stop the child: politely, then by force."""
        if self._child is None:
            return
        self._child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(STOPS_WITHIN_SECONDS)
        self._child.kill()
        self._child.wait()
        self._child = None

    def _check_port(self) -> None:
        with socket.socket() as probe:
            # As the server itself will: a port that only waits for old connections to fade is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, self.settings.prefect_port))
            except OSError as error:
                raise PortTaken(port=self.settings.prefect_port) from error

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (root, inherited.get("PYTHONPATH", ""))))
        ours = server_environment(self.settings)
        return {**ours, **inherited, **own_files(self.settings), "PYTHONPATH": path}

    def _failure(self, why: str) -> PrefectDidNotStart:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        tail = "\n".join(lines[-TAIL_LINES:])
        return PrefectDidNotStart(why=why, log=self.log, tail=f"\n{tail}", home=self.settings.prefect_home)
