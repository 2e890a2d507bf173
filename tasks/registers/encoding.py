"""Which encoding a text file is in. Nothing is guessed in silence: the finding says what it rests on.

Strict UTF-8 first (text in another encoding is practically never valid UTF-8 by accident), then cp1252, which
Excel writes on British Windows. The whole file is checked, a chunk at a time.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

CHUNK = 1 << 20
SAMPLE = 1 << 16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
AROUND = 30
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Encoding:
    """A finding: the codec, what it rests on, and a piece of text by which a person can judge it."""

    name: str
    why: str
    sample: str = ""
    errors: str = "strict"

    def open(self, path: Path) -> TextIO:
        """The file as text, line ends left as they stand."""
        return path.open(encoding=self.name, errors=self.errors, newline="")


def find_encoding(path: Path) -> Encoding | None:
    """The encoding of the whole file, or None if it is text in none. Holds one chunk at a time."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    if marked and marked != "utf-8-sig":
        return _whole(path, marked, "its byte order mark")
    if marked is None and (wide := _utf16_without_mark(head)):
        return _whole(path, wide, "the zero bytes between its letters")
    name = marked or "utf-8"
    return _whole(path, name, "every byte of it is valid UTF-8") or _damaged_utf8(path, name) or _legacy(path)


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2], head[1::2]
    if not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.4 and zeros_even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.4 and zeros_odd < 0.05 else None


def _decoded(file: BinaryIO, name: str, errors: str = "strict") -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _whole(path: Path, name: str, why: str) -> Encoding | None:
    sample = ""
    try:
        with path.open("rb") as file:
            for text in _decoded(file, name):
                sample = sample or _telling(text.lstrip("\ufeff"))
    except UnicodeError:
        return None
    return Encoding(name, why, sample)


def _telling(text: str) -> str:
    """The first character beyond ASCII with what stands around it on its line."""
    found = None if text.isascii() else BEYOND_ASCII.search(text)
    if found is None:
        return ""
    before = re.split(r"[\r\n]", text[max(found.start() - AROUND, 0) : found.start()])[-1]
    return (before + re.split(r"[\r\n]", text[found.start() : found.end() + AROUND])[0]).strip()


def _damaged_utf8(path: Path, name: str) -> Encoding | None:
    """UTF-8 with a few bad bytes, as when a line is pasted in: those rows are rejected, not the file."""
    good = bad = 0
    sample = ""
    with path.open("rb") as file:
        for text in _decoded(file, name, "surrogateescape"):
            beyond = len(text) - len(text.encode("ascii", "ignore"))
            broken = len(SURROGATE.findall(text))
            good, bad = good + beyond - broken, bad + broken
            sample = sample or _telling(SURROGATE.sub("", text))
    if good <= bad and name != "utf-8-sig":
        return None
    return Encoding(
        name, f"almost all of it is valid UTF-8, but {bad} of its bytes are not", sample, "surrogateescape"
    )


def _legacy(path: Path) -> Encoding | None:
    found = _whole(path, "cp1252", "it is not UTF-8, and Windows in Western Europe writes cp1252")
    if found or (guess := _guess(path)) is None:
        return found
    why = "it is neither UTF-8 nor cp1252, and its letters suggest this"
    return _whole(path, guess, why) or _whole(path, "latin-1", "nothing else fits")


def _guess(path: Path) -> str | None:
    """A guess by charset-normalizer, for what is neither UTF-8 nor cp1252. None: not text."""
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        best = from_bytes(file.read(SAMPLE)).best()
    return best.encoding if best else None
