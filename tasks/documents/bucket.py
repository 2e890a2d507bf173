"""Documents in a bucket, through whatever driver fsspec has for its address.

A document is uploaded straight to its final key where the driver lets nothing be seen before the last byte is
there (S3's multipart upload, Azure's block list), else to a key of its own and moved from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any
from uuid import uuid4

from gates.errors import GateError
from tasks.documents.drivers import filesystem_of
from tasks.documents.errors import DocumentChanged, DocumentMissing, DocumentNotKept, StoreMissing
from tasks.documents.pieces import CHUNK, pieces
from tasks.documents.trouble import reason_of, told

# What is uploaded at once; S3 takes at most 10,000 parts of a file and none below 5 MiB.
PART = 8 << 20
APPEAR_WHOLE = frozenset({"s3", "s3a", "abfs", "abfss", "az"})
PROBE = b"probe"


class Bucket:
    """A bucket or container, or a part of one under a prefix. Nothing is asked of it before it is first used."""

    is_there = True

    def __init__(self, url: str) -> None:
        self.where = url.rstrip("/")
        self._whole = url.partition("://")[0] in APPEAR_WHOLE
        self._driver: Any = None

    @property
    def _files(self) -> Any:
        if self._driver is None:
            self._driver, self._root = filesystem_of(self.where)
        return self._driver

    def place(self, sha256: str) -> str:
        """Where a document lies, or would lie."""
        return f"{self.where}/{sha256[:2]}/{sha256[2:]}"

    def holds(self, sha256: str) -> bool:
        """Whether the document is there. Raises StoreForbidden, StoreUnreachable and the like."""
        return self._size(sha256) is not None

    def keep(self, source: IO[bytes], sha256: str, size: int, file: object) -> None:
        """Keep a copy, unless one of that size is there. Raises DocumentNotKept, StoreForbidden and the like."""
        if self._size(sha256) == size:
            return
        try:
            self._upload(source, sha256, file)
        except GateError:
            raise
        except Exception as error:
            refused = DocumentNotKept(file=file, store=self.where, why=reason_of(error))
            raise told(error, self.where, StoreMissing(store=self.where), refused) from None

    @contextmanager
    def opened(self, sha256: str) -> Iterator[IO[bytes]]:
        """The document, open for reading. Raises DocumentMissing, StoreForbidden, StoreUnreachable and the like."""
        missing = DocumentMissing(sha256=sha256, store=self.where)
        with self.telling(missing):
            stored = self._files.open(self._key(sha256), "rb", block_size=4 * CHUNK)
        with stored:
            yield _Told(stored, self, missing)  # type: ignore[misc]

    def remove(self, sha256: str) -> None:
        """Delete the document, if it is there. Raises StoreForbidden, StoreUnreachable and the like."""
        if self.holds(sha256):
            with self.telling(DocumentMissing(sha256=sha256, store=self.where)):
                self._files.rm_file(self._key(sha256))

    def probe(self) -> None:
        """Write, read and delete a small file. Raises StoreMissing, StoreForbidden, StoreUnreachable and the like."""
        with self.telling(StoreMissing(store=self.where)):
            key = f"{self._prefix}.probe-{uuid4().hex}"
            self._files.pipe_file(key, PROBE)
            try:
                found = self._files.cat_file(key)
            finally:
                self._files.rm_file(key)
        if found != PROBE:
            raise DocumentNotKept(
                file="probe", store=self.where, why="it gives back other bytes than it was given"
            )

    @property
    def _prefix(self) -> str:
        _ = self._files
        return f"{self._root}/" if self._root else ""

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256[2:]}"

    def _size(self, sha256: str) -> int | None:
        try:
            self._files.invalidate_cache()
            return int(self._files.info(self._key(sha256))["size"])
        except FileNotFoundError:
            return None
        except GateError:
            raise
        except Exception as error:
            raise told(error, self.where, StoreMissing(store=self.where)) from None

    def _upload(self, source: IO[bytes], sha256: str, file: object) -> None:
        final = self._key(sha256)
        key = final if self._whole else f"{self._prefix}.incoming-{uuid4().hex}"
        target = self._files.open(key, "wb", block_size=PART)
        try:
            _copy(source, target, sha256, file)
            target.close()
        except BaseException:
            self._discard(target, key)
            raise
        if key != final:
            self._files.mv(key, final)

    def _discard(self, target: Any, key: str) -> None:
        """Throw away what was uploaded so far: closing the file would make it appear."""
        with suppress(Exception):
            target.discard()
        with suppress(Exception):
            target.closed = True
        if not self._whole:
            with suppress(Exception):
                self._files.rm_file(key)

    @contextmanager
    def telling(self, missing: GateError) -> Iterator[None]:
        """Tell whatever the driver raises as an error of the store; what is not found is `missing`."""
        try:
            yield
        except GateError:
            raise
        except Exception as error:
            raise told(error, self.where, missing) from None


class _Told:
    """An open document whose errors while it is read are told as any other."""

    def __init__(self, stored: Any, bucket: Bucket, missing: GateError) -> None:
        self._stored, self._bucket, self._missing = stored, bucket, missing

    def read(self, length: int = -1) -> bytes:
        """The next bytes."""
        with self._bucket.telling(self._missing):
            return bytes(self._stored.read(length))


def _copy(source: IO[bytes], target: Any, sha256: str, file: object) -> None:
    digest = hashlib.sha256()
    for piece in pieces(source, file):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != sha256:
        raise DocumentChanged(file=file)
