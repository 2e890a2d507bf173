"""The facts of one change, read by what they mean; an answer that cannot be read is as good as none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from gates.clock_policy import ClockPolicy
from gates.clocks.model import Finding
from gates.conditions import Facts
from gates.reading import YEARS


@dataclass(frozen=True)
class Case:
    """A change's facts, derived ones among them, and the numbers that its council sets."""

    facts: Facts
    policy: ClockPolicy

    def day(self, name: str) -> date | None:
        """A date; None while it is unknown."""
        value = self.facts.get(name)
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return day if day is not None and day.year in YEARS else None

    def number(self, name: str) -> float | None:
        """A number; None while it is unknown."""
        value = self.facts.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def text(self, name: str) -> str | None:
        """A choice or a text; None while it is unknown."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else None

    def answer(self, name: str) -> bool | None:
        """Yes or no; None while it is unknown."""
        value = self.facts.get(name)
        return value if isinstance(value, bool) else None

    @property
    def nation(self) -> str | None:
        """The nation whose bank holidays count."""
        return self.text("nation")

    def without_day(self, *names: str) -> tuple[str, ...]:
        """Those of these dates that are unknown."""
        return tuple(name for name in names if self.day(name) is None)


Rule = Callable[[Case, date], Finding]


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def named(facts: tuple[str, ...]) -> str:
    """Facts as people call them: "key decision, decision date"."""
    return ", ".join(fact.replace("_", " ") for fact in facts)
