"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "total_amount", sa.Numeric(19, 4).with_variant(sa.String(), "sqlite"), nullable=False
        ),
        sa.Column("total_currency", sa.String(3), nullable=False),
        sa.Column("refund_amount", sa.Numeric(19, 4).with_variant(sa.String(), "sqlite")),
        sa.Column("refund_currency", sa.String(3)),
        sa.Column("weight", sa.Numeric(12, 2).with_variant(sa.String(), "sqlite"), nullable=False),
        sa.Column("ratio", sa.Double(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("gift", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "window",
            postgresql.INTERVAL().with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("anything", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.Column("extra", postgresql.JSONB().with_variant(sa.JSON(), "sqlite")),
        sa.Column("address", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.Column("former", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.Column("labels", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.Column("class", sa.Text()),
        sa.CheckConstraint("status IN ('draft', 'placed')", name="ck_order_status"),
        sa.CheckConstraint("CAST(weight AS NUMERIC) >= 0", name="ck_order_weight"),
        sa.PrimaryKeyConstraint("id", name="pk_order"),
    )
    op.create_index("uq_order_email", "order", ["email"], unique=True)
    op.create_index("ix_order_placed_at", "order", ["placed_at"])
    op.create_table(
        "order_lines",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "price_amount", sa.Numeric(19, 4).with_variant(sa.String(), "sqlite"), nullable=False
        ),
        sa.Column("price_currency", sa.String(3), nullable=False),
        sa.Column("notes", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_order_lines"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["order.id"], name="fk_order_lines_owner_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "_outbox",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("headers", postgresql.JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("lease", sa.Uuid()),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("position", name="pk__outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq__outbox_id", "_outbox", ["id"], unique=True)
    op.create_index("ix__outbox_key_position", "_outbox", ["key", "position"])
    op.create_table(
        "_inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "message_id", name="pk__inbox"),
    )
    op.create_index("ix__inbox_applied_at", "_inbox", ["applied_at"])
    op.create_table(
        "_idempotency",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("key", "route", name="pk__idempotency"),
    )
    op.create_index("ix__idempotency_expires_at", "_idempotency", ["expires_at"])


def downgrade() -> None:
    for table in ("_idempotency", "_inbox", "_outbox", "order_lines", "order"):
        op.drop_table(table)
