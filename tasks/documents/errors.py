"""Why a document cannot be kept or given back."""

from __future__ import annotations

from gates.errors import GateError


class DocumentUnreadable(GateError):
    """{file} cannot be taken as a document: {why}."""

    advice = "Give the path of one file that you may read."


class DocumentEmpty(GateError):
    """{file} is empty, so it shows nothing."""

    advice = "Save the document again and look into it before you hand it in."


class DocumentChanged(GateError):
    """{file} changed while it was being read, so nothing was kept."""

    advice = "Close the program that writes it and hand it in again."


class DocumentNotKept(GateError):
    """The document {file} cannot be kept in {store}: {why}."""

    advice = "Make sure that the place can be written to and has space left."


class DocumentMissing(GateError):
    """The document with the hash {sha256} is not in {store}."""

    advice = "Restore the documents from a backup: the ledger still proves what the document was."


class DocumentAltered(GateError):
    """The document with the hash {sha256} in {store} is no longer what was handed in."""

    advice = "Restore it from a backup: the ledger still proves what the document was."


class StoreMissing(GateError):
    """There is no place {store} for documents."""

    advice = "Make the bucket or container, or correct GATEHOUSE_DOCUMENTS_URL."


class StoreForbidden(GateError):
    """Gatehouse may not use {store} for documents: {why}."""

    advice = (
        "Give the account in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AZURE_STORAGE_...) "
        "the right to read, write and delete there."
    )


class StoreUnreachable(GateError):
    """{store}, where documents are kept, does not answer: {why}."""

    advice = "Look at the network and at GATEHOUSE_DOCUMENTS_URL, then do it again: nothing was recorded."


class StoreUnknown(GateError):
    """Documents cannot be kept in {store}: {why}."""

    advice = (
        "Set GATEHOUSE_DOCUMENTS_URL to a folder, s3://BUCKET/PREFIX or abfs://CONTAINER/PREFIX, or unset it."
    )


class DriverMissing(GateError):
    """Documents in {store} need {driver}, which is not installed."""

    advice = "{install}"
