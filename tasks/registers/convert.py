"""One cell as the value of one target."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from tasks.registers.amounts import count, money
from tasks.registers.cells import Cell, one_line, text_of
from tasks.registers.dates import day
from tasks.registers.model import FactValue
from tasks.registers.targets import Kind, Target, slug

EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s,;<>\"().]+")
YES = {"yes", "y", "true", "t", "1"}
NO = {"no", "n", "false", "f", "0"}
# What Excel shows where a formula failed.
ERRORS = {
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
}
LINE_ENDS = re.compile(r"\r*\n|\r")


class Options(Protocol):
    """How a mapping wants a column read."""

    @property
    def multiply(self) -> Decimal: ...
    @property
    def formats(self) -> tuple[str, ...]: ...
    @property
    def split(self) -> str | None: ...


def convert(cell: Cell, target: Target, options: Options) -> FactValue:
    """The cell as the target's kind of value. Raises ValueError, which says what is expected instead."""
    if text_of(cell).strip() in ERRORS:
        raise ValueError("a value, not an error of the spreadsheet")
    return _CONVERTERS[target.kind](cell, target, options)


def pieces(text: str, target: Target, split: str | None) -> list[str]:
    """The entries of a cell that lists several, each once. Without `split`: at ; | line end, in types at ,"""
    # A council's own name may hold a comma; a change type's cannot.
    default = r"[;|\r\n,]" if target.kind is Kind.CHOICES else r"[;|\r\n]"
    parts = text.split(split) if split else re.split(default, text)
    return list(dict.fromkeys(entry for part in parts if (entry := one_line(part))))


def _text(cell: Cell, target: Target, options: Options) -> str:
    text = LINE_ENDS.sub("\n", text_of(cell)).strip()
    return _short_enough(text, target)


def _line(cell: Cell, target: Target, options: Options) -> str:
    return _short_enough(one_line(text_of(cell)), target)


def _short_enough(text: str, target: Target) -> str:
    if len(text) > target.longest:
        raise ValueError(f"at most {target.longest} characters, not {len(text)}")
    return text


def _email(cell: Cell, target: Target, options: Options) -> str:
    text = one_line(text_of(cell))
    if len(text) > target.longest or not EMAIL.fullmatch(text):
        raise ValueError("one e-mail address, such as a.clerk@council.example")
    return text


def _choice(cell: Cell, target: Target, options: Options) -> str:
    name = slug(text_of(cell))
    if name not in target.choices:
        raise ValueError(f"one of {', '.join(target.choices)}")
    return name


def _choices(cell: Cell, target: Target, options: Options) -> tuple[str, ...]:
    found = (_choice(piece, target, options) for piece in pieces(text_of(cell), target, options.split))
    return tuple(dict.fromkeys(found))


def _list(cell: Cell, target: Target, options: Options) -> tuple[str, ...]:
    return tuple(_short_enough(piece, target) for piece in pieces(text_of(cell), target, options.split))


def _boolean(cell: Cell, target: Target, options: Options) -> bool:
    word = text_of(cell).strip().casefold()
    if word not in YES | NO:
        raise ValueError("yes or no")
    return word in YES


def _money(cell: Cell, target: Target, options: Options) -> int | float:
    return money(cell, options.multiply)


def _count(cell: Cell, target: Target, options: Options) -> int:
    return count(cell, options.multiply)


def _date(cell: Cell, target: Target, options: Options) -> str:
    return day(cell, options.formats)


_CONVERTERS: dict[Kind, Callable[[Cell, Target, Options], FactValue]] = {
    Kind.TEXT: _text,
    Kind.LINE: _line,
    Kind.EMAIL: _email,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LIST: _list,
    Kind.MONEY: _money,
    Kind.NUMBER: _count,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
}
