"""What the projections hold of a change: pure functions of its state, so that they can be computed again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gates.catalogue import Catalogue
from gates.completeness import EvidenceRow, rows_of
from gates.state import ChangeState
from gates.vocabulary import Gate
from gates.waiting import waiting_for
from ledger.tables import MEASURES

Row = dict[str, Any]
TYPE_FACT = "change_type"
_NO_MEASURES: Row = dict.fromkeys(MEASURES)


def change_row(state: ChangeState, catalogue: Catalogue, *, head_hash: str, updated_at: datetime) -> Row:
    """The columns of `changes`, but for council and id."""
    waiting = waiting_for(state, catalogue)
    return {
        "ref": state.ref,
        "title": state.title,
        "phase": state.phase.value,
        "gate": state.gate.value,
        "waiting": waiting.kind,
        "waiting_count": waiting.count,
        "waiting_label": waiting.label,
        "change_types": types_text(state),
        "sro": state.sro,
        "author": state.author,
        "external_ref": state.external_ref,
        "source": state.source,
        "illustrative": state.illustrative,
        "catalogue": state.catalogue,
        "version": state.version,
        "head_hash": head_hash,
        "registered_at": state.registered_at,
        "gate_since": state.gate_since,
        "updated_at": updated_at,
        "search": " ".join(filter(None, (state.ref, state.external_ref, state.title))).casefold(),
        "snapshot": state.model_dump_json(),
    }


def types_text(state: ChangeState) -> str:
    """The types of change between bars, as "|merger|digital_ict|", so that one of them can be found."""
    value = state.facts.get(TYPE_FACT, ())
    types = value if isinstance(value, tuple) else (str(value),)
    return f"|{'|'.join(types)}|" if types else ""


def evidence_rows(state: ChangeState, catalogue: Catalogue, *, council: str, change_id: int) -> list[Row]:
    """The rows of `gate_evidence`: one for each required item of every gate; none once it is not open."""
    if not state.phase.is_open:
        return []
    same = {"council": council, "change_id": change_id, "ref": state.ref, "catalogue": state.catalogue}
    rows = rows_of(catalogue, tuple(Gate), state.facts, state.evidence)
    return [{**same, **_evidence_row(row)} for row in rows]


def _evidence_row(row: EvidenceRow) -> Row:
    """Nothing is measured of an item that is not handed in, and most are not: their rows stay short."""
    place = {"gate": row.gate.value, "item": row.item, "version": row.version}
    if row.version is None:
        return place
    measures = (None if value is None else float(value) for value in row.measures)
    return {**_NO_MEASURES, **place, **dict(zip(MEASURES, measures, strict=False))}


def evidence_changed(before: ChangeState | None, after: ChangeState) -> bool:
    """Whether anything happened that `gate_evidence` depends on. A vote, for one, changes nothing there."""
    if before is None:
        return True
    return _sources(before) != _sources(after)


def _sources(state: ChangeState) -> tuple[Any, ...]:
    return state.phase.is_open, state.catalogue, state.answers, state.evidence, state.responses
