"""How a consultation's responses are counted: the closed sets they are counted by, and the tally a change keeps.

The tally holds numbers only. What people wrote, and who they are, is kept where it can be erased (docs/decisions/0007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from gates.conditions import FactValue

CLOSES_ON = "consultation_closes_on"


class Channel(StrEnum):
    """The ways by which a response can come in; each counts the same."""

    ONLINE = "online"
    EMAIL = "email"
    LETTER = "letter"
    TELEPHONE = "telephone"
    MEETING = "meeting"
    PETITION = "petition"
    DEPUTATION = "deputation"
    SOCIAL_MEDIA = "social_media"
    OTHER = "other"


class Respondent(StrEnum):
    """In which capacity somebody responds."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"
    BUSINESS = "business"
    VOLUNTARY_GROUP = "voluntary_group"
    PUBLIC_BODY = "public_body"
    ELECTED_MEMBER = "elected_member"
    STAFF = "staff"
    TRADE_UNION = "trade_union"
    OTHER = "other"
    NOT_STATED = "not_stated"


class ErasureGround(StrEnum):
    """Why a response is erased: the grounds of UK GDPR article 17(1)(a) to (e) (general knowledge, not re-checked).

    A closed set, because a reason in free words would put the person's story into the chain.
    """

    NO_LONGER_NEEDED = "no_longer_needed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"
    UNLAWFUL = "unlawful"
    LEGAL_DUTY = "legal_duty"


class ResponseTally(BaseModel):
    """What is counted of the responses to one change's consultation.

    Erased responses and duplicates are counted among those received. `days` has the number for each day of receipt (ISO
    text); responses whose day nobody recorded are in none of them. `files` are the SHA-256 of the imported files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    received: int = 0
    duplicates: int = 0
    erased: int = 0
    batches: int = 0
    channels: dict[Channel, int] = {}
    respondents: dict[Respondent, int] = {}
    days: dict[str, int] = {}
    files: tuple[str, ...] = ()

    def plus(
        self,
        *,
        channels: Mapping[Channel, int],
        respondents: Mapping[Respondent, int],
        days: Mapping[str, int],
        duplicates: int,
    ) -> ResponseTally:
        """The tally after more responses came in."""
        more = {
            "received": self.received + sum(channels.values()),
            "duplicates": self.duplicates + duplicates,
            "channels": dict(Counter(self.channels) + Counter(channels)),
            "respondents": dict(Counter(self.respondents) + Counter(respondents)),
            "days": dict(sorted((Counter(self.days) + Counter(days)).items())),
        }
        return self.model_copy(update=more)

    def late(self, closes_on: FactValue | None) -> int | None:
        """How many came in after the consultation closed; None while the closing day is not known.

        Counted anew whenever the closing day moves: an extended consultation makes late papers timely.
        """
        return None if closes_on is None else sum(n for day, n in self.days.items() if day > str(closes_on))

    @property
    def undated(self) -> int:
        """How many have no day of receipt."""
        return self.received - sum(self.days.values())

    def facts(self, closes_on: FactValue | None) -> dict[str, FactValue]:
        """What the rules can ask of the responses; nothing before the first is recorded."""
        if not self.received:
            return {}
        late = self.late(closes_on)
        known: dict[str, FactValue] = {
            "responses_received": self.received,
            "response_channels": tuple(channel.value for channel in Channel if channel in self.channels),
        }
        return known if late is None else {**known, "responses_late": late}


def is_late(received_on: date | None, closes_on: FactValue | None) -> bool:
    """Whether a response came in after the day on which the consultation closed. Unknown days are never late."""
    return received_on is not None and closes_on is not None and received_on.isoformat() > str(closes_on)
