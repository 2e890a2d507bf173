"""`gatehouse demo`: the sample portfolio, played through the real flows against a real Prefect server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

# The demonstration is never played into a council's own ledger or onto its own Prefect server.
NOT_INHERITED = ("GATEHOUSE_DATABASE_URL", "PREFECT_API_URL")


def run(home: Path | None = None, *, as_json: bool = False) -> dict[str, Any]:
    """Play the story in `home` (default: GATEHOUSE_HOME) and print what came of it, which is also returned."""
    from app.cli.demo.play import play
    from config.settings import settings_from

    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    if home is not None:
        environment["GATEHOUSE_HOME"] = str(home)
    return play(settings_from(environment), as_json=as_json)
