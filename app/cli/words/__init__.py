"""Every sentence that the command line says, in one place, so that it can be said in another language."""

from __future__ import annotations

from typing import Any

from app.cli.words.clocks import CLOCKS
from app.cli.words.columns import COLUMNS, TERMS
from app.cli.words.demo import DEMO
from app.cli.words.documents import DOCUMENTS
from app.cli.words.english import ENGLISH
from app.cli.words.help import HELP
from app.cli.words.options import OPTIONS
from app.cli.words.overlaps import OVERLAPS
from app.cli.words.responses import RESPONSES
from app.cli.words.triage import TRIAGE
from app.cli.words.up import UP

PHRASES: dict[str, str] = {
    **ENGLISH,
    **DEMO,
    **UP,
    **COLUMNS,
    **TERMS,
    **OPTIONS,
    **TRIAGE,
    **CLOCKS,
    **OVERLAPS,
    **DOCUMENTS,
    **RESPONSES,
}
# Click leaves a paragraph that begins with this character as it stands.
AS_IT_STANDS = "\b"


def phrase(key: str, **data: Any) -> str:
    """The sentence of that key with the particulars filled in; where `count` is 1, that of `key.one` if any."""
    if key.startswith("help."):
        return _help(key.removeprefix("help."))
    if key.startswith("short."):
        return HELP[key.removeprefix("short.")][0].partition(". ")[0].rstrip(".")
    single = f"{key}.one"
    chosen = single if data.get("count") == 1 and single in PHRASES else key
    return PHRASES[chosen].format_map(data) if data else PHRASES[chosen]


def _help(name: str) -> str:
    """What a command does, and an example of it."""
    says, example = HELP[name]
    return f"{says}\n\n{AS_IT_STANDS}\nExample:\n  {example}" if example else says
