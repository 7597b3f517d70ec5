"""`msgen status`: the state of every file, as tables or for a program."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgen.cli.keeping.selection import Selection, select
from msgen.cli.keeping.status_report import counted, status_report
from msgen.cli.machine import as_json
from msgen.cli.output import emit, say
from msgen.cli.tables.table import Table, figure, text
from msgen.cli.tables.terminal import terminal
from msgen.merging.errors import RecordUnreadable
from msgen.merging.keeping.repositories import with_base
from msgen.merging.keeping.states import FileState, State, states
from msgen.merging.threeway.repository import Repository

_UNREMARKABLE: tuple[State, ...] = ("clean", "foreign")
"""Counted, and listed only for those who ask for all."""
_NARROWEST = 80


def status(paths: Sequence[Path], *, all_: bool, for_program: bool) -> None:
    selection = select(paths)
    told = ((each.name, _states(selection, each)) for each in selection.repositories)
    found = {name: each for name, each in told if each}
    files = [file for each in found.values() for file in each]
    selection.require([place for file in files for place in (file.path, file.moved_from)], (), "there is no `{path}`")
    emit(as_json(status_report(found, all_=all_)) if for_program else _as_tables(selection, found, all_=all_))


def _states(selection: Selection, repository: Repository) -> list[FileState]:
    if any(path not in repository.standing.files for path in repository.locked):
        repository = _able_to_find_what_moved(selection, repository)
    return [file for file in states(repository) if selection.covers(file.path, file.moved_from or file.path)]


def _able_to_find_what_moved(selection: Selection, repository: Repository) -> Repository:
    """Of a file that stands elsewhere only its content tells which one it was."""
    try:
        return with_base(selection.system, repository)
    except RecordUnreadable as error:
        say(f"what was moved counts as deleted: {error}")
        return repository


def _as_tables(selection: Selection, found: dict[str, list[FileState]], *, all_: bool) -> str:
    width = max(_NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _NARROWEST
    files = [file for each in found.values() for file in each]
    listed = [file for file in files if all_ or file.state not in _UNREMARKABLE or file.path in selection.paths]
    own = "(the system)" if selection.system.lock.layout is not None else "(this service)"
    tables = (_numbers(found, own), _files(selection, listed))
    return terminal(tables, width)


def _numbers(found: dict[str, list[FileState]], own: str) -> Table:
    """`own` is what the repository without a name is called."""
    total = counted([file for each in found.values() for file in each])
    rows = []
    for name, files in found.items():
        counts = counted(files)
        rows.append((name or own, *(str(counts.get(state, 0)) for state in total)))
    return Table("Files", (text("repository"), *(figure(state) for state in total)), tuple(rows))


def _files(selection: Selection, files: Sequence[FileState]) -> Table:
    rows = tuple((file.state, "; ".join(_said(selection, file))) for file in files)
    notes = tuple(_next_steps({file.state for file in files}))
    return Table("What is not as it was generated", (text("state"), text("file")), rows, notes if rows else ())


def _said(selection: Selection, file: FileState) -> Iterator[str]:
    yield selection.shown(file.path)
    if file.moved_from:
        yield f"was {selection.shown(file.moved_from)}"
    if file.note:
        yield file.note


def _next_steps(there: set[State]) -> Iterator[str]:
    if there & {"edited", "moved"}:
        yield "`msgen diff PATH` shows edits."
    if there & {"conflict", "orphan"}:
        yield "`msgen resolve PATH` settles conflicts and orphans."
    if "deleted" in there:
        yield "`msgen restore PATH` brings back what was deleted."
    if "ejected" in there:
        yield "`msgen adopt PATH` gives back what was ejected."
