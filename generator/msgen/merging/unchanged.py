"""Whether a system is as its inputs say, without reading what they say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgen
from msgen.merging.lock import Inputs, Lock
from msgen.merging.record import hash_inputs
from msgen.rendering.blueprint import Blueprint

_BESIDE = ("contexts/*.yaml", "contexts/*.yml", "rules/*.yaml")
"""What takes part because it stands there: a new file changes the inputs though no other one does."""
_INCLUDE = b"include:"


def is_unchanged(root: Path, inputs: Inputs, blueprints: Iterable[Blueprint]) -> bool:
    """Whether the input files, the blueprints and msgen are those of the last run.

    A spec that includes others is read before that can be told: it may name a folder.
    """
    beside = {path.relative_to(root).as_posix() for pattern in _BESIDE for path in root.glob(pattern)}
    if not beside <= set(inputs.files):
        return False
    try:
        contents = {path: (root / path).read_bytes() for path in inputs.files}
    except OSError:
        return False
    if any(_INCLUDE in content for path, content in contents.items() if "/" not in path):
        return False
    return hash_inputs(contents, blueprints) == inputs.hash


def is_of_today(lock: Lock, blueprints: Iterable[Blueprint]) -> bool:
    """Whether the blueprints and the msgen that a repository was generated with are those of today."""
    digests = {blueprint.name: blueprint.digest for blueprint in blueprints}
    same = all(digests.get(blueprint.id) == blueprint.digest for blueprint in lock.blueprints)
    return same and lock.msgen == msgen.__version__
