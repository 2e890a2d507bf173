"""Days as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from tasks.registers.cells import Cell, one_line, text_of

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
# The day stands before the month, as in Britain; a mapping names another order where there is one.
FORMATS = (
    *("yyyy-mm-dd", "yyyy/mm/dd", "yyyymmdd", "dd/mm/yyyy", "dd-mm-yyyy", "dd.mm.yyyy"),
    *("dd/mm/yy", "dd.mm.yy", "dd mmm yyyy", "dd-mmm-yyyy", "dd mmm yy", "dd-mmm-yy"),
)
PARTS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short>\d{2})",
    "mmm": r"(?P<name>[a-z]{3,9})\.?",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
}
TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
EXCEL_DAY_0 = date(1899, 12, 30)
# Numbers from 1954 to 2119 as Excel counts days: smaller ones are years or amounts.
SERIALS = range(20_000, 80_000)
YEARS = range(1900, 2200)


def day(cell: Cell, formats: Sequence[str] = ()) -> str:
    """The day as ISO text; a time of day is left out. Raises ValueError with what is expected."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = _parsed(cell, tuple(formats) or FORMATS)
    if found is None or found.year not in YEARS:
        raise ValueError(
            f"a date as {', '.join(formats)}" if formats else "a date such as 31/03/2026 or 2026-03-31"
        )
    return found.isoformat()


def check_format(text: str) -> str:
    """The format as it stands, if it names day, month and year. Raises ValueError otherwise."""
    pattern = _pattern(text)
    named = set(pattern.groupindex)
    if not ({"day"} <= named and named & {"month", "name"} and named & {"year", "short"}):
        raise ValueError(f'"{text}" is no date format: write it with dd, mm or mmm, and yyyy or yy')
    return text


def _parsed(cell: Cell, formats: Sequence[str]) -> date | None:
    text = one_line(text_of(cell)).casefold()
    if isinstance(cell, bool) or len(text) > 60:
        return None
    for each in formats:
        if (found := _pattern(each).fullmatch(text)) and (parsed := _date(found.groupdict())):
            return parsed
    return _excel_serial(text)


def _excel_serial(text: str) -> date | None:
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text, re.ASCII):
        return None
    serial = int(text[:5])
    return EXCEL_DAY_0 + timedelta(days=serial) if serial in SERIALS else None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split("(yyyy|yy|mmm|mm|dd)", text.casefold())
    if len(parts) != 2 * len(set(parts[1::2])) + 1:
        raise ValueError(f'"{text}" is no date format: it names a part twice')
    return re.compile("".join(PARTS.get(part, re.escape(part)) for part in parts) + TIME, re.ASCII)


def _date(parts: dict[str, str | None]) -> date | None:
    month = _month(parts["name"]) if parts.get("name") else int(parts["month"] or 0)
    year = int(parts["year"] or 0) if parts.get("year") else 2000 + int(parts["short"] or 0)
    try:
        return date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None


def _month(name: str | None) -> int:
    """The number of an English month, whole or cut to three letters ("sept" too); 0 if it is none."""
    found = [place for place, full in enumerate(FULL_MONTHS, 1) if name in {full, full[:3]}]
    return 9 if name == "sept" else next(iter(found), 0)
