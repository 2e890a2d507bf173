"""Documents are kept under the hash of their bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import zipfile

import pytest

from tasks.documents import (
    DocumentAltered,
    DocumentEmpty,
    DocumentMissing,
    DocumentNotKept,
    Documents,
    DocumentUnreadable,
)

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8000


@pytest.fixture
def documents(tmp_path):
    return Documents(tmp_path / "documents")


@pytest.fixture
def paper(tmp_path):
    """A file with these bytes."""

    def made(content, name="paper.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return made


def kept_files(documents):
    return [path for path in documents.folder.rglob("*") if path.is_file()]


def test_a_document_is_known_by_the_hash_of_its_bytes(documents, paper):
    document = documents.put(paper(PDF))
    place = documents.path_of(document.sha256)

    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (document.name, document.size, document.media_type) == ("paper.pdf", len(PDF), "application/pdf")
    assert place == documents.folder / document.sha256[:2] / document.sha256[2:]
    assert place.read_bytes() == PDF


def test_the_same_bytes_are_kept_once_whatever_they_are_called(documents, paper):
    first, second = documents.put(paper(PDF)), documents.put(paper(PDF, "copy.pdf"))

    assert first.sha256 == second.sha256
    assert second.name == "copy.pdf"
    assert len(kept_files(documents)) == 1


def test_an_empty_document_shows_nothing_and_is_refused(documents, paper):
    with pytest.raises(DocumentEmpty):
        documents.put(paper(b""))
    assert kept_files(documents) == []


def test_a_folder_or_a_missing_file_is_no_document(documents, tmp_path):
    with pytest.raises(DocumentUnreadable, match="folder"):
        documents.put(tmp_path)
    with pytest.raises(DocumentUnreadable, match="no such file"):
        documents.put(tmp_path / "nowhere.pdf")


def test_a_store_that_cannot_be_written_says_so(documents, paper):
    documents.folder.write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(DocumentNotKept):
        documents.put(paper(PDF))


def test_a_document_that_is_gone_or_altered_is_found_out(documents, paper):
    sha256 = documents.put(paper(PDF)).sha256
    documents.check(sha256)
    documents.path_of(sha256).write_bytes(b"something else")

    with pytest.raises(DocumentAltered):
        documents.check(sha256)
    documents.path_of(sha256).unlink()
    with pytest.raises(DocumentMissing):
        documents.path_of(sha256)


def zipped(tmp_path, **members):
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a.txt", "image/png"),
        (b"\xff\xd8\xff\xe0....", "a.jpg", "image/jpeg"),
        ("Tŷ Gwydr, a report".encode(), "a.txt", "text/plain"),
        (b"a,b\n1,2\n", "a.CSV", "text/csv"),
        (b"<html><script>alert(1)</script>", "a.html", "text/plain"),
        (b"<svg onload='alert(1)'>", "a.svg", "text/plain"),
        (b"\x00\x01\x02", "a.pdf", "application/octet-stream"),
        (b"PK\x03\x04 not a zip", "a.docx", "application/zip"),
    ],
)
def test_the_kind_is_told_from_the_content(documents, paper, content, name, expected):
    assert documents.put(paper(content, name)).media_type == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"word__document_dot_xml": "x"},
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ({"xl__workbook_dot_xml": "x"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "application/vnd.oasis.opendocument.text"),
        ({"mimetype": "text/html"}, "application/zip"),
        ({"a_dot_txt": "x"}, "application/zip"),
    ],
)
def test_an_office_file_is_told_from_what_it_holds(documents, paper, tmp_path, members, expected):
    assert documents.put(paper(zipped(tmp_path, **members), "a.bin")).media_type == expected


def test_a_text_cut_in_the_middle_of_a_letter_is_still_text(documents, paper):
    assert documents.put(paper(b"x" * 4095 + "ŷ".encode() * 10, "a.txt")).media_type == "text/plain"
