"""The checks that the catalogue is written in: one class for each kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gates.checks.addresses import WebAddress
from gates.checks.among import Among
from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.comparing import Comparison, Difference
from gates.checks.dates import DayRange, DaysBetween
from gates.checks.documents import DocumentIs, HasDocument
from gates.checks.numbers import MinShare, Range, SumsTo
from gates.checks.original import Original
from gates.checks.presence import Equals, FilledWhen, NoBlanks, SameAs, Signed
from gates.checks.tables import Covers, MinRows, RowsWhere
from gates.checks.text import Distinct, MinWords

Check = Annotated[
    MinRows
    | NoBlanks
    | MinWords
    | Covers
    | Among
    | RowsWhere
    | FilledWhen
    | Distinct
    | Original
    | Range
    | Comparison
    | Difference
    | SumsTo
    | MinShare
    | DayRange
    | DaysBetween
    | Equals
    | SameAs
    | WebAddress
    | Signed
    | HasDocument
    | DocumentIs,
    Field(discriminator="check"),
]

__all__ = [
    "Among",
    "BaseCheck",
    "Bound",
    "Check",
    "Comparison",
    "Covers",
    "DayRange",
    "DaysBetween",
    "Difference",
    "Distinct",
    "DocumentIs",
    "Equals",
    "FilledWhen",
    "HasDocument",
    "Measure",
    "MinRows",
    "MinShare",
    "MinWords",
    "NoBlanks",
    "Original",
    "Range",
    "Reading",
    "Record",
    "RowsWhere",
    "SameAs",
    "Signed",
    "SumsTo",
    "WebAddress",
]
