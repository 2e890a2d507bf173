"""What a file is goes by its content; what stands in the way of reading it is flagged."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.checks.documents import DocumentType, document_type
from tasks.documents import DocumentEmpty, Documents
from tasks.media_types import BY_ENDING
from tasks.sniffing import FLAGS, look_into, safe_to_show
from tests.tasks.sniffing import make

OOXML, ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
DOCX, XLSX = f"{OOXML}wordprocessingml.document", f"{OOXML}spreadsheetml.sheet"
HEADERS = b"From: a@x.example\nDate: Mon, 1 Jun 2026 10:00:00 +0100\nSubject: The paper\n\nAttached.\n"


def look(content, name="paper"):
    return look_into(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kind"),
    [
        (make.pdf(), "a.pdf", "application/pdf", "pdf"),
        (make.pdf(before=b"\r\n\r\n"), "a.pdf", "application/pdf", "pdf"),
        (make.pdf_with_stream(False), "a.pdf", "application/pdf", "pdf"),
        (make.office(*make.DOCX), "a.docx", DOCX, "word"),
        (make.office(*make.ODD_DOCX), "a.docx", DOCX, "word"),
        (make.workbook(), "a.xlsx", XLSX, "spreadsheet"),
        (make.office(*make.PPTX), "a.pptx", f"{OOXML}presentationml.presentation", "presentation"),
        (make.zipped({"word/document.xml": "x"}), "a.docx", DOCX, "word"),
        (make.open_document(), "a.odt", f"{ODF}text", "word"),
        (make.open_document("spreadsheet"), "a.ods", f"{ODF}spreadsheet", "spreadsheet"),
        (make.open_document("presentation"), "a.odp", f"{ODF}presentation", "presentation"),
        (make.word_97(), "a.doc", "application/msword", "word"),
        (make.excel_97(), "a.xls", "application/vnd.ms-excel", "spreadsheet"),
        (make.powerpoint_97(), "a.ppt", "application/vnd.ms-powerpoint", "presentation"),
        (make.ole({"__properties_version1.0": b"x"}), "a.msg", "application/vnd.ms-outlook", "email"),
        (rb"{\rtf1\ansi The paper}", "a.rtf", "application/rtf", "word"),
        (rb"{\rtf1\ansi The paper}", "a.doc", "application/rtf", "word"),
        (make.email(), "a.eml", "message/rfc822", "email"),
        (HEADERS, "a.eml", "message/rfc822", "email"),
        (b"<!DOCTYPE html>\n<title>x</title>", "a.html", "text/html", "web"),
        (b"\n<!-- saved --><HTML><script>alert(1)</script>", "a.htm", "text/html", "web"),
        (b"<svg onload='alert(1)'>", "a.svg", "image/svg+xml", "image"),
        (b"<?xml version='1.0'?>\n<svg/>", "a.svg", "image/svg+xml", "image"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", "image/png", "image"),
        (b"\xff\xd8\xff\xe0....", "a.JPG", "image/jpeg", "image"),
        (b"GIF89a....", "a.gif", "image/gif", "image"),
        (b"II*\x00....", "a.tif", "image/tiff", "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp", "image"),
        ("Tŷ Gwydr, a report".encode(), "a.txt", "text/plain", "text"),
        ("\ufeffTŷ Gwydr".encode(), "a.txt", "text/plain", "text"),
        ("Tŷ Gwydr".encode("utf-16"), "a.txt", "text/plain; charset=utf-16", "text"),
        ("Caf\u00e9 \u2013 \u00a33.50".encode("cp1252"), "a.txt", "text/plain; charset=windows-1252", "text"),
        (b"x" * ((1 << 16) - 1) + "ŷ".encode() * 10, "a.txt", "text/plain", "text"),
        (b"a,b\n1,2\n", "a.CSV", "text/csv", "spreadsheet"),
        (b"a;b\n1;2\n3;4\n", "export", "text/csv", "spreadsheet"),
        (b"Dear all,\nplease find\nthe paper, as agreed.\n", "letter", "text/plain", "text"),
        (b"# Title\n", "a.md", "text/markdown", "text"),
        (b"title: A report\nsubject: x\n", "a.yaml", "application/yaml", None),
        (make.zipped({"a.txt": "x"}), "a.zip", "application/zip", None),
        (b"\x00\x01\x02", "blob", "application/octet-stream", None),
    ],
)
def test_the_kind_is_told_from_the_content(content, name, media_type, kind):
    assert look(content, name) == (media_type, ())
    assert document_type(media_type, "paper") == (DocumentType(kind) if kind else None)


@pytest.mark.parametrize(
    "content",
    [
        make.pdf("secret"),
        make.pdf(owner="secret"),
        make.pdf_with_stream(True),
        make.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        make.locked_zip(),
        make.open_document(manifest="<manifest><encryption-data/></manifest>"),
        make.word_97(locked=True),
        make.excel_97(locked=True),
        make.powerpoint_97(locked=True),
    ],
    ids=["pdf", "pdf-owner", "pdf-stream", "ooxml", "zip", "odf", "doc", "xls", "ppt"],
)
def test_what_needs_a_password_is_flagged(content):
    assert look(content).flags == ("encrypted",)


@pytest.mark.parametrize(
    "content",
    [
        make.with_macros(),
        make.office(*make.XLSM),
        make.office(*make.DOCX, **{"word/vbaProject.bin": "macros"}),
        make.open_document(**{"Basic/Standard/Module1.xml": "<x/>"}),
        make.word_97(Macros=b""),
        make.excel_97(_VBA_PROJECT_CUR=b""),
    ],
    ids=["xlsm", "xlsm-by-type", "docx", "odf", "doc", "xls"],
)
def test_macros_are_flagged(content):
    assert look(content).flags == ("macros",)


def broken_inside(content, member):
    """An archive with some bytes of a member overwritten, behind the header that names it."""
    place = content.index(member) + len(member)
    return content[:place] + b"\xff" * 6 + content[place + 6 :]


def cut(content, share=0.6):
    return content[: int(len(content) * share)]


@pytest.mark.parametrize(
    "content",
    [
        cut(make.pdf()),
        cut(make.workbook()),
        cut(make.office(*make.DOCX)),
        cut(make.word_97(), 0.1),
        b"PK\x03\x04 not a zip",
        broken_inside(make.office(*make.DOCX), b"word/document.xml"),
    ],
    ids=["pdf", "xlsx", "docx", "doc", "zip", "docx-inside"],
)
def test_what_is_cut_off_or_broken_is_flagged(content):
    assert "unreadable" in look(content).flags


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (make.pdf(), "a.docx"),
        (b"<html>", "a.txt"),
        (b"<html><table>", "a.xls"),
        (b"\x00\x01\x02", "a.pdf"),
        (b"MZ\x90\x00....", "a.pdf"),
        (make.zipped({"a.txt": "x"}), "a.docx"),
        (make.zipped({"mimetype": "text/html", "content.xml": "x"}), "a.odt"),
        (make.workbook(), "a.docx"),
    ],
)
def test_a_name_that_promises_something_else_is_flagged(content, name):
    assert look(content, name).flags == ("type_mismatch",)


def test_an_ending_that_nobody_knows_promises_nothing():
    assert look(make.pdf(), "a.2026").flags == ()


def test_a_locked_file_is_known_for_what_its_name_says():
    locked = look(make.ole({"EncryptedPackage": b"x"}), "a.docx")

    assert locked.flags == ("encrypted",)
    assert document_type(locked.media_type, "a.docx") is DocumentType.WORD


def test_every_real_pdf_that_a_library_writes_is_whole_and_open():
    assert make.is_whole(make.pdf())
    assert look(make.pdf()).flags == ()


def test_a_pdf_whose_reference_points_nowhere_is_searched_for_encryption():
    wrong = make.pdf("secret").replace(b"startxref\n", b"startxref\n1")

    assert look(wrong).flags == ("encrypted",)


def test_a_zip_that_claims_a_list_of_gigabytes_is_not_read():
    content = bytearray(make.zipped({"a.txt": "x"}))
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = b"\xff\xff\xff\x7f"

    assert look(bytes(content)) == ("application/zip", ("unreadable",))


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("text/html", "text/plain"),
        ("text/html; charset=utf-16", "text/plain; charset=utf-16"),
        ("image/svg+xml", "text/plain"),
        ("application/pdf", "application/pdf"),
        ("text/csv; charset=windows-1252", "text/csv; charset=windows-1252"),
    ],
)
def test_what_a_browser_would_run_is_shown_as_text(media_type, shown):
    assert safe_to_show(media_type) == shown


STARTS = [
    make.pdf(),
    make.pdf("x"),
    make.workbook(),
    make.office(*make.DOCX),
    make.open_document(),
    make.word_97(),
    make.excel_97(locked=True),
    make.email(),
    b"<html>",
    "ŷ".encode("utf-16"),
]
ENDINGS = ["", ".unknown", *BY_ENDING]


@st.composite
def damaged(draw):
    """Random bytes, or a real file with some of its bytes changed and its end cut off."""
    content = bytearray(draw(st.one_of(st.sampled_from(STARTS), st.binary(min_size=1, max_size=400))))
    for _ in range(draw(st.integers(0, 12))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(1, len(content)))])


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    return Documents(folder / "documents"), folder


@given(content=damaged(), ending=st.sampled_from(ENDINGS))
def test_whatever_the_bytes_and_the_name_a_document_comes_of_it(store, content, ending):
    documents, folder = store
    path = folder / f"paper{ending}"
    path.write_bytes(content)
    document = documents.put(path)

    assert document.size == len(content)
    assert document.media_type
    assert set(document.flags) <= set(FLAGS)
    assert len(set(document.flags)) == len(document.flags)


def test_nothing_at_all_is_refused(store):
    documents, folder = store
    (folder / "empty").write_bytes(b"")

    with pytest.raises(DocumentEmpty):
        documents.put(folder / "empty")
