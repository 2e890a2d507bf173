"""A small catalogue with tracks, sections and items that hang on them."""

from __future__ import annotations

from typing import Any

from gates.tracks import TRACKS
from gates.vocabulary import Gate
from tests.gates.catalogues import FACTS, check, raw_catalogue, raw_item

TRACK_FACT: dict[str, Any] = {
    "id": "track",
    "kind": "choice",
    "title": "Track",
    "choices": [*TRACKS],
    "derived": True,
}
FULL: dict[str, Any] = {
    "id": "full",
    "title": "Full",
    "conditions": [
        {"when": {"change_type": {"includes": ["merger"]}}, "because": "a merger"},
        {"when": {"one_off_cost": {"at_least": 1_000_000}}, "because": "a cost of £1,000,000 or more"},
    ],
}
STANDARD: dict[str, Any] = {"id": "standard", "title": "Standard"}
LIGHT: dict[str, Any] = {
    "id": "light",
    "title": "Light",
    "conditions": [
        {
            "when": {"staff_affected": {"at_most": 10}},
            "because": "at most 10 posts affected",
            "otherwise": "more than 10 posts affected",
        },
        {"when": {"public_facing": False}, "because": "not public-facing"},
    ],
}
# The answers of a change on the light track.
SMALL: dict[str, Any] = {
    "change_type": ("restructure",),
    "one_off_cost": 5_000,
    "staff_affected": 3,
    "public_facing": False,
}
NOT_ON_LIGHT = {"track": {"includes": ["standard", "full"]}}


def raw_tracked(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A catalogue with the three tracks. IA-02 is always asked for, LN-02 on no light track."""
    ours = [
        raw_item(),
        raw_item("LN-01", Gate.LEARNING),
        raw_item("LN-02", Gate.LEARNING, required_when=NOT_ON_LIGHT),
        raw_item("LN-03", Gate.LEARNING, required_when={"staff_affected": {"more_than": 0}}),
        raw_item(
            "CO-01",
            Gate.CONSULTATION,
            checks=[
                check("min_words", field="case", at_least=9, when={"track": "full"}, severity="warning"),
                {**check("min_words", field="case", at_least=3, when={"track": "light"}), "id": "few_words"},
            ],
        ),
    ]
    return raw_catalogue(
        *ours, *items, **{"facts": [*FACTS, TRACK_FACT], "tracks": [FULL, STANDARD, LIGHT], **changes}
    )
