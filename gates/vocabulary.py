"""The field's own terms, as closed sets. A test accounts for every member."""

from __future__ import annotations

from enum import StrEnum


class Gate(StrEnum):
    """The five stage gates, in the order in which every change meets them."""

    IMPACT = "impact"
    EQUALITY = "equality"
    LEARNING = "learning"
    LEGAL = "legal"
    CONSULTATION = "consultation"

    @property
    def following(self) -> Gate | None:
        """The gate after this one; None after the last."""
        gates = list(Gate)
        place = gates.index(self) + 1
        return gates[place] if place < len(gates) else None

    @property
    def up_to_here(self) -> tuple[Gate, ...]:
        """This gate and all before it, in order."""
        gates = list(Gate)
        return tuple(gates[: gates.index(self) + 1])


class Phase(StrEnum):
    """Where a change stands."""

    GATHERING = "gathering"
    REVIEWING = "reviewing"
    BOARD = "board"
    DELIVERING = "delivering"
    REJECTED = "rejected"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether the change is still on its way through the gates."""
        return self in {Phase.GATHERING, Phase.REVIEWING, Phase.BOARD}


class Outcome(StrEnum):
    """What a governance board can decide at a gate."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    DEFER = "defer"
    REJECT = "reject"
    STOP = "stop"

    @property
    def passes(self) -> bool:
        """Whether the change goes on to the next gate."""
        return self in {Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS}


class Verdict(StrEnum):
    """A named reviewer's judgement of one evidence item."""

    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"


class Severity(StrEnum):
    """What a gap does: critical blocks the gate, warning is shown to the board, info is advice."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Basis(StrEnum):
    """How strongly an item is asked for, or a clock runs."""

    STATUTORY = "statutory"
    CASE_LAW = "case law"
    STATUTORY_GUIDANCE = "statutory guidance"
    PROFESSIONAL = "professional"
    POLICY = "policy"


class Role(StrEnum):
    """Roles that rules speak of. The catalogue may name more roles as owners of evidence."""

    SRO = "sro"
    PROGRAMME_OFFICE = "programme_office"
    MONITORING_OFFICER = "monitoring_officer"
    S151_OFFICER = "s151_officer"
    HEAD_OF_PAID_SERVICE = "head_of_paid_service"
    DPO = "dpo"
    EQUALITY_OFFICER = "equality_officer"
    REVIEWER = "reviewer"
    MEMBER = "member"
    CLERK = "clerk"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Door(StrEnum):
    """The way by which an act reached the ledger."""

    CLI = "cli"
    WEB = "web"
    API = "api"
    SLACK = "slack"
    KEEPER = "keeper"
    IMPORT = "import"
    DEMO = "demo"
