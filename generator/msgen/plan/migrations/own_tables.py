"""The tables that a service has beside those of its rows."""

from __future__ import annotations

from msgen.plan.migrations.tables import Column, Index, Table

OUTBOX = Table(
    "_outbox",
    (
        Column("position", "counter", key=True),
        Column("id", "text"),
        Column("subject", "text"),
        Column("key", "text", nullable=True),
        Column("headers", "json"),
        Column("payload", "bytes"),
        Column("lease", "uuid", nullable=True),
        Column("leased_until", "datetime", nullable=True),
    ),
    (Index("uq__outbox_id", ("id",), unique=True), Index("ix__outbox_key_position", ("key", "position"))),
)
INBOX = Table(
    "_inbox",
    (
        Column("consumer", "text", key=True),
        Column("message_id", "text", key=True),
        Column("applied_at", "datetime"),
    ),
    (Index("ix__inbox_applied_at", ("applied_at",)),),
)
IDEMPOTENCY = Table(
    "_idempotency",
    (
        Column("key", "text", key=True),
        Column("route", "text", key=True),
        Column("request_hash", "text"),
        Column("token", "uuid"),
        Column("leased_until", "datetime"),
        Column("expires_at", "datetime"),
        Column("reply", "bytes", nullable=True),
    ),
    (Index("ix__idempotency_expires_at", ("expires_at",)),),
)
