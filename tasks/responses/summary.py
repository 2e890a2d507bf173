"""What came in, counted: by channel, respondent, area and day, late ones, duplicates, campaigns, closed answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gates.conditions import FactValue
from gates.response_tally import is_late
from ledger.response_rows import Response

# Fewer people than these could be recognised by what they say of themselves.
SMALLEST = 5
FEW = f"fewer than {SMALLEST}"
# The same words from so many, and not from one by mistake, are a campaign.
CAMPAIGN = 3


@dataclass
class Summary:
    """Counts over the responses of one change. Erased ones are counted by what is left of them."""

    closes_on: FactValue | None = None
    received: int = 0
    late: int = 0
    undated: int = 0
    duplicates: int = 0
    erased: int = 0
    documents: int = 0
    signatures: int = 0
    channels: Counter[str] = field(default_factory=Counter)
    late_channels: Counter[str] = field(default_factory=Counter)
    respondents: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)
    characteristics: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    answers_once: dict[str, Counter[str]] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)
    first_with: dict[str, int] = field(default_factory=dict)

    def add(self, one: Response) -> None:
        """Count one more."""
        is_late_one = is_late(one.received_on, self.closes_on)
        self.received += 1
        self.late += is_late_one
        self.undated += one.received_on is None
        self.duplicates += one.duplicate_of is not None
        self.erased += one.erased
        self.documents += one.has_document
        self.signatures += one.signatures or 0
        self.channels[one.channel.value] += 1
        self.respondents[one.respondent.value] += 1
        if is_late_one:
            self.late_channels[one.channel.value] += 1
        if not one.erased:
            self._add_content(one)

    def _add_content(self, one: Response) -> None:
        self.areas[one.area] += 1
        if one.label:
            self.labels[one.label] += 1
        for name, value in one.characteristics.items():
            self.characteristics[name][value] += 1
        if one.text_key is not None:
            self.texts[one.text_key] += 1
            self.first_with.setdefault(one.text_key, one.number)
        for question, answer in one.answers:
            if not question.free:
                self.answers.setdefault(question.title, Counter())[answer] += 1
                once = self.answers_once.setdefault(question.title, Counter())
                once[answer] += one.duplicate_of is None

    @property
    def campaigns(self) -> list[dict[str, int]]:
        """The texts that many sent in: how many, and the first response that holds each."""
        return [
            {"count": count, "first": self.first_with[key]}
            for key, count in self.texts.most_common()
            if count >= CAMPAIGN
        ]

    def told(self) -> dict[str, Any]:
        """All of it as JSON tells of it. Small numbers of protected characteristics are not given."""
        return {
            "received": self.received,
            "closes_on": self.closes_on,
            "late": self.late if self.closes_on else None,
            "undated": self.undated,
            "duplicates": self.duplicates,
            "erased": self.erased,
            "documents": self.documents,
            "signatures": self.signatures,
            "channels": dict(self.channels.most_common()),
            "late_by_channel": dict(self.late_channels.most_common()),
            "respondents": dict(self.respondents.most_common()),
            "respondents_as_exported": dict(self.labels.most_common()),
            "areas": dict(self.areas.most_common()),
            "characteristics": {name: shielded(found) for name, found in self.characteristics.items()},
            "questions": [
                {
                    "question": title,
                    "answers": [
                        {
                            "answer": answer,
                            "count": count,
                            "without_duplicates": self.answers_once[title][answer],
                        }
                        for answer, count in found.most_common()
                    ],
                }
                for title, found in self.answers.items()
            ],
            "campaigns": self.campaigns,
        }


def shielded(found: Counter[str]) -> dict[str, int | str]:
    """The counts, but for those by which a person could be recognised."""
    return {value: count if count >= SMALLEST else FEW for value, count in found.most_common()}


def summary_of(responses: Iterable[Response], closes_on: FactValue | None) -> Summary:
    """The counts over all of them."""
    summary = Summary(closes_on)
    for one in responses:
        summary.add(one)
    return summary
