"""A gap: one completeness rule that a change does not meet."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from gates.vocabulary import Gate, Severity


class Gap(BaseModel):
    """What is missing, how much it matters, who owes it, what to do and why it is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gate: Gate
    item: str
    rule: str
    severity: Severity
    owner: str
    message: str
    basis: str

    @property
    def blocks(self) -> bool:
        """Whether the gate stays shut while this gap is open."""
        return self.severity is Severity.CRITICAL
