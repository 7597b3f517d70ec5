"""Tables as Markdown, for documents and pull requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgen.cli.tables.table import Table


def markdown(tables: Iterable[Table], title: str) -> str:
    parts = [f"# {title}\n", *(_table(table) for table in tables if table.rows or table.notes)]
    return "\n".join(parts)


def _table(table: Table) -> str:
    lines = [f"## {_escaped(table.title)}", ""]
    if table.rows:
        lines.append(_row([column.head for column in table.columns]))
        lines.append(f"|{'|'.join('---:' if column.is_number else '---' for column in table.columns)}|")
        lines += [_row(row) for row in table.rows]
        lines.append("")
    for note in table.notes:
        lines += [_escaped(note), ""]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escaped(_indented(cell)) for cell in cells)} |"


def _indented(cell: str) -> str:
    """Markdown drops the spaces that show how deep a line stands."""
    bare = cell.lstrip(" ")
    return "&nbsp;" * (len(cell) - len(bare)) + bare


def _escaped(text: str) -> str:
    """
    >>> _escaped("a | b > c_d")
    'a \\\\| b &gt; c\\\\_d'
    """
    for character, instead in (("\\", "\\\\"), ("|", "\\|"), ("*", "\\*"), ("_", "\\_"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, instead)
    return text.replace("~", "\\~")
