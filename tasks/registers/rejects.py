"""The rejected rows as a file that can be opened in Excel, mended and imported again."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tasks.registers.errors import RejectsNotWritten
from tasks.registers.guard import guarded
from tasks.registers.headings import REJECTS_COLUMNS
from tasks.registers.model import Rejected


class RejectsFile:
    """Collects rejected rows; appears, whole, on leaving the `with` block, and only if there are any.

    It stands beside the register (or in `folder`) as NAME-rejects.csv, or NAME-rejects-2.csv and so on: what
    somebody may be mending is never overwritten. UTF-8 with a byte order mark, because Excel needs it. Text
    that a spreadsheet would run as a formula gets an apostrophe, which reading the file again takes away.
    `path` is the finished file, or None. Raises `RejectsNotWritten`.
    """

    def __init__(
        self, register: str | Path, columns: Sequence[str], *, folder: str | Path | None = None
    ) -> None:
        self._register = Path(register)
        self._columns = tuple(columns)
        self._folder = Path(folder) if folder is not None else self._register.parent
        self._file: IO[str] | None = None
        self.count = 0
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, rejected: Rejected) -> None:
        """Add one row."""
        try:
            file = self._file or self._begin()
            csv.writer(file).writerow(self._row(rejected))
        except OSError as error:
            raise self._failed(error) from error
        self.count += 1

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if self._file is None:
            return
        part = Path(self._file.name)
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
            if kind is None:
                self.path = self._publish(part)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            part.unlink(missing_ok=True)

    def _begin(self) -> IO[str]:
        handle, name = tempfile.mkstemp(prefix=".rejects-", suffix=".part", dir=self._folder)
        os.close(handle)
        self._file = Path(name).open("w", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed on exit
        headings = [guarded(column) for column in self._columns]
        csv.writer(self._file).writerow([*REJECTS_COLUMNS, *headings])
        return self._file

    def _row(self, rejected: Rejected) -> list[str]:
        """Cells beyond the headings follow at the end; a row that was too short stays so."""
        surplus = [column for column in rejected.cells if column not in self._columns]
        present = [column for column in self._columns if column in rejected.cells]
        cells = [guarded(rejected.cells[column]) for column in (*present, *surplus)]
        return [str(rejected.line), guarded("; ".join(rejected.reasons)), *cells]

    def _publish(self, part: Path) -> Path:
        number = 1
        while True:
            suffix = "-rejects" if number == 1 else f"-rejects-{number}"
            path = self._folder / f"{self._register.stem}{suffix}.csv"
            try:
                # The empty file reserves the name, so that two imports at once do not share it.
                path.touch(exist_ok=False)
            except FileExistsError:
                number += 1
                continue
            part.replace(path)
            return path

    def _failed(self, error: OSError) -> RejectsNotWritten:
        why = (error.strerror or str(error)).lower()
        return RejectsNotWritten(file=self._register, folder=self._folder, why=why)
