"""Plain text and what is written in it: web pages, e-mail, tables. The encoding is told with the type."""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import PurePath

from tasks.media_types import CSV, EML, HTML, PLAIN, SVG, TEXT_BY_ENDING, XML

_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|script|table|div|p|h1|style|meta|title)\b", re.I)
_SVG = re.compile(r"<(?:!doctype\s+svg|svg)\b", re.I)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?\S?")
_OF_EMAIL = {
    "from",
    "to",
    "date",
    "subject",
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "sender",
}
ENOUGH_HEADERS = 3
MOST_COMMENTS = 10
SAMPLE_LINES = 20


def text_type(head: bytes, name: str) -> str:
    """The media type of a text by its beginning, with its charset unless that is UTF-8; empty if it is no text."""
    found = _decoded(head)
    if found is None:
        return ""
    text, charset = found
    ending = PurePath(name).suffix.lower()
    kind = _markup(text) or _email(text) or TEXT_BY_ENDING.get(ending) or (CSV if _is_table(text) else PLAIN)
    return f"{kind}; charset={charset}" if charset else kind


def _decoded(head: bytes) -> tuple[str, str] | None:
    for mark, encoding, charset in _BOMS:
        if head.startswith(mark):
            return _as(head, encoding, charset)
    return _as(head, "utf-8", "") or _as(head, "windows-1252", "windows-1252")


def _as(head: bytes, encoding: str, charset: str) -> tuple[str, str] | None:
    # A character may be cut in two where the sample ends: an incremental decoder waits for the rest of it.
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text) or (charset == "windows-1252" and not _reads_as_words(text)):
        return None
    return text, charset


def _reads_as_words(text: str) -> bool:
    """Whether most characters are plain ones: any bytes at all can be taken for an old Western encoding."""
    plain = sum(char.isascii() and (char.isalnum() or char.isspace()) for char in text)
    return plain * 2 > len(text)


def _markup(text: str) -> str:
    """Pages and parts of pages, as some systems export their tables; pictures that are drawn in XML; other XML."""
    declared = text.lstrip().startswith("<?xml")
    begins = _without_preamble(text)
    if _SVG.match(begins):
        return SVG
    return HTML if _PAGE.match(begins) else XML if declared else ""


def _without_preamble(text: str) -> str:
    """The text from its first tag on: without a declaration and comments before it."""
    for _ in range(MOST_COMMENTS):
        text = text.lstrip()
        ending = next((end for start, end in (("<?", "?>"), ("<!--", "-->")) if text.startswith(start)), "")
        if not ending:
            break
        text = text.partition(ending)[2]
    return text


def _email(text: str) -> str:
    """E-mail begins with headers, one a line, until the first blank one."""
    names: set[str] = set()
    for line in text.split("\n")[:60]:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        if not (header := _HEADER.match(line)):
            return ""
        names.add(header[1].lower())
    known = names & _OF_EMAIL
    return (
        EML if len(known) >= ENOUGH_HEADERS and known & {"from", "sender", "received", "return-path"} else ""
    )


def _is_table(text: str) -> bool:
    """Whether the first lines split into the same number of columns, two at least."""
    lines = [line for line in text.split("\n")[: SAMPLE_LINES + 1] if line.strip()][:SAMPLE_LINES]
    if len(lines) < ENOUGH_HEADERS:
        return False
    return any(_widths(lines, mark) for mark in ",;\t|")


def _widths(lines: list[str], mark: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(lines[:-1] or lines, delimiter=mark)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1
