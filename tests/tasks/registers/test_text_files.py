"""Delimited text: encoding, delimiter, lines, headings and rows that are damaged."""

import csv
import io
import tracemalloc

import pytest

from tasks.registers import read_table
from tasks.registers.encoding import CHUNK
from tests.tasks.registers.make import csv_file, rows_of, table_of

POUNDS = "name,cost\nCafé,£5\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_reported_with_a_sample(tmp_path, encoding, found):
    table = table_of(tmp_path, POUNDS, encoding=encoding)

    assert [row.cells for row in table.rows] == [{"name": "Café", "cost": "£5"}]
    assert table.reading.encoding.name == found
    assert table.reading.encoding.sample == "Café,£5"
    assert found in str(table.reading)


def test_a_file_that_is_neither_utf8_nor_cp1252_says_that_its_encoding_is_a_guess(tmp_path):
    table = table_of(tmp_path, b"name,cost\nCaf\x8e and r\x8et\x8e,5\n\x81\x8d,6\n")

    assert len(list(table.rows)) == 2
    assert "neither UTF-8 nor cp1252" in str(table.reading) or "nothing else fits" in str(table.reading)


def test_one_pasted_line_in_another_encoding_costs_that_row_and_not_the_file(tmp_path):
    text = "name,cost\nCafé,£5\nThé,£6\n".encode() + b"Caf\xe9,7\n" + "Crème,£8\n".encode()

    table = table_of(tmp_path, text)
    rows = list(table.rows)

    assert [row.cells["name"] for row in rows] == ["Café", "Thé", "Caf\ufffd", "Crème"]
    assert [bool(row.faults) for row in rows] == [False, False, True, False]
    assert "1 of its bytes are not" in str(table.reading)


def test_a_letter_on_the_border_of_two_chunks_is_still_utf8(tmp_path):
    text = "a,b\n" + "x" * (CHUNK - 5) + "é,1\n"

    assert table_of(tmp_path, text).reading.encoding.name == "utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_among_texts_that_hold_the_others(tmp_path, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["ref", "text", "cost"])
    others = ",;\t|".replace(delimiter, "")
    for number in range(20):
        writer.writerow([number, f"one{others}two\nthree{others * number}", "5"])

    table = table_of(tmp_path, out.getvalue())

    assert table.reading.delimiter == delimiter
    assert all(not row.faults for row in table.rows)


def test_the_delimiter_that_excel_declares_is_taken_and_its_line_is_no_heading(tmp_path):
    table = table_of(tmp_path, "sep=|\na,b|c\n1,2|3\n")

    assert table.columns == ("a,b", "c")
    assert [row.line for row in table.rows] == [3]


def test_a_single_column_needs_no_delimiter(tmp_path):
    assert [row.cells for row in rows_of(tmp_path, "name\none\ntwo\n")] == [{"name": "one"}, {"name": "two"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_carries_the_line_it_starts_on_behind_cells_of_several_lines(tmp_path, end):
    text = end.join(["a,b", '1,"two', "", 'lines"', "", "2,x", '"3', '",y', "4,z", ""])

    table = table_of(tmp_path, text)

    assert [(row.line, row.cells["b"]) for row in table.rows] == [
        (2, f"two{end}{end}lines"),
        (6, "x"),
        (7, "y"),
        (9, "z"),
    ]
    assert table.blank_rows == 1


def test_blank_rows_are_passed_over_and_counted(tmp_path):
    table = table_of(tmp_path, "\n\na,b\n1,2\n\n , \n,\n3,4\n")

    assert table.heading_line == 3
    assert [row.line for row in table.rows] == [4, 8]
    assert table.blank_rows == 3


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        ("rating,rating,rating", ("rating", "rating_2", "rating_3")),
        ("rating,rating,rating_2", ("rating", "rating_3", "rating_2")),
        ("ref,,", ("ref", "column_2", "column_3")),
        ("column_2,,x", ("column_2", "column_2_2", "x")),
        ('" two\n words ",b,c', ("two words", "b", "c")),
    ],
)
def test_columns_get_names_that_differ(tmp_path, headings, names):
    assert table_of(tmp_path, f"{headings}\n1,2,3\n").columns == names


def test_headings_may_stand_below_a_title(tmp_path):
    path = csv_file(tmp_path, "Our register; 2026\nnot, for publication\n\nref;title\n1;x\n")

    table = read_table(path, heading_line=4)

    assert table.columns == ("ref", "title")
    assert [row.line for row in table.rows] == [5]


def test_a_row_of_another_width_is_marked_and_the_others_are_read(tmp_path):
    good, short, long, last = rows_of(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4,5\n4,5,6\n")

    assert not good.faults
    assert not last.faults
    assert short.faults == ("too few cells: 2 where there are 3 headings",)
    assert short.cells == {"a": "1", "b": "2"}
    assert long.faults == ("too many cells: 5 where there are 3 headings",)
    assert list(long.cells.values()) == ["1", "2", "3", "4", "5"]


def test_a_nul_character_marks_its_row_only(tmp_path):
    first, second = rows_of(tmp_path, "a,b\n1,x\0y\n2,z\n")

    assert "NUL" in first.faults[0]
    assert not second.faults


@pytest.mark.parametrize(
    "broken",
    ['2,"never closed', '2,"closed"late', '"2,x'],
    ids=["unclosed", "text after the closing mark", "opened in the key"],
)
def test_a_broken_quotation_mark_costs_one_line_and_swallows_nothing(tmp_path, broken):
    lines = ["a,b", "1,x", broken, *(f"{number},x" for number in range(3, 200)), '200,"quoted"', ""]

    rows = rows_of(tmp_path, "\n".join(lines))

    assert [row.line for row in rows if row.faults] == [3]
    assert [row.cells for row in rows if row.faults] == [{"a": broken}]
    assert [row.line for row in rows] == list(range(2, 202))


def test_a_cell_beyond_all_measure_costs_its_line_only(tmp_path):
    huge = "x" * 5_000_000

    first, second = rows_of(tmp_path, f"a,b\n1,{huge}\n2,y\n")

    assert "too long" in first.faults[0]
    assert (second.line, second.cells) == (3, {"a": "2", "b": "y"})


def test_a_long_file_is_never_held_in_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("a,b\n")
        file.writelines(f'{number},"é{"x" * 1000}"\n' for number in range(16_000))

    tracemalloc.start()
    read = sum(1 for _ in read_table(path).rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == 16_000
    assert peak < path.stat().st_size / 2
