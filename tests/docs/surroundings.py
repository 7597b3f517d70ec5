"""What a page says that it needs, as variables of the environment in which its commands run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pages import Block
from postgres_server import binaries, postgres_server


@contextmanager
def surroundings(blocks: Iterable[Block]) -> Iterator[dict[str, str]]:
    """Runs until the block ends; a page that needs what this machine lacks is skipped."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    if not any(block.marks.get("needs") == "postgres" for block in blocks):
        yield {}
        return
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folders: those are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with postgres_server(folder, bin_folder) as url:
            yield {"POSTGRES_URL": f"{url}/postgres"}
    finally:
        shutil.rmtree(folder)
