"""Which other live changes hit the same protected groups: what the record of cumulative effect (EQ-06) must answer.

Source: Audit Wales 2022 on equality impact assessments (effects were looked at one change at a time). A change is
live while it is at its gates and while it is delivered: what is being delivered is felt most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gates.checks.places import rows_of
from gates.state import ChangeState
from gates.vocabulary import Gate, Phase

MATRIX, CUMULATIVE = "EQ-03", "EQ-06"
_GROUPS, _TABLE = "groups_adversely_affected", "together"
_REFERENCE = re.compile(r"\bCHG-?(\d+)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AffectedGroups:
    """A change, where it stands, and the groups that its impact matrix (EQ-03) shows as adversely affected."""

    ref: str
    title: str
    phase: Phase
    gate: Gate
    groups: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether people feel it or are going to: it is open, or being delivered."""
        return self.phase.is_open or self.phase is Phase.DELIVERING


@dataclass(frozen=True)
class Overlap:
    """Another change, the groups that both hit, and those of them for which EQ-06 does not name it yet."""

    change: AffectedGroups
    groups: tuple[str, ...]
    not_named: tuple[str, ...]


def affected_by(state: ChangeState) -> AffectedGroups:
    """What the latest impact matrix of a change publishes; no groups while there is none."""
    matrix = state.evidence.get(MATRIX)
    groups = matrix.publishes.get(_GROUPS, ()) if matrix else ()
    known = groups if isinstance(groups, tuple) else ()
    return AffectedGroups(state.ref, state.title, state.phase, state.gate, known)


def overlaps_of(
    change: AffectedGroups, others: Iterable[AffectedGroups], record: Mapping[str, Any] | None
) -> tuple[Overlap, ...]:
    """The live changes among `others` that hit a group of this one, those with most in common first.

    `record` is that of the latest version of EQ-06; None while nothing is handed in.
    """
    rows = rows_of(record or {}, _TABLE)
    found = [_overlap(change, other, rows) for other in others if other.is_live and other.ref != change.ref]
    common = (overlap for overlap in found if overlap.groups)
    return tuple(sorted(common, key=lambda overlap: (-len(overlap.groups), _order(overlap.change.ref))))


def _overlap(change: AffectedGroups, other: AffectedGroups, rows: list[Mapping[str, Any]]) -> Overlap:
    groups = tuple(group for group in change.groups if group in other.groups)
    named = {row.get("group") for row in rows if _names(str(row.get("change") or ""), other)}
    return Overlap(other, groups, tuple(group for group in groups if group not in named))


def _names(text: str, change: AffectedGroups) -> bool:
    """Whether a cell means the change: by reference, or where it gives none by the whole title."""
    if numbers := _REFERENCE.findall(text):
        return _order(change.ref) in {(int(number), "") for number in numbers}
    return re.search(rf"(?<!\w){re.escape(_plain(change.title))}(?!\w)", _plain(text)) is not None


def _order(ref: str) -> tuple[int, str]:
    """References in the order of their numbers, however many digits they have."""
    found = _REFERENCE.fullmatch(ref)
    return (int(found[1]), "") if found else (0, ref)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
