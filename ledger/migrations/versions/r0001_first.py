"""The first tables, and the triggers that keep the events as they were recorded."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFUSAL = "the ledger is append-only: events are neither changed nor removed"


def upgrade() -> None:
    """Make everything."""
    _events()
    _changes()
    _gate_evidence()
    _movers()
    _council()
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _sqlite_triggers() if on_sqlite else _postgres_triggers():
        op.execute(statement)


def downgrade() -> None:
    """There is nothing before the first revision."""
    raise NotImplementedError("a ledger is never taken back; restore a backup instead")


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **options})


def _moment(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _number(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), **{"nullable": False, **options})


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        _text("council"),
        _text("ref"),
        _number("seq"),
        _text("at"),
        _text("type"),
        _text("actor"),
        _text("role"),
        _text("on_behalf_of", nullable=True),
        _text("door"),
        _text("catalogue"),
        _text("body"),
        _text("prev_hash"),
        _text("hash"),
        sa.UniqueConstraint("council", "ref", "seq", name="events_once"),
        sqlite_autoincrement=True,
    )


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        _text("council"),
        _text("ref"),
        _text("title"),
        _text("phase"),
        _text("gate"),
        _text("waiting"),
        _number("waiting_count"),
        _text("waiting_label"),
        _text("change_types"),
        _text("sro", nullable=True),
        _text("author"),
        _text("external_ref", nullable=True),
        _text("source"),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        _text("catalogue"),
        _number("version"),
        _text("head_hash"),
        _moment("registered_at"),
        _moment("gate_since"),
        _moment("updated_at"),
        _text("search"),
        _text("snapshot"),
        sa.UniqueConstraint("council", "ref", name="changes_once"),
    )
    op.create_index("changes_by_place", "changes", ["council", "phase", "gate", "waiting"])
    op.create_index("changes_by_external_ref", "changes", ["council", "source", "external_ref"], unique=True)
    op.create_index("changes_by_update", "changes", ["council", "updated_at"])


def _gate_evidence() -> None:
    op.create_table(
        "gate_evidence",
        sa.Column("row_id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("change_id", NUMBER, nullable=False),
        _text("council"),
        _text("ref"),
        _text("gate"),
        _text("item"),
        _text("catalogue"),
        _number("version", nullable=True),
        *(sa.Column(f"q{number}", sa.Double(), nullable=True) for number in range(1, 25)),
        sa.UniqueConstraint("change_id", "item", name="gate_evidence_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("gate_evidence_by_catalogue", "gate_evidence", ["catalogue"])


def _movers() -> None:
    op.create_table(
        "wakes",
        _text("council", primary_key=True),
        _text("ref", primary_key=True),
        _moment("due_at", nullable=True),
        _number("version"),
        _number("nudges"),
        _text("lease", nullable=True),
        _moment("lease_until", nullable=True),
    )
    op.create_index("wakes_by_due", "wakes", ["council", "due_at", "ref"])
    op.create_table(
        "prompts",
        _text("council", primary_key=True),
        _text("key", primary_key=True),
        _text("ref"),
        _text("kind"),
        _text("gate"),
        _text("item", nullable=True),
        _text("to"),
        _text("title"),
        _text("text"),
        _text("channel"),
        _text("status"),
        _text("content_hash"),
        _text("shown_hash", nullable=True),
        _text("receipt", nullable=True),
        _moment("first_due_at"),
        _moment("sent_at", nullable=True),
        _moment("closed_at", nullable=True),
    )
    op.create_index("prompts_by_ref", "prompts", ["council", "ref", "status"])
    op.create_table(
        "runs",
        _text("council", primary_key=True),
        _text("ref", primary_key=True),
        _text("run_id"),
        _number("shown_version"),
        _text("shown_name"),
        _moment("at"),
    )


def _council() -> None:
    op.create_table(
        "councils",
        _text("council", primary_key=True),
        _text("name"),
        _number("version"),
        _text("head_hash"),
        _text("roster"),
    )
    op.create_table(
        "counters",
        _text("council", primary_key=True),
        _text("name", primary_key=True),
        _number("value"),
    )
    op.create_table(
        "people",
        _text("council", primary_key=True),
        _text("id", primary_key=True),
        _text("name"),
        _text("email"),
    )
    named = sa.text("email != 'erased'")
    op.create_index(
        "people_by_email",
        "people",
        ["council", "email"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )
    op.create_table(
        "catalogues",
        _text("council", primary_key=True),
        _text("version", primary_key=True),
        _text("name"),
        _number("position"),
        _text("body"),
    )


def _sqlite_triggers() -> list[str]:
    # INSERT OR REPLACE removes a row without asking the DELETE trigger, hence the third.
    there = "SELECT 1 FROM events WHERE id = NEW.id OR (council, ref, seq) = (NEW.council, NEW.ref, NEW.seq)"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER events_keep_update BEFORE UPDATE ON events {refuse}",
        f"CREATE TRIGGER events_keep_delete BEFORE DELETE ON events {refuse}",
        f"CREATE TRIGGER events_keep_replace BEFORE INSERT ON events WHEN EXISTS ({there}) {refuse}",
    ]


def _postgres_triggers() -> list[str]:
    each = "FOR EACH {} EXECUTE FUNCTION events_keep()"
    return [
        "CREATE FUNCTION events_keep() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER events_keep BEFORE UPDATE OR DELETE ON events {each.format('ROW')}",
        f"CREATE TRIGGER events_keep_all BEFORE TRUNCATE ON events {each.format('STATEMENT')}",
    ]
