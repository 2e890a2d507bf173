"""The numbers of the clocks that a council sets itself; the rest are the law's and stand in `gates/clocks/`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# A longer wait than a year is a slip of the pen.
Days = Annotated[int, Field(ge=0, le=366)]


class ClockPolicy(BaseModel):
    """Periods in days, under `clocks` in the catalogue. Source: proposed policy defaults, where nothing else is said.

    `call_in_working_days` is each council's own constitution's; five clear working days are common (general
    knowledge, not re-checked). `organisation_redundancies` is where a duty that is not in force yet starts to warn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    consultation_days: Days = 42
    consultation_days_high_impact: Days = 84
    consultation_days_light_track: Days = 28
    report_to_vote_working_days: Days = 5
    call_in_working_days: Days = 5
    feedback_days: Days = 30
    due_soon_days: Days = 7
    organisation_redundancies: int = Field(default=250, ge=20)
