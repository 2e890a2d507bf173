"""The store of documents: files kept under the SHA-256 of their bytes, in one local folder.

A document is stored once however often it is handed in, and what is stored is never changed: the same hash always
means the same bytes. The ledger holds the hash, the name and the size; the bytes stay here.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from gates.errors import GateError
from gates.events import Document
from tasks.media_types import media_type_of

CHUNK = 1 << 20


class DocumentUnreadable(GateError):
    """{file} cannot be taken as a document: {why}."""

    advice = "Give the path of one file that you may read."


class DocumentEmpty(GateError):
    """{file} is empty, so it shows nothing."""

    advice = "Save the document again and look into it before you hand it in."


class DocumentNotKept(GateError):
    """The document {file} cannot be kept in {folder}: {why}."""

    advice = "Make sure that the folder can be written to and has space left."


class DocumentMissing(GateError):
    """The document with the hash {sha256} is not in {folder}."""

    advice = "Restore the folder of documents from a backup: the ledger still proves what the document was."


class DocumentAltered(GateError):
    """The document with the hash {sha256} in {folder} is no longer what was handed in."""

    advice = "Restore it from a backup: the ledger still proves what the document was."


class Documents:
    """The documents in one folder, which is made when the first of them is stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, path: Path) -> Document:
        """Store a copy of a file; its size is in bytes, its media type told from its content.

        The file is read once, in pieces, and appears in the store whole or not at all. Raises
        DocumentUnreadable, DocumentEmpty or DocumentNotKept.
        """
        with _opened(path) as source:
            try:
                sha256, size = self._keep(source, path)
            except OSError as error:
                raise DocumentNotKept(file=path, folder=self.folder, why=_reason(error)) from error
        return Document(
            sha256=sha256, name=path.name, size=size, media_type=media_type_of(self._place(sha256), path.name)
        )

    def _keep(self, source: IO[bytes], path: Path) -> tuple[str, int]:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self.folder)
        arriving = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                sha256, size = _copied(source, target)
            if not size:
                raise DocumentEmpty(file=path)
            place = self._place(sha256)
            place.parent.mkdir(exist_ok=True)
            arriving.replace(place)
        finally:
            arriving.unlink(missing_ok=True)
        return sha256, size

    def path_of(self, sha256: str) -> Path:
        """Where the document of that hash lies. Raises DocumentMissing."""
        place = self._place(sha256)
        if not place.is_file():
            raise DocumentMissing(sha256=sha256, folder=self.folder)
        return place

    def check(self, sha256: str) -> None:
        """Read the document again and hold it against its hash. Raises DocumentMissing or DocumentAltered."""
        with self.path_of(sha256).open("rb") as stored:
            found = hashlib.file_digest(stored, "sha256").hexdigest()
        if found != sha256:
            raise DocumentAltered(sha256=sha256, folder=self.folder)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:]


def _opened(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise DocumentUnreadable(file=path, why="it is a folder")
    try:
        return path.open("rb")
    except OSError as error:
        raise DocumentUnreadable(file=path, why=_reason(error)) from error


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(CHUNK):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
