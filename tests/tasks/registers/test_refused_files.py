"""Files that cannot be a register are refused with the reason and with advice."""

import io
import zipfile

import pytest

from tasks.registers import read_register, read_table
from tasks.registers.errors import EmptyRegister, UnreadableRegister
from tests.tasks.registers.make import csv_file


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x1f\x8b\x08\0abc", "compressed"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1\\ansi", "Word"),
        (b"SQLite format 3\0", "database"),
        (b"<!DOCTYPE html><html><table>", "web page"),
        ("\ufeff <html>".encode(), "web page"),
        (b"PK\x05\x06" + b"\0" * 18, "ZIP"),
        (b"PK\x03\x04 and no more", "damaged"),
        (archive("a.txt"), "not a workbook"),
        (archive("content.xml", "mimetype"), "OpenDocument"),
        (archive("xl/workbook.bin"), "xlsb"),
        (archive("word/document.xml"), "Word"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_content(tmp_path, content, why):
    with pytest.raises(UnreadableRegister, match=why) as refused:
        read_table(csv_file(tmp_path, content))

    assert "CSV UTF-8 or XLSX" in refused.value.what_to_do


@pytest.mark.parametrize("content", ["", "\n\n", " , , \n\n", "\ufeff", "sep=;\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(EmptyRegister):
        read_table(csv_file(tmp_path, content))


def test_headings_without_rows_are_a_table_but_no_register(tmp_path):
    path = csv_file(tmp_path, "external_ref,title\n\n , \n")

    assert read_table(path).columns == ("external_ref", "title")
    with pytest.raises(EmptyRegister, match="no rows below"):
        read_register(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(UnreadableRegister):
            read_table(path)


def test_an_archive_that_unpacks_to_more_than_any_register_is_refused(tmp_path, monkeypatch):
    path = csv_file(tmp_path, archive("xl/workbook.xml", "xl/sharedStrings.xml"))
    monkeypatch.setattr("tasks.registers.filetype.LARGEST_STRINGS", 0)

    with pytest.raises(UnreadableRegister, match="larger than any register"):
        read_table(path)


@pytest.mark.parametrize("headings", ['"a', "a,b\0,c", ",".join("abc" * 6000)])
def test_headings_that_cannot_be_read_refuse_the_file(tmp_path, headings):
    with pytest.raises(UnreadableRegister, match="in the headings on line 1"):
        read_table(csv_file(tmp_path, f"{headings}\n1,2,3\n"))
