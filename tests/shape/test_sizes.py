"""A file or function past these sizes has two subjects."""

from __future__ import annotations

from tests.shape.tree import ROOMS, functions, lines_of, python_files, shown

FILE_LIMIT = 400
LONG_FILE = 300
LONG_FUNCTION = 30
SHARE_THAT_MAY_BE_LONG = 0.10


def line_count(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_four_hundred_lines():
    too_long = {shown(path): count for path in python_files() if (count := line_count(path)) > FILE_LIMIT}

    assert not too_long


def test_nine_files_in_ten_stay_under_three_hundred_lines():
    files = python_files()
    long_files = [shown(path) for path in files if line_count(path) >= LONG_FILE]

    assert len(long_files) <= SHARE_THAT_MAY_BE_LONG * len(files), long_files


def test_nine_functions_in_ten_stay_under_thirty_lines():
    sizes = [
        (lines_of(function), f"{shown(path)}: {function.name}")
        for path in python_files(*ROOMS)
        for function in functions(path)
    ]
    long_functions = sorted(size for size in sizes if size[0] >= LONG_FUNCTION)

    assert len(long_functions) <= SHARE_THAT_MAY_BE_LONG * len(sizes), long_functions
