"""A fault of the catalogue and where it stands, so that a loader can name the file and the line."""

from __future__ import annotations

from dataclasses import dataclass, replace

Step = str | int


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the way to it: ("items", "IA-01", "checks", 2) is the third check of IA-01."""

    where: tuple[Step, ...]
    says: str

    def within(self, *steps: Step) -> Fault:
        """The same fault, seen from further out."""
        return replace(self, where=(*steps, *self.where))

    def __str__(self) -> str:
        return f"{self.where[1]}: {self.says}" if len(self.where) > 1 else self.says
