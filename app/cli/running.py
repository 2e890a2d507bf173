"""Commands whose work is done elsewhere and takes long to load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import AsJson
from app.cli.words import phrase

Home = Annotated[Path | None, typer.Option("--home", metavar="DIR", help=phrase("option.demo_home"))]


def demo(home: Home = None, as_json: AsJson = False) -> None:
    """Take the sample portfolio through the gates, then print a summary."""
    from app.cli.demo import run

    run(home, as_json=as_json)
