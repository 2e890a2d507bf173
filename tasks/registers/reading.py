"""How a register's file was read, in words."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.registers.delimiter import NAMES
from tasks.registers.encoding import Encoding


@dataclass(frozen=True)
class Reading:
    """What was found out about the file, for the person who has to trust it."""

    format: str
    encoding: Encoding | None = None
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.encoding is None:
            others = f" (not read: {', '.join(self.other_sheets)})" if self.other_sheets else ""
            return f'{self.format}, sheet "{self.sheet}"{others}'
        sample = f', for example "{self.encoding.sample}"' if self.encoding.sample else ""
        separated = f"separated by {NAMES[self.delimiter]}"
        return f"{self.format}, {separated}, {self.encoding.name} because {self.encoding.why}{sample}"
