"""Text that a spreadsheet would run as a formula, made harmless, and the way back.

The two undo each other exactly, so that a rejects file can be mended and read again.
"""

from __future__ import annotations

import re

STARTS_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?", re.ASCII)


def _needs_guard(text: str) -> bool:
    if PLAIN_NUMBER.fullmatch(text):
        return False
    return text.startswith(("'", *STARTS_FORMULA)) or text.lstrip().startswith(STARTS_FORMULA)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would run it; numbers stay numbers."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text
