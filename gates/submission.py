"""One response to a consultation as it is kept, what stands for it in the chain, and what shows that two are alike."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gates.canonical import canonical_json
from gates.response_tally import Channel, Respondent

# Fewer words than these are an answer that many give by themselves ("no comment"), not a text that they share.
CAMPAIGN_WORDS = 5


@dataclass(frozen=True)
class Submission:
    """A response. `answers` stand in the order of their batch's questions; `free` says which are in people's own words.

    `label` is what the platform calls the type of respondent; `contact` holds names, addresses and the like.
    """

    channel: Channel
    respondent: Respondent = Respondent.NOT_STATED
    label: str = ""
    area: str = ""
    received_on: date | None = None
    external_id: str = ""
    signatures: int | None = None
    document: Mapping[str, Any] | None = None
    answers: tuple[str, ...] = ()
    free: frozenset[int] = frozenset()
    contact: Mapping[str, str] = field(default_factory=dict)
    characteristics: Mapping[str, str] = field(default_factory=dict)

    @property
    def document_sha256(self) -> str | None:
        """The hash of its document, if it came with one."""
        return str(self.document["sha256"]) if self.document else None

    def body(self, salt: str) -> str:
        """All of it as canonical JSON. The salt is random: without it nobody can guess the content from its hash."""
        data = {
            "salt": salt,
            "channel": self.channel,
            "respondent": self.respondent,
            "label": self.label,
            "area": self.area,
            "received_on": self.received_on.isoformat() if self.received_on else None,
            "external_id": self.external_id,
            "signatures": self.signatures,
            "document": dict(self.document) if self.document else None,
            "answers": self.answers,
            "contact": dict(self.contact),
            "characteristics": dict(self.characteristics),
        }
        return canonical_json(data)

    @property
    def row_key(self) -> str:
        """Equal for two rows that say the same in every cell: one response that is imported twice."""
        return text_hash(self.body(""))

    @property
    def text_key(self) -> str | None:
        """Equal for all who sent in the same words; None where there are too few words to tell."""
        words = [folded(text) for place, text in enumerate(self.answers) if place in self.free]
        if self.document:
            return text_hash("\n".join(["document", str(self.document_sha256), *words]))
        return text_hash("\n".join(words)) if _count(words) >= CAMPAIGN_WORDS else None

    @property
    def same_key(self) -> str | None:
        """Equal for two responses of the same words, the same answers and the same kind of respondent and area."""
        if self.text_key is None:
            return None
        parts = (self.label, self.area, *self.answers)
        return text_hash("\n".join([self.respondent, self.text_key, *map(folded, parts)]))


def folded(text: str) -> str:
    """The text without regard to case, to the width of white space and to how accents are composed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(hashes: Iterable[str]) -> str:
    """What stands for a whole batch in the chain: SHA-256 over its responses' hashes, sorted, one a line."""
    return text_hash("\n".join(sorted(hashes)))


def _count(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)
