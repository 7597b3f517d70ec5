"""The commands of a sample's README, run as they are written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from msgen import resources

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(sample: str) -> list[str]:
    """Each shell block, to be pasted as a whole."""
    return _BLOCK.findall((resources.samples() / sample / "README.md").read_text("utf-8"))


def pasted(block: str, folder: Path) -> str:
    """What its commands print; all of them succeed, and an answer of HTTP that says no is a failure of `curl`."""
    (folder / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n", "utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-eu", "-c", block],
        cwd=folder,
        env={**os.environ, "PATH": path, "CURL_HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{block}\n{done.stdout}"
    return done.stdout
