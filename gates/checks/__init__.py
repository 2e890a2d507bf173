"""The checks that the catalogue is written in: one class for each kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.dates import DayRange, DaysBetween
from gates.checks.numbers import MinShare, Range, SumsTo
from gates.checks.presence import Equals, FilledWhen, HasDocument, NoBlanks, SameAs, Signed
from gates.checks.tables import Covers, MinRows, RowsWhere
from gates.checks.text import Distinct, MinWords

Check = Annotated[
    MinRows
    | NoBlanks
    | MinWords
    | Covers
    | RowsWhere
    | FilledWhen
    | Distinct
    | Range
    | SumsTo
    | MinShare
    | DayRange
    | DaysBetween
    | Equals
    | SameAs
    | Signed
    | HasDocument,
    Field(discriminator="check"),
]

__all__ = [
    "BaseCheck",
    "Bound",
    "Check",
    "Covers",
    "DayRange",
    "DaysBetween",
    "Distinct",
    "Equals",
    "FilledWhen",
    "HasDocument",
    "Measure",
    "MinRows",
    "MinShare",
    "MinWords",
    "NoBlanks",
    "Range",
    "Reading",
    "Record",
    "RowsWhere",
    "SameAs",
    "Signed",
    "SumsTo",
]
