"""The one error base of the product: a class docstring is the message, `advice` says what to do next."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class GateError(Exception):
    """Gatehouse cannot do this."""

    advice: ClassVar[str] = ""

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What went wrong and why, with the particulars filled in."""
        return " ".join((type(self).__doc__ or "").split()).format_map(self.data)

    @property
    def what_to_do(self) -> str:
        """The next step for whoever met the error, or an empty string."""
        return self.advice.format_map(self.data)

    @property
    def code(self) -> str:
        """A stable name for programs: the class name."""
        return type(self).__name__

    def __str__(self) -> str:
        return f"{self.message} {self.what_to_do}".strip()


def nearest(word: str, known: Iterable[str]) -> str:
    """A "Did you mean ...?" sentence for a mistyped name, or an empty string when nothing is near."""
    choices = {choice.lower(): choice for choice in known}
    near = get_close_matches(word.lower(), choices, n=3, cutoff=0.6)
    return f"Did you mean {', '.join(choices[name] for name in near)}?" if near else ""
