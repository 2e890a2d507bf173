"""The ways by which a card reaches a person. Each channel is one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from gates.events import PersonId
from gates.prompts import Prompt

Names = Mapping[PersonId, str]


class Channel(Protocol):
    """Where cards go. A card that was sent twice under one key, and not closed in between, stays one card."""

    name: str

    def send(self, prompt: Prompt, names: Names) -> str:
        """Put the card out. The receipt finds it again; only this channel understands it."""

    def update(self, prompt: Prompt, names: Names, receipt: str) -> str:
        """Make the card say what the prompt says now; the receipt to keep from here on."""

    def close(self, prompt: Prompt, receipt: str) -> None:
        """Make the card say that the matter is settled. Closing twice is closing once."""

    def find(self, key: str) -> str | None:
        """The receipt of the card that is out under this key: asked when a sender died before it was noted."""
