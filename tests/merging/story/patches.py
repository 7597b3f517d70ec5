"""Patches with a sentence before the difference, applied to what stands there today."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from situations.edits import environment


class StalePatch(AssertionError):
    """What the patch is about has changed since it was written."""


def patches(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.patch"))


def apply(patch: Path, folder: Path) -> None:
    """Lines above it may have come or gone; of those around a change, one on each side must still be there."""
    command = ["git", "apply", "-C1", "--whitespace=nowarn", str(patch)]
    own = {**environment(), "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True)
    if done.returncode:
        raise StalePatch(
            f"`{patch.name}` does not fit any more; write it anew, or choose another change\n{done.stderr}"
        )


def said(patch: Path) -> str:
    """What it is about."""
    return patch.read_bytes().partition(b"\n")[0].decode()


def paths(patch: Path) -> Sequence[tuple[str, str]]:
    """What it touches, each before and after; equal but for what it moves."""
    found = re.findall(rb"^diff --git a/(.*) b/(.*)$", patch.read_bytes(), re.M)
    return [(before.decode(), after.decode()) for before, after in found]
