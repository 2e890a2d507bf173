"""What becomes of an error: a message, advice and an exit code; never a traceback for what was to be expected."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from app.cli.dates import now
from app.cli.output import note, print_json
from app.cli.visit import Visit, visiting, with_names
from app.cli.words import phrase
from gates.errors import GateError

FAILED, INTERRUPTED = 1, 130
# Typer's own usage error has no public name; every wrong use, a missing argument for one, is one of those.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
PASS_ON = (typer.Exit, typer.Abort, USAGE_ERROR)


@contextmanager
def guarded() -> Iterator[None]:
    """Run a command: what it raises is told to whoever called it, and ends in an exit code."""
    with visiting() as visit:
        try:
            yield
            _flush()
        except PASS_ON:
            _flush()
            raise
        except GateError as error:
            _tell(visit, error.code, error.message, error.what_to_do, error.data)
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt as interrupt:
            raise typer.Exit(INTERRUPTED) from interrupt
        except BrokenPipeError as broken:
            _stop_printing()
            raise typer.Exit(FAILED) from broken
        except Exception as error:
            _tell_unexpected(visit, error)
            raise typer.Exit(FAILED) from error


def _tell(visit: Visit, code: str, message: str, advice: str, data: Mapping[str, Any]) -> None:
    names = visit.known_names()
    message, advice = with_names(message, names), " ".join(with_names(advice, names).split())
    if visit.as_json:
        print_json({"error": code, "message": message, "advice": advice, "data": data})
        return
    note(_listed(message, data), "red")
    if advice:
        note(advice)


def _listed(message: str, data: Mapping[str, Any]) -> str:
    """The message with what it lists one below the other, where it lists several things."""
    several, told = data.get("errors") or data.get("faults"), data.get("listed")
    if not several or not all(isinstance(one, str) for one in several) or not told or told not in message:
        return message
    before, _, _ = message.partition(told)
    return "\n  ".join([before.rstrip(), *several])


def _tell_unexpected(visit: Visit, error: Exception) -> None:
    place = _written(visit.errors_folder(), error)
    what = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    message = phrase("error.unexpected", what=what)
    advice = phrase("error.unexpected.where", place=place)
    _tell(visit, "Unexpected", message, advice, {"traceback": str(place)})


def _written(folder: Path | None, error: Exception) -> Path:
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    for place in filter(None, (folder, Path(tempfile.gettempdir()))):
        path = place / f"{now():%Y-%m-%dT%H-%M-%S}-{os.getpid()}.txt"
        try:
            place.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return path
    return Path(os.devnull)


def _flush() -> None:
    """Print what is still buffered, while a reader that has gone away can still be met quietly."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_printing()


def _stop_printing() -> None:
    """Nobody reads any more: let what is still buffered go nowhere, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
