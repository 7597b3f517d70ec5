"""The view of one migration: the first tables, or what changed since the last one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from msgen.plan.migrations.difference import TableRenames, difference
from msgen.plan.migrations.fills import Fills
from msgen.plan.migrations.history import History
from msgen.plan.migrations.steps import Step, replayed, reverse
from msgen.plan.migrations.tables import Table, by_name
from msgen.plan.migrations.wording import notes, revision, summary
from msgen.plan.views.python.annotations import text_literal
from msgen.plan.views.python.layout import LINE_LENGTH
from msgen.plan.views.python.migration.renames import table_renames
from msgen.plan.views.python.migration.statements import statements
from msgen.plan.views.python.stored_tables import StoredTable


class MigrationView(Struct, frozen=True):
    name: str
    """Of the file, and of the revision."""
    docstring: str
    down_revision: str
    upgrade: tuple[str, ...]
    downgrade: tuple[str, ...]
    steps: tuple[Step, ...]
    """The same as data, for the lock."""

    @property
    def imports(self) -> tuple[str, ...]:
        """One that only renames needs no types, and one that only joins branches needs nothing."""
        with_types = self._has("sa.") or self.fills or self.numbers or self.carries or self.pads
        needed = {
            "import sqlalchemy as sa": with_types,
            "from alembic import op": bool(self.upgrade or self.downgrade),
            "from sqlalchemy.dialects import postgresql": self._has("postgresql."),
        }
        return tuple(line for line, is_needed in needed.items() if is_needed)

    @property
    def fills(self) -> bool:
        """Rows without a value get one."""
        return self._has("fill(")

    @property
    def numbers(self) -> bool:
        """Rows without a value get a number of their own."""
        return self._has("number(")

    @property
    def carries(self) -> bool:
        """Values are turned into those of another type."""
        return self._has("carry(")

    @property
    def pads(self) -> bool:
        """Decimals get more places."""
        return self._has("pad(")

    @property
    def has_literals_of_each(self) -> bool:
        """A value is written in one way for PostgreSQL and in another for SQLite."""
        return self._has("either(")

    def _has(self, text: str) -> bool:
        return any(text in each for each in (*self.upgrade, *self.downgrade))


def migration_view(stored: Sequence[StoredTable], own: Sequence[Table], history: History) -> MigrationView | None:
    """What brings the tables up to date, and joins what branches left apart; `None` where nothing is to be done."""
    tables = [*(each.table for each in stored), *own]
    before, now = replayed(history.steps), by_name(tables)
    renames = table_renames(stored, history) if history.steps else TableRenames()
    number = history.number + 1
    steps = difference(before, now, renames, number)
    is_first = not history.steps
    if not (steps or is_first or len(history.heads) > 1):
        return None
    fills = {(each.table.name, column): fill for each in stored for column, fill in each.fills.items()}
    return MigrationView(
        name=f"{number:04}_initial" if is_first else revision(number, steps),
        docstring="The first tables." if is_first else _docstring(number, steps, fills),
        down_revision=_down_revision(history.heads),
        upgrade=statements(steps, fills),
        downgrade=statements(reverse(steps), fills),
        steps=steps,
    )


def _down_revision(heads: Sequence[str]) -> str:
    written = [text_literal(head) for head in heads]
    if len(written) > 1:
        return f"({', '.join(written)})"
    return written[0] if written else "None"


def _docstring(number: int, steps: Sequence[Step], fills: Fills) -> str:
    said = [*notes(number, steps, fills)]
    if not said:
        return summary(steps)
    return "\n".join([summary(steps), "", *_items(said), ""])


def _items(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        yield from textwrap.wrap(
            f"- {note}", LINE_LENGTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
