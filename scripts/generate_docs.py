"""Write the pages of `docs/` that are made from the code: `python -m scripts.generate_docs [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from config.catalogue import load_catalogue
from config.settings import SETTINGS
from gates.transitions import MOVES, SAYS, diagram
from scripts.evidence_page import evidence_page

DOCS = Path(__file__).parent.parent / "docs"


def states_page() -> str:
    """The states of a change: the diagram, and every legal move as a table."""
    rows = [
        f"| {move.phase or '(new)'} | {move.event.replace('_', ' ')} | {move.to} | {SAYS[move.event]} |"
        for move in MOVES
    ]
    return "\n".join(
        [
            "# How a change moves",
            "",
            "Made from the table in `gates/transitions.py` by `make fix`; do not edit it here.",
            "",
            "A change goes round gathering, reviewing and board once for each of the five gates. Any change of the",
            "evidence, of the facts or of a verdict under an open review voids its votes.",
            "",
            "```mermaid",
            diagram(),
            "```",
            "",
            "| from | event | to | in the record |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def settings_page() -> str:
    """Every environment variable that Gatehouse reads."""
    rows = [f"| `{one.name}` | `{one.default or '(unset)'}` | {one.says} |" for one in SETTINGS]
    return "\n".join(
        [
            "# Settings",
            "",
            "Made from `config/settings.py` by `make fix`; do not edit it here. Settings are environment variables;",
            "all have a default that is safe on a machine that others can reach.",
            "",
            "| variable | default | what it does |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def catalogue_page() -> str:
    """Every evidence item: when it is required, why, and when it is complete."""
    return evidence_page(load_catalogue())


PAGES: dict[str, Callable[[], str]] = {
    "states.md": states_page,
    "settings.md": settings_page,
    "evidence.md": catalogue_page,
}


def outdated() -> list[str]:
    """The names of pages whose text is not what the code says now."""
    return [name for name, page in PAGES.items() if not _is(DOCS / name, page())]


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> int:
    """Write all pages, or with --check only say which are outdated (exit code 1)."""
    if "--check" in sys.argv[1:]:
        for name in outdated():
            sys.stderr.write(f"docs/{name} is not what the code says: run `make fix`.\n")
        return 1 if outdated() else 0
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
