"""Measuring Gatehouse on this machine: the programs of `benchmarks/`, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from app.cli.options import AsJson
from app.cli.output import note
from app.cli.words import phrase
from gates.errors import GateError, nearest

BENCHMARKS = {
    "decisions": "benchmarks.decisions",
    "sweep": "benchmarks.sweep",
    "ledger": "benchmarks.ledger",
    "responses": "benchmarks.responses",
}


# Those that measure a portfolio of a size that can be chosen.
SIZED = {"sweep"}


class NoBenchmarks(GateError):
    """The benchmarks are not part of an installed Gatehouse."""

    advice = "Run them in a checkout of the source: make bench."


class UnknownBenchmark(GateError):
    """There is no benchmark {name}."""

    advice = "{near} There are: {all}."


def bench(
    which: Annotated[str, typer.Argument(metavar="[WHICH]", help=phrase("option.bench"))] = "",
    postgres: Annotated[
        str, typer.Option("--postgres", metavar="URL", help=phrase("option.bench_postgres"))
    ] = "",
    changes: Annotated[
        int, typer.Option("--changes", metavar="N", min=1, help=phrase("option.bench_changes"))
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure, and print the figures. Without a name: all of them, one after the other."""
    if find_spec("benchmarks") is None:
        raise NoBenchmarks
    if which and which not in BENCHMARKS:
        raise UnknownBenchmark(name=which, near=nearest(which, BENCHMARKS), all=", ".join(BENCHMARKS))
    for name in [which] if which else BENCHMARKS:
        note(phrase("bench.running", name=name))
        more = [*(["--postgres", postgres] if postgres else []), *(["--json"] if as_json else [])]
        more += ["--changes", str(changes)] if changes and name in SIZED else []
        ended = subprocess.run([sys.executable, "-m", BENCHMARKS[name], *more], check=False)
        if ended.returncode:
            raise typer.Exit(1)
