"""What a file is, by its content and never by its name. What cannot be a register is refused."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from tasks.registers.errors import EmptyRegister, UnreadableRegister

HEAD = 1 << 16
ZIP = b"PK\x03\x04"
REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Excel file (.xls) or is protected by a password"),
    (b"%PDF", "it is a PDF document"),
    (b"PK", "it is an empty or split ZIP archive"),
    (b"\x1f\x8b", "it is a compressed archive"),
    (b"BZh", "it is a compressed archive"),
    (b"\xfd7zXZ", "it is a compressed archive"),
    (b"7z\xbc\xaf", "it is a compressed archive"),
    (b"Rar!", "it is a compressed archive"),
    (b"(\xb5/\xfd", "it is a compressed archive"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"{\\rtf", "it is a Word document (RTF)"),
    (b"SQLite format 3", "it is a database"),
    (b"\x7fELF", "it is a program"),
)
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|head|body)\b", re.IGNORECASE)
CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x00")
# Above this an archive would fill the memory; the largest sheet that Excel writes stays below.
LARGEST_UNPACKED = 4 << 30
LARGEST_STRINGS = 512 << 20


def file_type(path: Path) -> Literal["text", "xlsx"]:
    """Whether to read the file as text or as a workbook. Raises `UnreadableRegister` or `EmptyRegister`."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise UnreadableRegister(file=path, why=(error.strerror or str(error)).lower()) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise EmptyRegister(file=path, why="the file is empty")
    if head.startswith(ZIP):
        _check_workbook(path)
        return "xlsx"
    if why := _why_not_text(head):
        raise UnreadableRegister(file=path, why=why)
    return "text"


def _why_not_text(head: bytes) -> str:
    for magic, why in REFUSED:
        if head.startswith(magic):
            return why
    if MARKUP.match(head):
        return "it is a web page or XML"
    control = sum(head.count(code) for code in CONTROL)
    return "it is a binary file" if control > len(head) * 0.02 else ""


def _check_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename.lower(): entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableRegister(file=path, why=f"it is a damaged XLSX or ZIP file ({error})") from error
    if "xl/workbook.xml" not in sizes:
        raise UnreadableRegister(file=path, why=_other_archive(set(sizes)))
    strings = sizes.get("xl/sharedstrings.xml", 0)
    if sum(sizes.values()) > LARGEST_UNPACKED or strings > LARGEST_STRINGS:
        raise UnreadableRegister(file=path, why="unpacked, it is larger than any register")


def _other_archive(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "it is a binary Excel workbook (.xlsb)"
    if "content.xml" in names:
        return "it is an OpenDocument file (.ods)"
    if "word/document.xml" in names:
        return "it is a Word document"
    return "it is a ZIP archive, not a workbook"
