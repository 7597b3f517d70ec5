"""A whole system as a tar on stdout: the same bytes on every machine."""

from __future__ import annotations

import io
import sys
import tarfile

from msgen.cli.output import emit_bytes
from msgen.cli.usage import UsageError
from msgen.merging.baseline import add_member
from msgen.rendering.tree import Tree


def refuse_a_terminal() -> None:
    if sys.stdout.isatty():
        raise UsageError("a tar is nothing for a terminal", "send it on: `msgen new - --spec shop.yaml | tar x`")


def emit_tar(tree: Tree, folder: str) -> None:
    """Every file below one folder, so that unpacking spills nothing."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, file in tree.under(folder).items():
            add_member(tar, path, file)
    emit_bytes(archive.getvalue())
