"""Where the spec of a command is, and what it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgen.cli.foreign_code import advice
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import did_you_mean

if TYPE_CHECKING:
    from msgen.spec import Document

SPEC = "msgen.yaml"
STDIN = "<stdin>"


class WrittenSpec(Struct, frozen=True):
    """A spec that was read."""

    document: Document
    path: Path | None
    """Its file; `None` for one from stdin."""

    def is_at(self, path: Path) -> bool:
        return self.path is not None and path.exists() and path.samefile(self.path)


def spec_file(path: Path) -> Path:
    """The spec that a path means: the file itself, or `msgen.yaml` in the folder."""
    found = path / SPEC if path.is_dir() else path
    if not found.exists():
        raise UsageError(f"there is no `{found}`", "name a spec, or the folder of a system that has one")
    return found


def spec_of_new(destination: Path | None, spec: str | None, sample: str | None) -> WrittenSpec:
    """The spec of `msgen new`: a file, stdin, a sample's file, or the one that the destination holds."""
    from msgen.spec import read, read_beside

    if spec is not None and sample is not None:
        raise UsageError("`--spec` and `--sample` both name a spec", "give one of them")
    if spec == "-":
        return WrittenSpec(read_beside(sys.stdin.buffer.read(), STDIN, Path()), None)
    path = _sample(sample) if sample is not None else Path(spec) if spec is not None else _held_by(destination)
    return WrittenSpec(read(path), path)


def held_by(destination: Path | None) -> Path:
    """Where the spec of a destination stands, or would stand."""
    return (destination or Path()) / SPEC


def _held_by(destination: Path | None) -> Path:
    held = held_by(destination)
    if held.is_file():
        return held
    if told := advice(destination or Path()):
        raise UsageError("there is no spec to generate from", told)
    raise UsageError(
        "there is no spec to generate from",
        f"name one with `--spec FILE`, start from a sample as `--sample minimal`, write `{held}`, "
        "or take every default with `--yes`",
    )


def _sample(name: str) -> Path:
    from msgen import resources

    known = sorted(path.parent.name for path in resources.samples().glob(f"*/{SPEC}"))
    if name in known:
        return resources.samples() / name / SPEC
    raise UsageError(
        f"there is no sample called `{name}`", did_you_mean(name, known) or f"there are: {', '.join(known)}"
    )
