"""What kind of file a document is, told from its first bytes rather than from its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

HEAD = 4096
LONGEST_TYPE = 100
UNKNOWN = "application/octet-stream"

BY_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
BY_MEMBER: dict[str, str] = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
TEXT_BY_SUFFIX: dict[str, str] = {
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}


def media_type_of(path: Path, name: str) -> str:
    """The media type of the stored file. `name` only tells kinds of plain text apart, never what is shown as what.

    HTML and SVG count as plain text: a browser must not run what somebody handed in.
    """
    with path.open("rb") as stored:
        head = stored.read(HEAD)
    for start, media_type in BY_FIRST_BYTES:
        if head.startswith(start):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(path)
    return _text_type(name) if _is_text(head) else UNKNOWN


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            if "mimetype" in members:
                return _open_document(archive.open("mimetype").read(LONGEST_TYPE).decode("ascii", "replace"))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return "application/zip"
    return next((kind for member, kind in BY_MEMBER.items() if member in members), "application/zip")


def _open_document(said: str) -> str:
    """OpenDocument files say what they are; whatever else such a file says of itself is not believed."""
    return said.strip() if said.startswith("application/vnd.oasis.opendocument.") else "application/zip"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # A character may be cut in two where the sample ends.
        return error.start > len(head) - 4
    return True


def _text_type(name: str) -> str:
    return TEXT_BY_SUFFIX.get(Path(name).suffix.lower(), "text/plain")
