"""Reading one value as people write it: each function returns it in canonical form or raises ValueError.

A canonical value is read as itself. Limits: a text has at most 20,000 characters and no control characters, a
number at most 15 digits before the point, a date lies in the years 1900 to 2200.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from gates.checks.base import LARGEST
from gates.errors import nearest

LONGEST_TEXT = 20_000
LONGEST_ADDRESS = 2_000
YEARS = range(1900, 2201)
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"([-+]?)(£?)([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?|([-+]?)\.\d+", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? +([a-z]{3,9})\.?,? +(\d{4})", re.ASCII | re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_ANSWERS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def shown(value: Any) -> str:
    """A value as it is quoted in a message: short, and readable whatever it holds."""
    try:
        text = ascii(value) if _UNREADABLE.search(str(value)) else repr(value)
    except ValueError:
        # Python prints no number of thousands of digits.
        return "a number that is too long"
    return text if len(text) <= 60 else f"{text[:57]}..."


def text_of(value: Any) -> str:
    """A text; numbers and dates count as the text they are written as."""
    if isinstance(value, datetime | date):
        value = day_of(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"not a text: {shown(value)}")
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", str(value))).strip()
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{len(text):,} characters, at most {LONGEST_TEXT:,} are taken; attach a document")
    if found := _UNREADABLE.search(text):
        raise ValueError(f"holds an unreadable character (U+{ord(found.group()):04X})")
    return text


def number_of(value: Any) -> int | float:
    """A number: 1234.5, "1,234.50", "£1,234". Whole numbers come back as int."""
    if isinstance(value, str):
        value = _written(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"not a number: {shown(value)}")
    if abs(value) > LARGEST or not math.isfinite(value):
        raise ValueError(f"not a number that can be kept: {shown(value)}")
    return int(value) if value == int(value) else float(value)


def _written(text: str) -> Any:
    plain = "".join(text.split())
    if len(plain) > 40 or not (found := _NUMBER.fullmatch(plain)) or (found[1] and found[3]):
        return text
    plain = plain.replace(",", "").replace("£", "")
    return float(plain) if "." in plain else int(plain)


def day_of(value: Any) -> str:
    """A calendar day as ISO text, from a date, "2026-11-21", "21 November 2026" or "21/11/2026"."""
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else _day_written(value)
    if day is None:
        raise ValueError(f"not a date: {shown(value)}; write it like 2026-11-21 or 21 November 2026")
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year} is not between {YEARS[0]} and {YEARS[-1]}")
    return day.isoformat()


def _day_written(value: Any) -> date | None:
    text = value.strip() if isinstance(value, str) else ""
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _SLASHED.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2].lower()), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The month's number by its name or a beginning of it; 0, which no date has, if there is none."""
    return next((number for number, month in enumerate(MONTHS, start=1) if month.startswith(name[:9])), 0)


def answer_of(value: Any) -> bool:
    """Yes or no."""
    answer = value if isinstance(value, bool) else _ANSWERS.get(str(value).strip().lower())
    if answer is None:
        raise ValueError(f"answer yes or no, not {shown(value)}")
    return answer


def choice_of(value: Any, choices: tuple[str, ...]) -> str:
    """One of the choices; case, and spaces or hyphens for underscores, do not count."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    asked = _slug(value) if isinstance(value, str | int) else None
    found = next((choice for choice in choices if _slug(choice) == asked), None)
    if found is None:
        hint = nearest(str(value)[:100], choices) or f"Choose from: {', '.join(choices)}."
        raise ValueError(f"{shown(value)} is not a choice. {hint}")
    return found


def choices_of(value: Any, choices: tuple[str, ...]) -> list[str]:
    """Some of the choices, from a list or a text with commas, each once and in the catalogue's order."""
    parts = [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise ValueError(f"list choices from: {', '.join(choices)}; not {shown(value)}")
    if len(parts) > LONGEST_ADDRESS:
        raise ValueError(f"{len(parts):,} choices are listed")
    found = {choice_of(part, choices) for part in parts}
    return [choice for choice in choices if choice in found]


def _slug(value: Any) -> str:
    return re.sub(r"[\s_-]+", "_", str(value).strip().casefold()).replace("\u2019", "'")


def role_of(value: Any) -> str:
    """A role's id: "S151 officer" is s151_officer."""
    return re.sub(r"[\s_-]+", "_", text_of(value).lower())


def address_of(value: Any) -> str:
    """A web address with http or https and a host."""
    text = text_of(value)
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or len(text) > LONGEST_ADDRESS or any(char.isspace() for char in text):
        raise ValueError(f"not a web address: {shown(value)}; it begins with https://")
    return text
