"""Checks of the attached document: that there is one, of a kind that can be read, and that it is the one meant.

A document is kept with the record under `document`: its SHA-256, name, media type, and the flags that its
content was given when it was stored (encrypted, macros, unreadable, type_mismatch).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import model_validator

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.places import folded
from gates.checks.presence import listed
from gates.conditions import Facts
from gates.fields import Kind, is_blank

TEXTS = frozenset({Kind.TEXT})


class DocumentType(StrEnum):
    """What sort of document a file is, as people say it."""

    PDF = "pdf"
    WORD = "word"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    TEXT = "text"
    IMAGE = "image"
    EMAIL = "email"
    WEB = "web"


# Each by what its media type contains or, where that says nothing, by how its name ends.
_MEDIA: tuple[tuple[str, DocumentType], ...] = (
    ("application/pdf", DocumentType.PDF),
    ("wordprocessing", DocumentType.WORD),
    ("ms-word", DocumentType.WORD),
    ("application/msword", DocumentType.WORD),
    ("opendocument.text", DocumentType.WORD),
    ("rtf", DocumentType.WORD),
    ("spreadsheet", DocumentType.SPREADSHEET),
    ("ms-excel", DocumentType.SPREADSHEET),
    ("text/csv", DocumentType.SPREADSHEET),
    ("presentation", DocumentType.PRESENTATION),
    ("ms-powerpoint", DocumentType.PRESENTATION),
    ("message/rfc822", DocumentType.EMAIL),
    ("ms-outlook", DocumentType.EMAIL),
    ("html", DocumentType.WEB),
    ("image/", DocumentType.IMAGE),
    ("text/", DocumentType.TEXT),
)
_ENDINGS: Mapping[str, DocumentType] = {
    **dict.fromkeys(("pdf",), DocumentType.PDF),
    **dict.fromkeys(("doc", "docx", "docm", "odt", "rtf"), DocumentType.WORD),
    **dict.fromkeys(("xls", "xlsx", "xlsm", "ods", "csv"), DocumentType.SPREADSHEET),
    **dict.fromkeys(("ppt", "pptx", "pptm", "odp"), DocumentType.PRESENTATION),
    **dict.fromkeys(("txt", "md"), DocumentType.TEXT),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff", "webp"), DocumentType.IMAGE),
    **dict.fromkeys(("eml", "msg"), DocumentType.EMAIL),
    **dict.fromkeys(("htm", "html"), DocumentType.WEB),
}
_SAY_NOTHING = frozenset({"", "application/octet-stream", "application/zip", "application/x-ole-storage"})


def document_type(media_type: str, name: str) -> DocumentType | None:
    """What sort of document a file is by its media type, or by its name where that says nothing."""
    media = media_type.partition(";")[0].strip().casefold()
    if media in _SAY_NOTHING:
        return _ENDINGS.get(name.rpartition(".")[2].casefold())
    return next((found for part, found in _MEDIA if part in media), None)


class HasDocument(BaseCheck):
    """A document is attached that can be opened: none that is encrypted is taken.

    `types` lists the sorts of document that are taken, `no_macros` refuses one that runs programs.
    """

    check: Literal["document"]
    types: tuple[DocumentType, ...] = ()
    no_macros: bool = False

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=1),)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(not self._wrong(record)),)

    def _wrong(self, record: Record) -> str:
        """What is wrong with the document, in words; nothing if it will do."""
        document = attached(record)
        if document is None:
            return "no document is attached"
        flags = flags_of(document)
        if "encrypted" in flags:
            return "the document is encrypted, so that nobody else can open it"
        if self.no_macros and "macros" in flags:
            return "the document contains macros"
        return self._other_type(document)

    def _other_type(self, document: Mapping[str, Any]) -> str:
        media, name = (str(document.get(part) or "") for part in ("media_type", "name"))
        found = document_type(media, name)
        if not self.types or found in self.types:
            return ""
        return f"{found or media or 'a file of unknown type'}, {listed(self.types, 8)} needed"

    def found(self, record: Record, facts: Facts) -> str:
        return self._wrong(record) or "a document is attached"


class DocumentIs(BaseCheck):
    """The attached document is the one whose SHA-256 stands in a field, or in a fact of the change.

    A fact that is not known yet does not fail the check.
    """

    check: Literal["document_is"]
    field: str | None = None
    fact: str | None = None

    @model_validator(mode="after")
    def _asks_for_one(self) -> DocumentIs:
        if (self.field is None) == (self.fact is None):
            raise ValueError(
                "document_is names the `field` or the `fact` that holds the hash, one of the two"
            )
        return self

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, None, TEXTS),) if self.field else ()

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return {self.fact: TEXTS} if self.fact else {}

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=1),)

    def _wanted(self, record: Record, facts: Facts) -> Any:
        return record.get(self.field) if self.field else facts.get(self.fact or "")

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        wanted = self._wanted(record, facts)
        if self.fact and wanted is None:
            return (None,)
        document = attached(record)
        return (float(document is not None and folded(wanted) == document["sha256"]),)

    def found(self, record: Record, facts: Facts) -> str:
        document, wanted = attached(record), self._wanted(record, facts)
        if document is None:
            return "no document is attached"
        if is_blank(wanted):
            return "no hash is given"
        return f"the document's hash begins {document['sha256'][:12]}, {str(wanted)[:12]} needed"


def attached(record: Record) -> Mapping[str, Any] | None:
    """The document of a record, if one is attached."""
    document = record.get("document")
    digest = document.get("sha256") if isinstance(document, Mapping) else None
    return document if isinstance(digest, str) and len(digest) == 64 else None


def flags_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What its content showed when it was stored; nothing where nobody looked."""
    flags = document.get("flags", ())
    return tuple(str(flag) for flag in flags) if isinstance(flags, list | tuple) else ()
