"""The kinds of file that people hand in: how each begins, what it is called, which endings promise it."""

from __future__ import annotations

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
PDF = "application/pdf"
DOCX, XLSX = f"{OOXML}wordprocessingml.document", f"{OOXML}spreadsheetml.sheet"
PPTX, PPSX = f"{OOXML}presentationml.presentation", f"{OOXML}presentationml.slideshow"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTM = "application/vnd.ms-powerpoint.presentation.macroenabled.12"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
MSG, EML = "application/vnd.ms-outlook", "message/rfc822"
OLE_STORAGE, ZIP = "application/x-ole-storage", "application/zip"
RTF, HTML, SVG, XML = "application/rtf", "text/html", "image/svg+xml", "application/xml"
CSV, PLAIN = "text/csv", "text/plain"

BY_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
)
# What the main part of an Office file says of itself, without ".main+xml".
BY_CONTENT_TYPE: dict[str, str] = {
    f"{OOXML}wordprocessingml.document": DOCX,
    f"{OOXML}wordprocessingml.template": DOCX,
    "application/vnd.ms-word.document.macroenabled": DOCM,
    "application/vnd.ms-word.template.macroenabledtemplate": DOCM,
    f"{OOXML}spreadsheetml.sheet": XLSX,
    f"{OOXML}spreadsheetml.template": XLSX,
    "application/vnd.ms-excel.sheet.macroenabled": XLSM,
    "application/vnd.ms-excel.template.macroenabled": XLSM,
    "application/vnd.ms-excel.sheet.binary.macroenabled": XLSB,
    f"{OOXML}presentationml.presentation": PPTX,
    f"{OOXML}presentationml.template": PPTX,
    f"{OOXML}presentationml.slideshow": PPSX,
    "application/vnd.ms-powerpoint.presentation.macroenabled": PPTM,
    "application/vnd.ms-powerpoint.slideshow.macroenabled": PPTM,
}
BY_MEMBER: dict[str, str] = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "xl/workbook.bin": XLSB,
    "ppt/presentation.xml": PPTX,
}
# Kinds of plain text, which only a name can tell apart.
TEXT_BY_ENDING: dict[str, str] = {
    ".txt": PLAIN,
    ".log": PLAIN,
    ".csv": CSV,
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
RUN_BY_BROWSERS = frozenset({HTML, SVG, XML, "application/xhtml+xml"})

_LOCKED = frozenset({OLE_STORAGE})
BY_ENDING: dict[str, frozenset[str]] = {
    **{ending: frozenset({media_type}) for ending, media_type in TEXT_BY_ENDING.items()},
    ".pdf": frozenset({PDF}),
    ".docx": frozenset({DOCX}) | _LOCKED,
    ".docm": frozenset({DOCM, DOCX}) | _LOCKED,
    ".xlsx": frozenset({XLSX}) | _LOCKED,
    ".xlsm": frozenset({XLSM, XLSX}) | _LOCKED,
    ".xlsb": frozenset({XLSB}) | _LOCKED,
    ".pptx": frozenset({PPTX}) | _LOCKED,
    ".ppsx": frozenset({PPSX, PPTX}) | _LOCKED,
    ".pptm": frozenset({PPTM, PPTX}) | _LOCKED,
    # Word opens and writes RTF under its old ending too.
    ".doc": frozenset({DOC, RTF}),
    ".xls": frozenset({XLS}),
    ".ppt": frozenset({PPT}),
    ".msg": frozenset({MSG}),
    ".eml": frozenset({EML}),
    ".odt": frozenset({f"{ODF}text"}),
    ".ods": frozenset({f"{ODF}spreadsheet"}),
    ".odp": frozenset({f"{ODF}presentation"}),
    ".rtf": frozenset({RTF}),
    ".html": frozenset({HTML}),
    ".htm": frozenset({HTML}),
    ".xml": frozenset({XML, SVG, HTML}),
    ".svg": frozenset({SVG}),
    ".zip": frozenset({ZIP}),
    ".png": frozenset({"image/png"}),
    ".jpg": frozenset({"image/jpeg"}),
    ".jpeg": frozenset({"image/jpeg"}),
    ".gif": frozenset({"image/gif"}),
    ".tif": frozenset({"image/tiff"}),
    ".tiff": frozenset({"image/tiff"}),
    ".webp": frozenset({"image/webp"}),
    ".heic": frozenset({"image/heic"}),
    ".bmp": frozenset({"image/bmp"}),
}


def pictured(head: bytes) -> str:
    """The media type of a picture whose mark does not stand at its very beginning; empty if it is none."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}:
        return "image/heic"
    # "BM" begins many a text: the four bytes that nobody uses must be empty.
    return "image/bmp" if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26 else ""
