"""Why a row of an export is rejected, in one place so that it can be translated."""

from __future__ import annotations

NOTHING_SAID = "no question is answered, so there is nothing to take into account"


def in_future(column: str, day: str) -> str:
    """A day that has not come yet."""
    return f"received: column {column} says {day}, which is after today"


def absent(setting: str, column: str, near: str) -> str:
    """A column that a mapping names and the file has not."""
    return f'{setting} wants column "{column}", which is not there. {near}'.strip()
