"""What reading a register yields: one outcome for every row, accepted or rejected with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

# As triage keeps facts: money in pounds, a date as its ISO text.
FactValue = bool | int | float | str | tuple[str, ...]


class ChangeDraftData(BaseModel):
    """One row of a register as a change to be registered. A fact that the register does not know is left out.

    `notes` says what was left out and why (an exemption, for example); `source_fields` keeps the row's cells.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    external_ref: str
    title: str
    summary: str = ""
    types: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()
    facts: dict[str, FactValue] = {}
    source: str = ""
    sro: str | None = None
    notes: tuple[str, ...] = ()
    source_fields: dict[str, str] = {}


@dataclass(frozen=True)
class Accepted:
    """A row that can be registered. `line` is the line of the file (CSV) or the row number (XLSX)."""

    line: int
    draft: ChangeDraftData
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)

    def refused(self, *reasons: str) -> Rejected:
        """The same row as a reject, where a rule beyond this file does not take it (a fact out of its range)."""
        return Rejected(self.line, reasons, self.cells)


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be registered, every reason why, and its cells as they stand."""

    line: int
    reasons: tuple[str, ...]
    cells: Mapping[str, str]


Outcome = Accepted | Rejected
