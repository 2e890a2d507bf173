"""OLE files: Word, Excel and PowerPoint before 2007, Outlook messages, and Office files locked with a password."""

from __future__ import annotations

import struct
from typing import IO, Any

from tasks.media_types import DOC, MSG, OLE_STORAGE, PPT, XLS
from tasks.sniffing.found import Looked, looked

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
# [MS-DOC] 2.5.2 FibBase: bit 8 of the word at 10 says that the document is encrypted.
FIB_FLAGS, FIB_ENCRYPTED = 10, 0x0100
# [MS-XLS] 2.4.117: the record that stands behind the first one when the workbook is encrypted.
FILE_PASS = 0x2F
# [MS-PPT] 2.3.2: the header token of an encrypted presentation.
PPT_ENCRYPTED = 0xF3D1C4DF
VBA = {"_vba_project", "vba", "_vba_project_cur", "macros"}


def look_into_ole(file: IO[bytes]) -> Looked:
    """What the directory of an OLE file tells; unreadable where that is broken."""
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            return _storage(ole)
    except Exception:
        # olefile meets damage with whatever exception it happens to cause.
        return looked(OLE_STORAGE, unreadable=True)


def _storage(ole: Any) -> Looked:
    names = {part.lower() for path in ole.listdir(storages=True) for part in path}
    top = {path[0].lower() for path in ole.listdir(storages=True)}
    if "encryptedpackage" in top:
        return looked(OLE_STORAGE, encrypted=True)
    macros = bool(VBA & names)
    if "worddocument" in top:
        return looked(DOC, encrypted=_word_locked(ole), macros=macros)
    if top & {"workbook", "book"}:
        return looked(XLS, encrypted=_excel_locked(ole), macros=macros)
    if "powerpoint document" in top:
        return looked(PPT, encrypted=_powerpoint_locked(ole), macros=macros)
    return looked(MSG if "__properties_version1.0" in top else OLE_STORAGE, macros=macros)


def _word_locked(ole: Any) -> bool:
    head = _first_bytes(ole, "worddocument")
    (flags,) = struct.unpack_from("<H", head.ljust(SECTOR, b"\x00"), FIB_FLAGS)
    return bool(flags & FIB_ENCRYPTED)


def _excel_locked(ole: Any) -> bool:
    head = _first_bytes(ole, "workbook") or _first_bytes(ole, "book")
    place = 0
    for _ in range(4):
        if len(head) < place + 4:
            return False
        record, length = struct.unpack_from("<HH", head, place)
        if record == FILE_PASS:
            return True
        place += 4 + length
    return False


def _powerpoint_locked(ole: Any) -> bool:
    head = _first_bytes(ole, "current user").ljust(SECTOR, b"\x00")
    return bool(struct.unpack_from("<L", head, 12)[0] == PPT_ENCRYPTED)


def _first_bytes(ole: Any, name: str) -> bytes:
    """The beginning of a stream, without reading the rest of it, however long it is."""
    entry = next((each for each in ole.root.kids if each.name.lower() == name), None)
    if entry is None or entry.entry_type != 2:
        return b""
    if entry.size < ole.minisectorcutoff:
        found: bytes = ole.openstream([entry.name]).read(SECTOR)
        return found
    ole.fp.seek(ole.sectorsize * (entry.isectStart + 1))
    return bytes(ole.fp.read(SECTOR))
