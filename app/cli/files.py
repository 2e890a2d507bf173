"""Writing files that people named."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from gates.errors import GateError


class FileThere(GateError):
    """{file} is there already."""

    advice = "Name another file, or move that one away."


class FileNotWritten(GateError):
    """{file} cannot be written: {why}."""

    advice = "Name a file in a folder that you may write to."


def write_new(path: Path, text: str) -> None:
    """Write a new file; never over one that somebody has. Raises FileThere or FileNotWritten."""
    write_lines(path, text.splitlines())


def write_lines(path: Path | None, lines: Iterable[str]) -> int:
    """Write lines to a new file, or to stdout without one; how many. Raises FileThere or FileNotWritten."""
    count = 0
    try:
        with path.open("x", encoding="utf-8", newline="\n") if path else _Stdout() as target:
            for count, line in enumerate(lines, start=1):  # noqa: B007
                target.write(f"{line}\n")
    except FileExistsError as error:
        raise FileThere(file=path) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileNotWritten(file=path or "stdout", why=(error.strerror or str(error)).lower()) from error
    return count


class _Stdout:
    def __enter__(self) -> _Stdout:
        return self

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()

    def write(self, text: str) -> None:
        sys.stdout.write(text)
