"""How often a test of this package is run: the same examples every time, or many more of them at random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# GATEHOUSE_FUZZ=1 runs every test with so many times the examples, and other ones each time.
TIMES = 20
MANY = os.environ.get("GATEHOUSE_FUZZ") == "1"


def examples(count: int) -> settings:
    """The settings of a test with so many examples. A failing one is printed as a blob to repeat it with."""
    return settings(
        max_examples=count * (TIMES if MANY else 1),
        derandomize=not MANY,
        print_blob=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
