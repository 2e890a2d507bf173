"""A document can be deleted where the law asks for it, on every kind of shelf."""

from __future__ import annotations

import pytest

from tasks.documents import DocumentMissing, StoreForbidden
from tasks.documents.store import Documents


def test_a_removed_document_is_gone_and_the_others_stay(documents, paper):
    letter, other = documents.put(paper(b"Dear council")), documents.put(paper(b"Another"))

    documents.remove(letter.sha256)
    documents.remove(letter.sha256)

    with pytest.raises(DocumentMissing):
        documents.find(letter.sha256)
    documents.check(other.sha256)


def test_a_document_that_cannot_be_deleted_is_said_so(tmp_path):
    store = Documents(tmp_path)
    (tmp_path / "aa" / ("b" * 62)).mkdir(parents=True)

    with pytest.raises(StoreForbidden):
        store.remove("aa" + "b" * 62)
