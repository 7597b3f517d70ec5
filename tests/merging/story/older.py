"""The blueprints of an earlier time: today's, with changes taken back that blueprints are likely to see."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgen import resources
from msgen.rendering.blueprint import IGNORED
from story.patches import apply, patches

OLDER = Path(__file__).with_name("older")
SPEC_CHANGE = Path(__file__).with_name("spec.patch")


def older_blueprints(folder: Path) -> Path:
    """A set that `--blueprints` takes, below the folder."""
    ignored = shutil.ignore_patterns(*IGNORED)
    shutil.copytree(resources.blueprints(), folder / "blueprints", symlinks=True, ignore=ignored)
    shutil.copytree(resources.partials(), folder / "partials", symlinks=True, ignore=ignored)
    for patch in patches(OLDER):
        apply(patch, folder)
    return folder / "blueprints"
