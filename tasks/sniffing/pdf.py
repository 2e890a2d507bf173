"""PDF files: whether one is encrypted, and whether it ends as a whole one does. Pages are never read.

The last `startxref` names the place of the newest cross-reference, whose dictionary is plain in every PDF, even in
an encrypted one, and has /Encrypt in it if the file is encrypted (ISO 32000-1, 7.5.5, 7.5.8 and 7.6.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from tasks.media_types import PDF
from tasks.sniffing.found import Looked, looked

MARK = b"%PDF-"
# Where readers look for the end; programs append a few bytes behind it.
TAIL = 4096
CHUNK = 1 << 20
LONGEST_DICTIONARY = 1 << 16

_START = re.compile(rb"startxref\s+(\d{1,12})\s")
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z])")
_REFERENCE = re.compile(rb"/Encrypt\s{0,9}(?:\d{1,9}\s{1,9}\d{1,5}\s{1,9}R|<<)")
_OBJECT = re.compile(rb"\s{0,9}\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj\b")
_BLANKS = b"\x00\t\n\x0c\r \xef\xbb\xbf"


def is_pdf(head: bytes) -> bool:
    """Whether a file begins as a PDF, perhaps after white space, as some scanners write it."""
    return head[:1024].lstrip(_BLANKS).startswith(MARK)


def look_into_pdf(file: IO[bytes], head: bytes) -> Looked:
    """A PDF; unreadable if its end is missing."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    starts = _START.findall(tail)
    if not starts or b"%%EOF" not in tail:
        return looked(PDF, unreadable=True, encrypted=_mentions_encryption(file))
    # Places are counted from the mark, which need not be the first byte.
    place = int(starts[-1]) + head.index(MARK)
    dictionary = _dictionary(file, place) if place < size else None
    if dictionary is None:
        # Readers mend a wrong place by searching the whole file, and so does this.
        return looked(PDF, encrypted=_mentions_encryption(file))
    return looked(PDF, encrypted=_ENCRYPT.search(dictionary) is not None)


def _dictionary(file: IO[bytes], place: int) -> bytes | None:
    """The dictionary of the cross-reference at that place; None where there is none."""
    file.seek(place)
    begins = file.read(LONGEST_DICTIONARY)
    if _OBJECT.match(begins):
        return begins.partition(b"stream")[0]
    if not begins.lstrip(_BLANKS).startswith(b"xref"):
        return None
    file.seek(place)
    return _after(file, b"trailer")


def _after(file: IO[bytes], word: bytes) -> bytes | None:
    """What follows the next such word, up to the length of the longest dictionary."""
    for piece, rest in _pieces(file, len(word)):
        if (found := piece.find(word)) >= 0:
            follows = piece[found:] + rest.read(LONGEST_DICTIONARY)
            return follows[:LONGEST_DICTIONARY].partition(b"startxref")[0]
    return None


def _mentions_encryption(file: IO[bytes]) -> bool:
    file.seek(0)
    return any(_REFERENCE.search(piece) for piece, _ in _pieces(file, 64))


def _pieces(file: IO[bytes], overlap: int) -> Iterator[tuple[bytes, IO[bytes]]]:
    """The file from here on in pieces, each of which repeats the end of the one before."""
    kept = b""
    while chunk := file.read(CHUNK):
        yield kept + chunk, file
        kept = chunk[-overlap:]
