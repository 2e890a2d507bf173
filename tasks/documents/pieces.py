"""Files in pieces of a megabyte: nothing here ever holds more of a document than that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tasks.documents.errors import DocumentUnreadable

CHUNK = 1 << 20


def opened(path: Path) -> IO[bytes]:
    """The file, open for reading. Raises DocumentUnreadable for a folder, a device, or what may not be read."""
    if path.is_dir():
        raise DocumentUnreadable(file=path, why="it is a folder")
    if path.exists() and not path.is_file():
        raise DocumentUnreadable(file=path, why="it is no plain file")
    try:
        return path.open("rb")
    except OSError as error:
        raise DocumentUnreadable(file=path, why=reason(error)) from error


def pieces(source: IO[bytes], file: object) -> Iterator[bytes]:
    """The file from its beginning. Raises DocumentUnreadable where it cannot be read to its end."""
    try:
        source.seek(0)
        while piece := source.read(CHUNK):
            yield piece
    except OSError as error:
        raise DocumentUnreadable(file=file, why=reason(error)) from error


def hashed(source: IO[bytes], file: object) -> tuple[str, int]:
    """The SHA-256 of a file and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces(source, file):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def reason(error: OSError) -> str:
    """Why the operating system refused, in words."""
    return (error.strerror or str(error)).lower()
