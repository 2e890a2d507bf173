"""What sweeps of the portfolio found, so that the next one can tell what is new."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Two tables that hold nothing a change depends on."""
    figures = [sa.Column(name, sa.Integer()) for name in ("checked", "late", "blocking", "opened", "closed")]
    op.create_table(
        "sweeps",
        _text("council", primary_key=True),
        _text("day", primary_key=True),
        sa.Column("at", MOMENT, nullable=True),
        *figures,
        _text("worker"),
        sa.Column("lease_until", MOMENT, nullable=False),
    )
    op.create_table(
        "sweep_gaps",
        _text("council", primary_key=True),
        _text("rule", primary_key=True),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Not offered."""
    raise NotImplementedError("a ledger is never taken back; restore a backup instead")


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **options})
