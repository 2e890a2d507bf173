"""Files of every kind that people hand in, built byte by byte or by the libraries that make real ones."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.{kind}.main+xml"/></Types>'
)
DOCX = ("word/document.xml", "openxmlformats-officedocument.wordprocessingml.document")
PPTX = ("ppt/presentation.xml", "openxmlformats-officedocument.presentationml.presentation")
XLSM = ("xl/workbook.xml", "ms-excel.sheet.macroEnabled")
# Word is free to call its main part otherwise.
ODD_DOCX = ("word/document2.xml", DOCX[1])


def zipped(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def office(part, kind, **more):
    return zipped({"[Content_Types].xml": TYPES.format(part=part, kind=kind), part: "<x/>" * 500, **more})


def with_macros():
    return office(*XLSM, **{"xl/vbaProject.bin": "macros"})


def open_document(kind="text", manifest="<manifest/>", **more):
    said = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "META-INF/manifest.xml": manifest}
    return zipped({**said, "content.xml": "<x/>", **more})


def workbook():
    held = io.BytesIO()
    book = Workbook()
    book.active.append(["a", 1])
    book.save(held)
    return held.getvalue()


def locked_zip():
    """An archive whose one member says that it is encrypted, in both places where a member says so."""
    content = bytearray(zipped({"secret.txt": "for nobody's eyes"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def pdf(password="", owner="", before=b""):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password or owner:
        writer.encrypt(user_password=password, owner_password=owner or None, algorithm="AES-256")
    held = io.BytesIO()
    writer.write(held)
    return before + held.getvalue()


def pdf_with_stream(encrypted):
    """A PDF whose cross-reference is a stream, as newer programs write it."""
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    locked = b"/Encrypt 3 0 R " if encrypted else b""
    reference = (
        b"2 0 obj\n<< /Type /XRef "
        + locked
        + b"/Size 3 /W [1 2 1] /Length 4 >>\nstream\n....\nendstream\nendobj\n"
    )
    return body + reference + b"startxref\n%d\n%%%%EOF\n" % len(body)


def is_whole(content):
    return len(PdfReader(io.BytesIO(content)).pages) == 1


def email():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.example", "b@x.example", "The paper"
    message.set_content("It is attached.")
    return message.as_bytes()


def ole(streams):
    """An OLE file with these streams (name: content) under its root, all of them in full sectors.

    [MS-CFB]: a header, the allocation table, the directory, then the streams; each is padded to 4,096 bytes, below
    which content would lie elsewhere.
    """
    padded = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    entries = len(padded) + 1
    directory_sectors = -(-entries // 4)
    first = 1 + directory_sectors
    table = [0xFFFFFFFD, *_chain(1, directory_sectors)]
    directory = [_entry("Root Entry", 5, child=1 if padded else -1)]
    for number, (name, content) in enumerate(padded.items(), start=1):
        count = len(content) // 512
        following = number + 1 if number < len(padded) else -1
        directory.append(_entry(name, 2 if content else 1, start=first, size=len(content), right=following))
        table += _chain(first, count)
        first += count
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    assert len(table) <= 128
    fat = struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table)))
    body = b"".join(directory).ljust(directory_sectors * 512, b"\x00")
    return header + fat + body + b"".join(padded.values())


def _chain(first, count):
    return [*range(first + 1, first + count), 0xFFFFFFFE]


def _entry(name, kind, start=0, size=0, child=-1, right=-1):
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<LLL", 0xFFFFFFFF, right & 0xFFFFFFFF, child & 0xFFFFFFFF)
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )


def word_97(*, locked=False, **more):
    flags = 0x0100 if locked else 0
    return ole({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags), **more})


def excel_97(*, locked=False, **more):
    first = struct.pack("<HH16x", 0x809, 16)
    second = struct.pack("<HH54x", 0x2F, 54) if locked else struct.pack("<HH2x", 0xE1, 2)
    return ole({"Workbook": first + second, **more})


def powerpoint_97(*, locked=False):
    token = 0xF3D1C4DF if locked else 0xE391C05F
    return ole(
        {"PowerPoint Document": b"slides", "Current User": struct.pack("<HHLLL", 0, 0xFF6, 20, 20, token)}
    )
