"""The tables: events (append-only), what is computed from them, and what movers remember between passes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

MEASURES = tuple(f"q{number}" for number in range(1, 25))

# Postgres would sort text by the rules of a language; moments in ISO form must sort by their characters.
PLAIN_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def written(moment: datetime) -> str:
    """A moment as the ledger writes it: UTC, ISO 8601, microseconds. Without a time zone: ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment in the ledger has a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment, kept as text of fixed width that sorts as time does, on every database."""

    impl = PLAIN_TEXT
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """To the database."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """From the database."""
        return None if value is None else datetime.fromisoformat(value)


metadata = sa.MetaData()


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, **{"nullable": False, **options})


def _council(**options: Any) -> sa.Column[str]:
    return _text("council", **options)


events = sa.Table(
    "events",
    metadata,
    sa.Column("id", ROW_NUMBER, primary_key=True, autoincrement=True),
    _council(),
    _text("ref"),
    sa.Column("seq", sa.Integer, nullable=False),
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

councils = sa.Table(
    "councils",
    metadata,
    _council(primary_key=True),
    _text("name"),
    sa.Column("version", sa.Integer, nullable=False),
    _text("head_hash"),
    _text("roster"),
)

counters = sa.Table(
    "counters",
    metadata,
    _council(primary_key=True),
    _text("name", primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

# `id` is the row number of the change's first event, so that a rebuild gives every change its old number.
# The snapshot stands last: on SQLite a query that does not ask for it never reads its pages.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", ROW_NUMBER, primary_key=True, autoincrement=False),
    _council(),
    _text("ref"),
    _text("title"),
    _text("phase"),
    _text("gate"),
    _text("waiting"),
    sa.Column("waiting_count", sa.Integer, nullable=False),
    _text("waiting_label"),
    _text("change_types"),
    _text("sro", nullable=True),
    _text("author"),
    _text("external_ref", nullable=True),
    _text("source"),
    sa.Column("illustrative", sa.Boolean, nullable=False),
    _text("catalogue"),
    sa.Column("version", sa.Integer, nullable=False),
    _text("head_hash"),
    sa.Column("registered_at", Instant, nullable=False),
    sa.Column("gate_since", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    _text("search"),
    _text("snapshot"),
    sa.UniqueConstraint("council", "ref", name="changes_once"),
    sa.Index("changes_by_place", "council", "phase", "gate", "waiting"),
    # One register says a thing once, however many import it at the same moment.
    sa.Index("changes_by_external_ref", "council", "source", "external_ref", unique=True),
    sa.Index("changes_by_update", "council", "updated_at"),
)

gate_evidence = sa.Table(
    "gate_evidence",
    metadata,
    sa.Column("row_id", ROW_NUMBER, primary_key=True, autoincrement=True),
    sa.Column("change_id", ROW_NUMBER, nullable=False),
    _council(),
    _text("ref"),
    _text("gate"),
    _text("item"),
    _text("catalogue"),
    sa.Column("version", sa.Integer),
    *(sa.Column(name, sa.Double) for name in MEASURES),
    sa.UniqueConstraint("change_id", "item", name="gate_evidence_once"),
    sa.Index("gate_evidence_by_catalogue", "catalogue"),
    sqlite_autoincrement=True,
)

wakes = sa.Table(
    "wakes",
    metadata,
    _council(primary_key=True),
    _text("ref", primary_key=True),
    sa.Column("due_at", Instant),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("nudges", sa.Integer, nullable=False),
    _text("lease", nullable=True),
    sa.Column("lease_until", Instant),
    sa.Index("wakes_by_due", "council", "due_at", "ref"),
)

prompts = sa.Table(
    "prompts",
    metadata,
    _council(primary_key=True),
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
    sa.Column("first_due_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("closed_at", Instant),
    sa.Index("prompts_by_ref", "council", "ref", "status"),
)

runs = sa.Table(
    "runs",
    metadata,
    _council(primary_key=True),
    _text("ref", primary_key=True),
    _text("run_id"),
    sa.Column("shown_version", sa.Integer, nullable=False),
    _text("shown_name"),
    sa.Column("at", Instant, nullable=False),
)

# Of each day's sweep its figures; `at` is empty while it is under way.
sweeps = sa.Table(
    "sweeps",
    metadata,
    _council(primary_key=True),
    _text("day", primary_key=True),
    sa.Column("at", Instant),
    *(sa.Column(name, sa.Integer) for name in ("checked", "late", "blocking", "opened", "closed")),
    _text("worker"),
    sa.Column("lease_until", Instant, nullable=False),
)

# The gaps of the latest sweep: packed whole numbers, the changes that break a rule and the days since when.
sweep_gaps = sa.Table(
    "sweep_gaps",
    metadata,
    _council(primary_key=True),
    _text("rule", primary_key=True),
    sa.Column("changes", sa.LargeBinary, nullable=False),
    sa.Column("since", sa.LargeBinary, nullable=False),
)

# Responses to consultations: what the chain stands for by hashes, kept here so that it can be erased. A batch whose
# `number` is empty, and responses without one, are still being imported and are shown to nobody.
response_batches = sa.Table(
    "response_batches",
    metadata,
    _council(primary_key=True),
    _text("id", primary_key=True),
    _text("ref"),
    sa.Column("number", sa.Integer),
    _text("questions"),
    sa.Column("begun_at", Instant, nullable=False),
)

# The body stands last: on SQLite a query that does not ask for it never reads its pages.
responses = sa.Table(
    "responses",
    metadata,
    sa.Column("id", ROW_NUMBER, primary_key=True, autoincrement=True),
    _council(),
    _text("ref"),
    _text("batch"),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer),
    _text("channel"),
    _text("respondent"),
    sa.Column("received_on", PLAIN_TEXT),
    sa.Column("signatures", sa.BigInteger),
    sa.Column("found_duplicate_of", sa.Integer),
    sa.Column("duplicate_of", sa.Integer),
    sa.Column("erased", sa.Boolean, nullable=False),
    _text("hash"),
    _text("area", nullable=True),
    _text("external_id", nullable=True),
    _text("document", nullable=True),
    _text("row_key", nullable=True),
    _text("same_key", nullable=True),
    _text("text_key", nullable=True),
    _text("body", nullable=True),
    sa.UniqueConstraint("council", "ref", "number", name="responses_once"),
    sa.Index("responses_by_batch", "council", "batch"),
    sqlite_autoincrement=True,
)

people = sa.Table(
    "people",
    metadata,
    _council(primary_key=True),
    _text("id", primary_key=True),
    _text("name"),
    _text("email"),
)
ERASED = "erased"
sa.Index(
    "people_by_email",
    people.c.council,
    people.c.email,
    unique=True,
    sqlite_where=people.c.email != ERASED,
    postgresql_where=people.c.email != ERASED,
)

catalogues = sa.Table(
    "catalogues",
    metadata,
    _council(primary_key=True),
    _text("version", primary_key=True),
    _text("name"),
    sa.Column("position", sa.Integer, nullable=False),
    _text("body"),
)
