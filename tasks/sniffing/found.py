"""What one of the readers found in a file, and the flags that it may raise."""

from __future__ import annotations

from typing import NamedTuple

ENCRYPTED = "encrypted"
MACROS = "macros"
TYPE_MISMATCH = "type_mismatch"
UNREADABLE = "unreadable"
# In the order in which they are told: what matters most to a reader comes first.
FLAGS = (ENCRYPTED, UNREADABLE, MACROS, TYPE_MISMATCH)

UNKNOWN = "application/octet-stream"


class Looked(NamedTuple):
    """The media type that the content shows, and the flags raised, in the order of FLAGS."""

    media_type: str
    flags: tuple[str, ...] = ()


def looked(media_type: str, **raised: bool) -> Looked:
    """What was found, with those flags that were raised."""
    return Looked(media_type, tuple(flag for flag in FLAGS if raised.get(flag)))
