"""Looking into a file: its first bytes say which reader knows more, and its name is held against the answer."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from tasks.media_types import BY_ENDING, BY_FIRST_BYTES, RUN_BY_BROWSERS, pictured
from tasks.sniffing.found import FLAGS, TYPE_MISMATCH, UNKNOWN, UNREADABLE, Looked
from tasks.sniffing.ole import OLE, look_into_ole
from tasks.sniffing.pdf import is_pdf, look_into_pdf
from tasks.sniffing.text import text_type
from tasks.sniffing.zips import look_into_zip

__all__ = ["FLAGS", "UNKNOWN", "Looked", "look_into", "safe_to_show"]

HEAD = 1 << 16
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def look_into(file: IO[bytes], name: str) -> Looked:
    """What an open, seekable file holds. Whatever the bytes are, this answers; only reading itself can fail (OSError).

    Never more than a few megabytes are held at once. `name` tells kinds of plain text apart; everything else goes
    by the content, and a name that promises something else raises the flag type_mismatch.
    """
    file.seek(0)
    head = file.read(HEAD)
    found = _content(file, head, name)
    if _fits(found, name):
        return found
    flags = {*found.flags, TYPE_MISMATCH}
    return Looked(found.media_type, tuple(flag for flag in FLAGS if flag in flags))


def _content(file: IO[bytes], head: bytes, name: str) -> Looked:
    if is_pdf(head):
        return look_into_pdf(file, head)
    if head.startswith(ZIPS):
        return look_into_zip(file)
    if head.startswith(OLE):
        return look_into_ole(file)
    for start, media_type in BY_FIRST_BYTES:
        if head.startswith(start):
            return Looked(media_type)
    return Looked(pictured(head) or text_type(head, name) or UNKNOWN)


def _fits(found: Looked, name: str) -> bool:
    """Whether the content is what the name's ending promises; an ending that is not known promises nothing."""
    promised = BY_ENDING.get(PurePath(name).suffix.lower())
    media = found.media_type.partition(";")[0]
    # What cannot be read cannot be held against its name either, as long as the container is the right one.
    return promised is None or media in promised or (UNREADABLE in found.flags and media == "application/zip")


def safe_to_show(media_type: str) -> str:
    """The media type to send a browser: what it would run, as a page or a picture with scripts, goes as plain text."""
    kind, _, rest = media_type.partition(";")
    return f"text/plain;{rest}" if rest and kind in RUN_BY_BROWSERS else _plain(media_type)


def _plain(media_type: str) -> str:
    return "text/plain" if media_type in RUN_BY_BROWSERS else media_type
