"""Cards as readable blocks in one text file: for the demo, for trying Gatehouse out, and where nothing else is set."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from gates.prompts import Prompt
from tasks.channels import Names

ASKED, CHANGED, SETTLED = "ASKED", "CHANGED", "SETTLED"
HEAD = re.compile(rb"^\d{4}-\d\d-\d\d \d\d:\d\d UTC \| (ASKED|CHANGED|SETTLED) \| (.+)$")


class ConsoleChannel:
    """Appends one block for each card that is sent, changed or settled.

    A block is one write under a lock on the file, and the file itself says what is out: whoever asks, in whichever
    process, after whatever crash, a card that is out is not written again.
    """

    name = "console"

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self.file = file
        self._now = now
        self._turn = Lock()
        self._read_to = 0
        self._out: dict[str, int] = {}

    def send(self, prompt: Prompt, names: Names) -> str:
        """Write the card, unless it is out already."""
        with self._locked() as descriptor:
            if prompt.key not in self._out:
                self._write(descriptor, ASKED, prompt.key, _body(prompt, names))
            return self._receipt(prompt.key)

    def update(self, prompt: Prompt, names: Names, receipt: str) -> str:
        """Write the card as it is now."""
        with self._locked() as descriptor:
            self._write(descriptor, CHANGED, prompt.key, _body(prompt, names))
            return self._receipt(prompt.key)

    def close(self, prompt: Prompt, receipt: str) -> None:
        """Write that the card is settled, unless that stands there already."""
        with self._locked() as descriptor:
            if prompt.key in self._out:
                self._write(descriptor, SETTLED, prompt.key, [])

    def find(self, key: str) -> str | None:
        """Where the card stands in the file, if it is out."""
        with self._locked():
            return self._receipt(key) if key in self._out else None

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, locked against other processes, and everything in it known."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._turn:
            descriptor = os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                self._catch_up(descriptor)
                yield descriptor
            finally:
                os.close(descriptor)

    def _catch_up(self, descriptor: int) -> None:
        size = os.fstat(descriptor).st_size
        if size < self._read_to:
            # Somebody emptied or replaced the file: what it says now counts.
            self._read_to, self._out = 0, {}
        if size == self._read_to:
            return
        place = self._read_to
        for line in os.pread(descriptor, size - place, place).splitlines(keepends=True):
            if found := HEAD.match(line.rstrip(b"\n")):
                self._note(found[1].decode(), found[2].decode(), place)
            place += len(line)
        self._read_to = size

    def _note(self, what: str, key: str, place: int) -> None:
        if what == SETTLED:
            self._out.pop(key, None)
        else:
            self._out[key] = place

    def _write(self, descriptor: int, what: str, key: str, lines: list[str]) -> None:
        moment = self._now().astimezone(UTC)
        head = f"{moment:%Y-%m-%d %H:%M} UTC | {what} | {key}"
        text = "\n".join([head, *(f"    {line}" for line in lines), "", ""])
        os.write(descriptor, text.encode("utf-8", errors="replace"))
        self._catch_up(descriptor)

    def _receipt(self, key: str) -> str:
        return f"{self.file.name}, byte {self._out[key]}"


def _body(prompt: Prompt, names: Names) -> list[str]:
    to = ", ".join(names.get(person, person) for person in prompt.to) or "nobody: nobody holds the role"
    return [f"To: {to}", *prompt.title.splitlines(), *prompt.text.splitlines()]
