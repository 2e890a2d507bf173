"""Amounts and counts as people write them, as exact numbers."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tasks.registers.cells import Cell, text_of

MONEY_EXPECTED = "pounds, such as £1,250.50, -300 or (300)"
COUNT_EXPECTED = "a whole number from 0, such as 12 or 1,200"
LARGEST = Decimal(10) ** 15
SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
SPACES = re.compile(r"\s+")
DIGITS = r"(?P<digits>\d{1,3}(?:(?P<group>[, ])\d{3})(?:(?P=group)\d{3})*(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
AMOUNT = re.compile(
    rf"(?:(?P<minus>[-\u2212\u2013+]) ?)?(?:(?:£|GBP) ?)?(?:(?P<minus2>[-\u2212\u2013+]) ?)?{DIGITS}"
    rf"(?: ?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))}))?(?: ?(?:£|GBP))?",
    re.ASCII | re.IGNORECASE,
)


def money(cell: Cell, multiply: Decimal = Decimal(1)) -> int | float:
    """Pounds, to the penny: an int where there are no pence.

    `multiply` is the unit of the column (1000000 for GBP millions); a unit in the cell ("£1.2bn") stands
    above it. Brackets mean minus. Raises ValueError with what is expected.
    """
    value, scaled = _amount(cell)
    pounds = value if scaled else value * multiply
    if abs(pounds) >= LARGEST:
        raise ValueError(f"{MONEY_EXPECTED}, below {LARGEST:,.0f}")
    return _plain(pounds.quantize(Decimal("0.01"), ROUND_HALF_UP))


def count(cell: Cell, multiply: Decimal = Decimal(1)) -> int:
    """A whole number from 0. Raises ValueError with what is expected."""
    try:
        value, scaled = _amount(cell)
    except ValueError:
        raise ValueError(COUNT_EXPECTED) from None
    number = value if scaled else value * multiply
    if "£" in text_of(cell) or not 0 <= number < LARGEST or number != number.to_integral_value():
        raise ValueError(COUNT_EXPECTED)
    return int(number)


def _amount(cell: Cell) -> tuple[Decimal, bool]:
    """The number, and whether its unit stands in the cell."""
    text = SPACES.sub(" ", text_of(cell)).strip()
    if isinstance(cell, bool) or len(text) > 60:
        raise ValueError(MONEY_EXPECTED)
    negative, text = _without_brackets(text)
    found = AMOUNT.fullmatch(text)
    signs = (found["minus"], found["minus2"]) if found else ()
    if found is None or all(signs) or (negative and any(signs)):
        raise ValueError(MONEY_EXPECTED)
    value = Decimal(re.sub("[, ]", "", found["digits"]))
    negative = negative or any(sign and sign != "+" for sign in signs)
    scale = SCALES[found["scale"].lower()] if found["scale"] else 1
    return (-value if negative else value) * scale, bool(found["scale"])


def _without_brackets(text: str) -> tuple[bool, str]:
    """Accountants write a minus as brackets: (300), £(300) or (£300)."""
    found = re.fullmatch(r"(£|GBP)? ?\( ?([^()]+?) ?\)", text, re.IGNORECASE)
    return (True, (found[1] or "") + found[2]) if found else (False, text)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
