"""Which program answers to the word `msgen`: GNU gettext, which many machines have, brings one of the same name."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig

import msgen
from msgen.cli.health.checkup import Check

_GROUP = "installation"
_NAME = "command"
_SECONDS = 10


def command() -> Check:
    own = sysconfig.get_path("scripts")
    fix = f'export PATH="{own}:$PATH"'
    program = shutil.which("msgen")
    if program is None:
        return Check(_GROUP, _NAME, "warn", "no folder of PATH holds `msgen`", fix)
    answer = _answer(program)
    if answer != f"msgen {msgen.__version__}":
        found = f"`msgen` runs `{program}`, another program"
        return Check(_GROUP, _NAME, "warn", f"{found}: {answer}" if answer else found, fix)
    return Check(_GROUP, _NAME, "pass", program)


def _answer(program: str) -> str:
    """The first line that the program prints of its version; empty where it gives none."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.partition("\n")[0].strip()
