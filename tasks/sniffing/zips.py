"""ZIP archives: Office and OpenDocument files among them, and what is locked or broken. Little is ever unpacked."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import IO

from tasks.media_types import BY_CONTENT_TYPE, BY_MEMBER, DOCM, ODF, PPTM, XLSM, ZIP
from tasks.sniffing.found import Looked, looked

# A list of members beyond this is no document's: reading it would only fill the memory.
LONGEST_LIST = 8 << 20
LONGEST_PART = 32 << 20
LONGEST_SAID = 1 << 20
CHUNK = 1 << 16

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
_OVERRIDE = re.compile(rb"<(?:\w{1,20}:)?Override\b[^<>]{1,800}>")
_TYPE = re.compile(rb"""ContentType\s{0,9}=\s{0,9}["']([^"']{1,200}?)\.main(?:\+xml)?["']""")
_NAME = re.compile(rb"""PartName\s{0,9}=\s{0,9}["']/?([^"']{1,300})["']""")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
    struct.error,
)
_WITH_MACROS = frozenset({DOCM, XLSM, PPTM})


def look_into_zip(file: IO[bytes]) -> Looked:
    """An Office or OpenDocument file by what it says of itself, any other archive as ZIP."""
    if not _list_is_sane(file):
        return looked(ZIP, unreadable=True)
    try:
        with zipfile.ZipFile(file) as archive:
            return _archive(archive)
    except _BROKEN:
        return looked(ZIP, unreadable=True)


def _list_is_sane(file: IO[bytes]) -> bool:
    """Whether the archive's end is there and its list of members is of a size that a document can have."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) < place + 22:
        return False
    length, start = struct.unpack("<LL", end[place + 12 : place + 20])
    # All ones: the true numbers stand elsewhere, for archives beyond 4 GB or 65,535 members.
    return bool(length <= LONGEST_LIST and start != 0xFFFFFFFF)


def _archive(archive: zipfile.ZipFile) -> Looked:
    members = {entry.filename for entry in archive.infolist()}
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        return looked(_kind(archive, members, locked=True), encrypted=True)
    kind = _kind(archive, members)
    if kind.startswith(ODF):
        return looked(
            kind, **_open_document_flags(archive, members), unreadable=not _opens(archive, "content.xml")
        )
    macros = kind in _WITH_MACROS or any(name.lower().endswith("vbaproject.bin") for name in members)
    return looked(
        kind, macros=macros and kind != ZIP, unreadable=kind != ZIP and not _main_opens(archive, members)
    )


def _kind(archive: zipfile.ZipFile, members: set[str], *, locked: bool = False) -> str:
    if locked:
        return next((kind for member, kind in BY_MEMBER.items() if member in members), ZIP)
    if "mimetype" in members:
        said = _start(archive, "mimetype", 100).decode("ascii", "replace").strip()
        return said if re.fullmatch(rf"{re.escape(ODF)}[a-z-]{{1,40}}", said) else ZIP
    said_type, _ = _main_part(archive, members)
    if said_type in BY_CONTENT_TYPE:
        return BY_CONTENT_TYPE[said_type]
    return next((kind for member, kind in BY_MEMBER.items() if member in members), ZIP)


def _main_part(archive: zipfile.ZipFile, members: set[str]) -> tuple[str, str]:
    """The content type and the name of the part that holds the document itself; both empty where none is named."""
    if CONTENT_TYPES not in members:
        return "", ""
    for override in _OVERRIDE.findall(_start(archive, CONTENT_TYPES, LONGEST_SAID)):
        said, named = _TYPE.search(override), _NAME.search(override)
        kind = said[1].decode("ascii", "replace").lower() if said else ""
        if kind in BY_CONTENT_TYPE and named:
            return kind, named[1].decode("utf-8", "replace")
    return "", ""


def _main_opens(archive: zipfile.ZipFile, members: set[str]) -> bool:
    """Whether the part that holds the document itself can be unpacked."""
    _, named = _main_part(archive, members)
    main = named if named in members else next((name for name in BY_MEMBER if name in members), "")
    return bool(main) and _opens(archive, main)


def _open_document_flags(archive: zipfile.ZipFile, members: set[str]) -> dict[str, bool]:
    manifest = _start(archive, MANIFEST, LONGEST_SAID) if MANIFEST in members else b""
    scripts = any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in members)
    return {"encrypted": b"encryption-data" in manifest, "macros": scripts}


def _start(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    with archive.open(name) as part:
        return part.read(length)


def _opens(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part can be unpacked, as far as it is looked into; its checksum is compared at its end."""
    try:
        with archive.open(name) as part:
            left = LONGEST_PART
            while left > 0 and (piece := part.read(CHUNK)):
                left -= len(piece)
    except _BROKEN:
        return False
    return True
