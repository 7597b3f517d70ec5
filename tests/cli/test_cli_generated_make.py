"""A generated system greets as msgen does: `make` alone lists what can be typed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

LISTED = {
    ".": """\
make help   list the targets
make up     start the system on this machine; Ctrl-C stops it
make check  start it, ask every service, stop it
make test   the tests of every service
make lint   style, layout and types of every service
""",
    "services/orders": """\
make help     list the targets
make install  what it needs, into .venv
make test     its tests; they need no other service
make lint     style, layout and types
make format   put the code into shape
make run      start it alone
""",
}


@pytest.mark.parametrize("folder", LISTED)
def test_make_alone_lists_the_targets_with_what_they_do(folder: str, generated_shop: Path) -> None:
    outside = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}

    made = subprocess.run(["make"], cwd=generated_shop / folder, env=outside, capture_output=True, text=True)

    assert (made.returncode, made.stdout, made.stderr) == (0, LISTED[folder], "")
