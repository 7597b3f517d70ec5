"""What can be found out instead of asked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from msgen import resources
from msgen.cli.asking.conversation import Answers
from msgen.cli.wizard.look import Look
from msgen.cli.wizard.script import looked_at
from msgen.cli.wizard.state.settings import last_settings
from msgen.cli.wizard.steps.step import Surroundings
from msgen.design.names import NAME

_DESCRIPTION = re.compile(r"^description: *(.+)$", re.MULTILINE)
_NAME = re.compile(r"^name: *([a-z0-9-]+)", re.MULTILINE)
USUAL = "shop"


def surroundings(destination: Path | None, *, is_asked: bool = True) -> Surroundings:
    """What is known; `--yes` takes the name that it would take anywhere, so that it can be said again."""
    taken = _taken() if destination is None and is_asked else frozenset()
    name = suggested_name(destination)
    free = next(each for each in (name, *(f"{name}-{number}" for number in range(2, 10_000))) if each not in taken)
    return Surroundings(free, _samples(), _usable(last_settings()), _team(), taken)


def _taken() -> frozenset[str]:
    """What stands in the current folder, but for folders that hold nothing."""
    return frozenset(path.name for path in Path().iterdir() if not path.is_dir() or any(path.iterdir()))


def _usable(settings: Answers) -> Answers:
    """The settings, if a system can be made with them."""
    if not settings:
        return {}
    return settings if isinstance(looked_at({"name": USUAL, "services": USUAL, **settings}), Look) else {}


def suggested_name(destination: Path | None) -> str:
    """That of the destination; of the repository around an empty folder; else a name as good as any."""
    folder = destination.absolute().name if destination is not None else ""
    candidates = (folder, _repository() if destination == Path() else "")
    return next((name for each in candidates if (name := NAME.mended(each)) and NAME.fits(name)), USUAL)


def system_of(sample: str) -> str:
    """What the system of a sample is called."""
    said = _NAME.search((resources.samples() / sample / "msgen.yaml").read_text(encoding="utf-8"))
    return said[1] if said else sample


def _repository() -> str:
    """The name in the address that git pushes the current folder to."""
    return _address().rpartition("/")[2]


def _team() -> str:
    """The owner in that address; else the person who commits here."""
    owner = re.split(r"[/:]", _address().rpartition("/")[0])[-1]
    candidates = (owner, _git("config", "user.name"))
    return next((name for each in candidates if each and (name := NAME.mended(each)) and NAME.fits(name)), "")


def _address() -> str:
    return _git("remote", "get-url", "origin").rstrip("/").removesuffix(".git")


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _samples() -> dict[str, str]:
    """Each sample with its description."""
    found = {path.parent.name: path.read_text(encoding="utf-8") for path in resources.samples().glob("*/msgen.yaml")}
    return {name: said[1] if (said := _DESCRIPTION.search(text)) else "" for name, text in sorted(found.items())}
