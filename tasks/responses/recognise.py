"""What the columns of an export hold, told from their headings and, for free text, from what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tasks.registers.cells import Cell, one_line, text_of
from tasks.responses.mapping import ResponseMapping

# As platforms and councils call them; compared without case, numbers and what is repeated after a dash.
KNOWN: dict[str, tuple[str, ...]] = {
    "respondent": (
        *("respondent type", "type of respondent", "responding as", "are you responding as", "capacity"),
        *("i am responding as", "in what capacity are you responding", "are you responding as an individual"),
    ),
    "area": (
        "address",
        "area",
        "ward",
        "district",
        "postcode",
        "post code",
        "location",
        "location - address",
    ),
    "received": (
        *(
            "submitted",
            "date submitted",
            "submitted at",
            "submitted on",
            "submission date",
            "date of submission",
        ),
        *("received", "date received", "received on", "completion time", "completed at", "date completed"),
        *("timestamp", "response date", "end date", "last modified"),
    ),
    "id": (
        *("id", "response id", "responseid", "submission id", "submission reference", "response number"),
        *("response reference", "respondent id", "reference", "unique id", "unique response number"),
    ),
    "channel": (
        "channel",
        "response channel",
        "method",
        "method of response",
        "response method",
        "how received",
    ),
}
CONTACT = re.compile(
    r"(your )?((full |first |last |sur|fore)?name|e-?mail( address)?|(tele)?phone( number)?|mobile( number)?"
    r"|contact details|ip address|name of (your )?organisation|organisation name)"
)
CHARACTERISTIC = re.compile(
    r"(your |what is your )?(age( group| band| range)?|sex|gender( identity| reassignment)?|disability|disabled"
    r"|ethnicity|ethnic (group|origin|background)|race|religion( or belief)?|faith|sexual orientation|sexuality"
    r"|marital status|marriage and civil partnership|pregnancy and maternity|pregnant|carer|veteran)\??"
)
# Where people are asked to write rather than to choose.
ASKS_FOR_WORDS = re.compile(
    r"comment|explain|please (say|tell|describe|give|state)|space|why\b|in your own words|reasons?\b"
    r"|anything else|other \(|details|suggest|alternativ|feedback|how (could|can|would)",
    re.IGNORECASE,
)
LONG_WORDS = 20
TELLING_WORDS = 5
MOST_CHOICES = 12


def recognised(columns: Sequence[str]) -> dict[str, Any]:
    """The settings of a mapping that the headings give away; each setting takes the first heading that fits."""
    found: dict[str, Any] = {}
    contact: list[str] = []
    characteristics: list[str] = []
    for column in columns:
        name = _plain(column)
        setting = next((key for key, names in KNOWN.items() if name in names and key not in found), None)
        if setting is not None:
            found[setting] = column
        elif CONTACT.fullmatch(name):
            contact.append(column)
        elif CHARACTERISTIC.fullmatch(name):
            characteristics.append(column)
    return {**found, "contact": tuple(contact), "characteristics": tuple(characteristics)} if found else {}


def default_mapping(columns: Sequence[str]) -> ResponseMapping | None:
    """The mapping of an export whose headings say what it is; None where no heading does."""
    found = recognised(columns)
    has_questions = len(columns) > sum(len(v) if isinstance(v, tuple) else 1 for v in found.values())
    return ResponseMapping.model_validate(found) if found and has_questions else None


def is_free(title: str, cells: Iterable[Cell]) -> bool:
    """Whether people answer a question in their own words, told from its heading and the first answers to it."""
    texts = [text for cell in cells if (text := one_line(text_of(cell)))]
    if not texts:
        return bool(ASKS_FOR_WORDS.search(title))
    words = [len(text.split()) for text in texts]
    if max(words) > LONG_WORDS:
        return True
    different = len({text.casefold() for text in texts})
    asked = bool(ASKS_FOR_WORDS.search(title)) and max(words) >= TELLING_WORDS
    return asked or (sum(words) / len(words) >= TELLING_WORDS and different > MOST_CHOICES)


def _plain(heading: str) -> str:
    """The heading in small letters, without a number before it, and once where it is repeated after a dash."""
    text = re.sub(r"^\W*(q(uestion)? ?)?\d+[.):]? *", "", heading.casefold()).strip(" ?:*")
    parts = [part.strip(" ?:*") for part in re.split(r" [-\u2013] ", text)]
    return parts[0] if len(set(parts)) == 1 else " - ".join(parts)
