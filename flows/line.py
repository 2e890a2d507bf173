"""Which changes wait to be shown, and in which order: each at most once, and no change by two passes at once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 5.0, 600.0


@dataclass
class Line:
    """Which changes wait to be brought up to date, each at most once, and which are being so now."""

    waiting: dict[str, None] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    later: dict[str, float] = field(default_factory=dict)
    fails: dict[str, int] = field(default_factory=dict)

    def want(self, ref: str) -> None:
        """Have the change brought up to date, after whatever pass is under way."""
        self.waiting.setdefault(ref)

    def take(self) -> str | None:
        """The next change that nobody is busy with and that need not wait."""
        now = time.monotonic()
        for ref in self.waiting:
            if ref not in self.busy and self.later.get(ref, 0) <= now:
                del self.waiting[ref]
                self.busy.add(ref)
                return ref
        return None

    def done(self, ref: str) -> None:
        """The pass went well."""
        self.busy.discard(ref)
        self.later.pop(ref, None)
        self.fails.pop(ref, None)

    def failed(self, ref: str) -> float:
        """The pass went wrong: the change waits longer each time. For how many seconds."""
        self.busy.discard(ref)
        self.fails[ref] = self.fails.get(ref, 0) + 1
        pause = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** (self.fails[ref] - 1))
        self.later[ref] = time.monotonic() + pause
        self.want(ref)
        return pause

    def put_back(self, ref: str) -> None:
        """The pass could not be made, through no fault of the change."""
        self.busy.discard(ref)
        self.want(ref)
