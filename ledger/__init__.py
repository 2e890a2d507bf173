"""What has happened: append-only, hash-chained events, their projections and the queries over them.

`open_ledger(url)` gives the Ledger of a council, `create_or_migrate(url)` makes one. Names are looked up when
first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.book import Ledger
    from ledger.chain import CouncilRecorded
    from ledger.exporting import Head
    from ledger.faults import Fault
    from ledger.listing import ChangeRow, Filter, Listing, Tally
    from ledger.opening import create_or_migrate, open_ledger
    from ledger.prompts import Card, PromptPlan, Status
    from ledger.rebuilding import RebuildReport
    from ledger.runs import Run
    from ledger.verifying import VerifyReport
    from ledger.wakes import Claim, WakeUp

_HOME = {
    "Card": "prompts",
    "ChangeRow": "listing",
    "Claim": "wakes",
    "CouncilRecorded": "chain",
    "Fault": "faults",
    "Filter": "listing",
    "Head": "exporting",
    "Ledger": "book",
    "Listing": "listing",
    "PromptPlan": "prompts",
    "RebuildReport": "rebuilding",
    "Run": "runs",
    "Status": "prompts",
    "Tally": "listing",
    "VerifyReport": "verifying",
    "WakeUp": "wakes",
    "create_or_migrate": "opening",
    "open_ledger": "opening",
}

__all__ = [
    "Card",
    "ChangeRow",
    "Claim",
    "CouncilRecorded",
    "Fault",
    "Filter",
    "Head",
    "Ledger",
    "Listing",
    "PromptPlan",
    "RebuildReport",
    "Run",
    "Status",
    "Tally",
    "VerifyReport",
    "WakeUp",
    "create_or_migrate",
    "open_ledger",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"ledger.{_HOME[name]}"), name)
