"""Every sentence about one row that a person reads, in one place so that it can be translated."""

from __future__ import annotations

from tasks.registers.cells import one_line

LONGEST_QUOTE = 200

BROKEN_QUOTES = "a quotation mark is opened and not closed, or stands in the wrong place"
CELL_TOO_LONG = "a cell or line is too long: a quotation mark may be opened and not closed"
NUL_CHARACTER = "it holds a NUL character, which no text has: the file is damaged here"
NOT_UTF8 = "it holds bytes that are not UTF-8, unlike the rest of the file: they show as \ufffd"
NOT_CALCULATED = "a formula was never calculated ({cells}): open the workbook in Excel and save it"


def quoted(value: str) -> str:
    """The value between quotation marks on one line, cut at 200 characters."""
    line = one_line(value)
    return f'"{line[:LONGEST_QUOTE]}…"' if len(line) > LONGEST_QUOTE else f'"{line}"'


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?")) else f"{text}."


def too_few_cells(found: int, expected: int) -> str:
    """A row shorter than the headings."""
    return f"too few cells: {found} where there are {expected} headings"


def too_many_cells(found: int, expected: int) -> str:
    """A row longer than the headings."""
    return f"too many cells: {found} where there are {expected} headings"


def no_heading(column: str) -> str:
    """A value beyond the headings of a mended rejects file."""
    return f'a value stands under no heading ("{column}"): the row had too many cells and is not mended yet'


def misfit(target: str, column: str, value: str, expected: str) -> str:
    """A value that is neither known nor unknown."""
    return f"{target}: column {column} says {quoted(value)}; expected {expected}"


def missing(target: str, columns: tuple[str, ...], value: str) -> str:
    """A required field without a value."""
    says = f"says {quoted(value)}, which means unknown" if value.strip() else "is blank"
    return f"{target} is missing: column {' and '.join(columns)} {says}"


def left_unknown(target: str, column: str, value: str) -> str:
    """A note on a field left out because the register says that it is not known or not published."""
    return (
        f"{target} left unknown: column {column} {f'says {quoted(value)}' if value.strip() else 'is blank'}"
    )


def taken_as(target: str, column: str, value: str, taken: str) -> str:
    """A note on a value that no entry of the value map names."""
    return f"{target} taken as {taken}: column {column} says {quoted(value)}"


def damaged(column: str) -> str:
    """A note on a character that was lost before the file reached Gatehouse."""
    return f"column {column} holds a damaged character (\ufffd), lost when the file was saved earlier"


def duplicate(ref: str, line: int) -> str:
    """A key that stands twice in one file."""
    return f"external_ref {quoted(ref)} already stands on line {line}"
