"""The store of documents: files kept under the SHA-256 of their bytes, in a local folder or in a bucket."""

from tasks.documents.errors import (
    DocumentAltered,
    DocumentChanged,
    DocumentEmpty,
    DocumentMissing,
    DocumentNotKept,
    DocumentUnreadable,
    DriverMissing,
    StoreForbidden,
    StoreMissing,
    StoreUnknown,
    StoreUnreachable,
)
from tasks.documents.store import Documents

__all__ = [
    "DocumentAltered",
    "DocumentChanged",
    "DocumentEmpty",
    "DocumentMissing",
    "DocumentNotKept",
    "DocumentUnreadable",
    "Documents",
    "DriverMissing",
    "StoreForbidden",
    "StoreMissing",
    "StoreUnknown",
    "StoreUnreachable",
]
