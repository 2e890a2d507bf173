"""Documents in a local folder: each appears whole, under its final name, and survives a loss of power."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tasks.documents.errors import DocumentChanged, DocumentMissing, DocumentNotKept, StoreForbidden
from tasks.documents.pieces import CHUNK, pieces, reason


class Folder:
    """A folder, made when the first document is kept in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)

    def place(self, sha256: str) -> str:
        """Where a document lies, or would lie."""
        return str(self._path(sha256))

    def holds(self, sha256: str) -> bool:
        """Whether the document is there."""
        return self._path(sha256).is_file()

    def keep(self, source: IO[bytes], sha256: str, size: int, file: object) -> None:
        """Keep a copy. What is there already and whole stays untouched. Raises DocumentNotKept, DocumentChanged."""
        try:
            if not self._is_whole(sha256, size):
                self._write(source, sha256, file)
        except OSError as error:
            raise DocumentNotKept(file=file, store=self.where, why=reason(error)) from error

    @contextmanager
    def opened(self, sha256: str) -> Iterator[IO[bytes]]:
        """The document, open for reading. Raises DocumentMissing or StoreForbidden."""
        try:
            stored = self._path(sha256).open("rb")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise DocumentMissing(sha256=sha256, store=self.where) from error
        except OSError as error:
            raise StoreForbidden(store=self.where, why=reason(error)) from error
        with stored:
            yield stored

    def remove(self, sha256: str) -> None:
        """Delete the document, if it is there. Raises StoreForbidden."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise StoreForbidden(store=self.where, why=reason(error)) from error

    def probe(self) -> None:
        """Write, read and delete a file. Raises DocumentNotKept."""
        try:
            with tempfile.TemporaryFile(dir=self.folder) as target:
                target.write(b"probe")
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise DocumentNotKept(file="probe", store=self.where, why=reason(error)) from error

    @property
    def is_there(self) -> bool:
        """Whether the folder has been made."""
        return self.folder.is_dir()

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:]

    def _is_whole(self, sha256: str, size: int) -> bool:
        path = self._path(sha256)
        if not path.is_file() or path.stat().st_size != size:
            return False
        with path.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256

    def _write(self, source: IO[bytes], sha256: str, file: object) -> None:
        place = self._path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self.folder)
        arriving = Path(name)
        try:
            with os.fdopen(handle, "wb", buffering=CHUNK) as target:
                _copy(source, target, sha256, file)
            arriving.replace(place)
            _sync(place.parent)
        finally:
            arriving.unlink(missing_ok=True)


def _copy(source: IO[bytes], target: IO[bytes], sha256: str, file: object) -> None:
    digest = hashlib.sha256()
    for piece in pieces(source, file):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != sha256:
        raise DocumentChanged(file=file)
    target.flush()
    os.fsync(target.fileno())


def _sync(folder: Path) -> None:
    """Make a new name in a folder last; where folders cannot be opened, as on Windows, there is nothing to do."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
