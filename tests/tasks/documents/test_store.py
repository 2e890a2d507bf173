"""Documents are kept under the hash of their bytes, whole or not at all, in a folder as in a bucket."""

from __future__ import annotations

import hashlib
import io

import pytest
from fsspec.core import url_to_fs

from tasks.documents import (
    DocumentAltered,
    DocumentChanged,
    DocumentEmpty,
    DocumentMissing,
    Documents,
    DocumentUnreadable,
)
from tests.tasks.documents.conftest import names_in

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8000 + b"\nstartxref\n0\n%%EOF\n"
SHA = hashlib.sha256(PDF).hexdigest()


def written(documents, sha256):
    copy = io.BytesIO()
    documents.write_to(sha256, copy)
    return copy.getvalue()


def overwrite(documents, sha256, content):
    files, _ = url_to_fs(documents.where)
    files.pipe_file(documents.find(sha256), content)


def test_a_document_is_known_by_the_hash_of_its_bytes(documents, paper):
    document = documents.put(paper(PDF))

    assert (document.sha256, document.name, document.size) == (SHA, "paper.pdf", len(PDF))
    assert document.media_type == "application/pdf"
    assert documents.find(SHA) == f"{documents.where}/{SHA[:2]}/{SHA[2:]}"
    assert names_in(documents) == [f"{SHA[:2]}/{SHA[2:]}"]
    assert written(documents, SHA) == PDF
    with documents.opened(SHA) as copy:
        assert copy.read() == PDF


def test_the_same_bytes_are_kept_once_whatever_they_are_called(documents, paper):
    first, second = documents.put(paper(PDF)), documents.put(paper(PDF, "x"), "copy.pdf")

    assert first.sha256 == second.sha256
    assert second.name == "copy.pdf"
    assert len(names_in(documents)) == 1


def test_a_document_of_many_parts_comes_back_as_it_was(documents, paper):
    content = b"%PDF-1.7\n" + bytes(range(256)) * (19 << 12) + b"the end"
    document = documents.put(paper(content))
    documents.check(document.sha256)

    assert document.size == len(content) > 16 << 20
    assert hashlib.sha256(written(documents, document.sha256)).hexdigest() == document.sha256


def test_an_empty_document_shows_nothing_and_is_refused(documents, paper):
    with pytest.raises(DocumentEmpty):
        documents.put(paper(b""))
    assert not documents.is_there or names_in(documents) == []


def test_a_folder_a_device_or_a_missing_file_is_no_document(documents, tmp_path):
    with pytest.raises(DocumentUnreadable, match="folder"):
        documents.put(tmp_path)
    with pytest.raises(DocumentUnreadable, match="no such file"):
        documents.put(tmp_path / "nowhere.pdf")
    with pytest.raises(DocumentUnreadable, match="no plain file"):
        documents.put(type(tmp_path)("/dev/zero"))


def test_a_document_that_was_altered_or_is_gone_is_found_out(documents, paper):
    documents.put(paper(PDF))
    overwrite(documents, SHA, PDF[:-1] + b"!")

    with pytest.raises(DocumentAltered):
        documents.check(SHA)
    with pytest.raises(DocumentAltered), documents.opened(SHA):
        raise AssertionError("an altered document was given away")
    files, _ = url_to_fs(documents.where)
    files.rm(documents.find(SHA))
    for look in (documents.find, documents.check, lambda sha: written(documents, sha)):
        with pytest.raises(DocumentMissing, match=SHA):
            look(SHA)


class Growing(io.BytesIO):
    """A file that somebody writes to between the first reading and the second."""

    times = 0

    def seek(self, place, whence=0):
        if (place, whence) == (0, 0):
            self.times += 1
            if self.times > 2:
                self.getbuffer()[-1:] = b"!"
        return super().seek(place, whence)


def test_a_file_that_changes_while_it_is_read_is_not_kept(documents, paper, monkeypatch):
    path = paper(PDF * 10)
    monkeypatch.setattr("tasks.documents.store.opened", lambda _: Growing(path.read_bytes()))

    with pytest.raises(DocumentChanged, match="changed while"):
        documents.put(path)
    assert names_in(documents) == []


class Vanishing(io.BytesIO):
    """A file on a disk that is pulled out after some megabytes of the second reading."""

    passed = 0

    def read(self, length=-1):
        self.passed += 1
        if self.passed > 15:
            raise OSError(5, "Input/output error")
        return super().read(length)


def test_a_file_that_vanishes_while_it_is_read_leaves_nothing(documents, paper, monkeypatch):
    path = paper(b"x" * (10 << 20))
    monkeypatch.setattr("tasks.documents.store.opened", lambda _: Vanishing(path.read_bytes()))

    with pytest.raises(DocumentUnreadable, match="input/output error"):
        documents.put(path)
    assert names_in(documents) == []


def test_a_probe_leaves_nothing_behind(documents, paper):
    documents.put(paper(PDF))
    before = names_in(documents)
    documents.probe()

    assert names_in(documents) == before


def test_an_address_of_the_file_system_is_a_folder(tmp_path, paper):
    documents = Documents(f"file://{tmp_path}/kept%20here")
    documents.put(paper(PDF))

    assert (tmp_path / "kept here" / SHA[:2] / SHA[2:]).read_bytes() == PDF
