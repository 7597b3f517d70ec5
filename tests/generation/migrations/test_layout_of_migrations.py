"""A migration looks as if a person had written it, whatever the names are."""

from __future__ import annotations

from pathlib import Path

import pytest
from evolving import Evolving
from generated import lint_complaints
from specs import orders_with

WRITTEN = '''"""Rename `note` of `order` to `remark`, and more.

- Rows that exist get `1` as `order.count`.
- `order.code` needs no value any more.
- Rows without `order.due` get `1970-01-01`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_order_rename_note_823a6b"
down_revision = "0001_initial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("order", "note", new_column_name="remark")
    with op.batch_alter_table("order") as batch:
        batch.add_column(sa.Column("count", sa.BigInteger(), nullable=False, server_default="1"))
        batch.create_check_constraint("count", sa.column("count") >= 1)
    fill("order", "due", "'1970-01-01'")
    with op.batch_alter_table("order") as batch:
        batch.alter_column("code", nullable=True)
        batch.alter_column("due", nullable=False)
        batch.drop_constraint("state", type_="check")
        batch.create_check_constraint("state", sa.column("state").in_(["open", "closed", "lost"]))
    op.create_index("ix_order_state", "order", ["state"])
    op.create_table(
        "_outbox",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column(
            "headers",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Index("uq__outbox_id", "id", unique=True),
        sa.Index("ix__outbox_key_position", "key", "position"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("_outbox")
    op.drop_index("ix_order_state", table_name="order")
    fill("order", "code", "\'\'")
    with op.batch_alter_table("order") as batch:
        batch.drop_constraint("state", type_="check")
        batch.create_check_constraint("state", sa.column("state").in_(["open", "closed"]))
        batch.alter_column("due", nullable=True)
        batch.alter_column("code", nullable=False)
        batch.drop_constraint("count", type_="check")
        batch.drop_column("count")
    op.alter_column("order", "remark", new_column_name="note")


def fill(table: str, column: str, literal: str) -> None:
    """Give the rows that have no value this one."""
    rows = sa.table(table, sa.column(column))
    empty = sa.column(column).is_(None)
    op.execute(rows.update().where(empty).values({column: sa.literal_column(literal)}))
'''


def test_a_migration_reads_like_one_by_hand(orders: Evolving) -> None:
    orders.becomes(orders_with("note: string", "code: string", "due: date?", "state: enum(open|closed)"))

    now = ("remark: {type: string, was: note}", "due: date", "state: enum(open|closed|lost) index", "count: int(>=1)")
    migration = orders.becomes(orders_with(*now, service="publishes: [OrderPlaced]"))

    assert migration == WRITTEN


def named(letter: str, length: int) -> str:
    """`aaaaaa_aaaaaa` with this many letters."""
    return "_".join([letter * 6] * 20)[:length].rstrip("_")


@pytest.mark.parametrize("length", [3, 12, 44, 100])
def test_the_layout_does_not_depend_on_names(orders: Evolving, length: int) -> None:
    a, b, c, d, e, f, g, h, i, j, k = (named(letter, length) for letter in "abcdefghijk")
    aggregate = f"O{'o' * (length - 1)}"
    fields = (
        f"{a}: string", f"{b}: int(1..5)", f"{c}: enum(x|y) index", f"{d}: date?", f"{e}: decimal(8.2)", f"{f}: decimal(>0)",
        f"{g}: duration?", f"{h}: int(>0)?", f"{k}: decimal(8.2)",
    )  # fmt: skip
    first = orders.becomes(orders_with(*fields, aggregate=aggregate))
    now = (
        f"{i}: {{type: string, was: {a}}}", f"{b}: int(1..9)", f"{c}: enum(x|y|z)", f"{d}: date", f"{e}: string unique",
        f"{f}: int", f"{g}: duration default=PT1H", f"{h}: int(>5) unique", f"{j}: bytes(2..4)",
        f"{k}: decimal(9.3)",
        f"{j[: length - 1]}q: {{type: json, default: '{{\"a\": \"it''s\"}}'}}",
    )  # fmt: skip
    second = orders.becomes(
        orders_with(*now, service="publishes: [OrderPlaced]", aggregate=aggregate)
        + "      Refund: {fields: {n: int}}\n"
    )

    assert first
    assert all(f"def {name}" in second for name in ("fill", "number", "carry", "pad", "either"))
    assert lint_complaints(_alone(orders)) == ""


def test_a_migration_imports_only_what_it_needs(orders: Evolving) -> None:
    orders.becomes(orders_with("note: string"))
    other = orders.copy("other")
    renames = orders.becomes(orders_with("remark: {type: string, was: note}"))
    other.becomes(orders_with("note: string", "due: date?"))
    orders.merges(other)
    joins = orders.becomes(orders_with("remark: string", "due: date?"))

    assert [line for line in renames.splitlines() if "import" in line] == ["from alembic import op"]
    assert '"""Join the branches before this."""\n\nrevision = ' in joins
    assert lint_complaints(_alone(orders)) == ""


def _alone(orders: Evolving) -> Path:
    """Only what the migrations need of the service."""
    folder = orders.system.parent / "alone"
    folder.mkdir()
    for name in ("pyproject.toml", "migrations"):
        (orders.service / name).rename(folder / name)
    return folder
