"""The store of documents: files kept under the SHA-256 of their bytes, in a folder or in a bucket.

A document is stored once however often it is handed in, and what is stored is never changed: the same hash always
means the same bytes. The ledger holds the hash, the name and the size; the bytes stay here.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from gates.events import Document
from tasks.documents.bucket import Bucket
from tasks.documents.errors import DocumentAltered, DocumentEmpty, DocumentMissing, DocumentUnreadable
from tasks.documents.folder import Folder
from tasks.documents.pieces import CHUNK, hashed, opened, reason
from tasks.sniffing import look_into


class Documents:
    """The documents of one installation, in a local folder or at an address that fsspec has a driver for."""

    def __init__(self, where: Path | str) -> None:
        self._shelf = _shelf(where)

    @property
    def where(self) -> str:
        """The folder or the address, for people."""
        return self._shelf.where

    @property
    def is_there(self) -> bool:
        """False for a folder that is not made yet, because nothing was stored in it."""
        return self._shelf.is_there

    def put(self, path: Path, name: str = "") -> Document:
        """Store a copy of a file under its own name or the one given; what it is, is told from its content.

        The file is read in pieces, twice, and appears in the store whole or not at all. Raises DocumentUnreadable,
        DocumentEmpty, DocumentChanged, DocumentNotKept, and for a bucket StoreMissing, StoreForbidden,
        StoreUnreachable or DriverMissing.
        """
        called = name or path.name
        with opened(path) as source:
            sha256, size = hashed(source, path)
            if not size:
                raise DocumentEmpty(file=path)
            try:
                found = look_into(source, called)
            except OSError as error:
                raise DocumentUnreadable(file=path, why=reason(error)) from error
            self._shelf.keep(source, sha256, size, path)
        return Document(sha256=sha256, name=called, size=size, media_type=found.media_type, flags=found.flags)

    def find(self, sha256: str) -> str:
        """Where the document of that hash lies: a path or an address. Raises DocumentMissing."""
        if not self._shelf.holds(sha256):
            raise DocumentMissing(sha256=sha256, store=self.where)
        return self._shelf.place(sha256)

    def check(self, sha256: str) -> None:
        """Read the document again and hold it against its hash. Raises DocumentMissing or DocumentAltered."""
        for _ in self._verified(sha256):
            pass

    def write_to(self, sha256: str, target: IO[bytes]) -> int:
        """Write the document to an open file; its size. When this raises, what was written must not be used.

        Raises DocumentMissing, DocumentAltered, and OSError where the target cannot be written.
        """
        return sum(target.write(piece) for piece in self._verified(sha256))

    @contextmanager
    def opened(self, sha256: str) -> Iterator[IO[bytes]]:
        """The document as an open file, read and verified whole before the first byte is given away.

        Raises DocumentMissing or DocumentAltered.
        """
        with tempfile.TemporaryFile() as copy:
            self.write_to(sha256, copy)
            copy.seek(0)
            yield copy

    def remove(self, sha256: str) -> None:
        """Delete the document, as where the law asks for its erasure; one that is not there is no error.

        Raises StoreForbidden and, for a bucket, StoreUnreachable and the like.
        """
        self._shelf.remove(sha256)

    def probe(self) -> None:
        """Write, read and delete a file of its own. Raises what `put` raises where that fails."""
        self._shelf.probe()

    def _verified(self, sha256: str) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with self._shelf.opened(sha256) as stored:
            while piece := stored.read(CHUNK):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != sha256:
            raise DocumentAltered(sha256=sha256, store=self.where)


def _shelf(where: Path | str) -> Folder | Bucket:
    text = str(where)
    if "://" not in text:
        return Folder(Path(where))
    if text.startswith("file://"):
        return Folder(Path(unquote(urlsplit(text).path)))
    return Bucket(text)
