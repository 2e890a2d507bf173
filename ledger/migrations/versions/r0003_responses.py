"""Responses to consultations, outside the chain so that they can be erased."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table of responses, and one of the files that they came in by."""
    op.create_table(
        "response_batches",
        _text("council", primary_key=True),
        _text("id", primary_key=True),
        _text("ref"),
        sa.Column("number", sa.Integer(), nullable=True),
        _text("questions"),
        sa.Column("begun_at", PLAIN, nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        _text("council"),
        _text("ref"),
        _text("batch"),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        _text("channel"),
        _text("respondent"),
        sa.Column("received_on", PLAIN, nullable=True),
        sa.Column("signatures", sa.BigInteger(), nullable=True),
        sa.Column("found_duplicate_of", sa.Integer(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False),
        _text("hash"),
        *(_text(name, nullable=True) for name in ("area", "external_id", "document")),
        *(_text(name, nullable=True) for name in ("row_key", "same_key", "text_key", "body")),
        sa.UniqueConstraint("council", "ref", "number", name="responses_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("responses_by_batch", "responses", ["council", "batch"])


def downgrade() -> None:
    """Not offered."""
    raise NotImplementedError("a ledger is never taken back; restore a backup instead")


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **options})
