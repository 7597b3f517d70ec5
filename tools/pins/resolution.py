"""Resolve requirements with `uv pip compile` for every platform and every Python from 3.11 on."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = "3.11"
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?$")
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True)
class Resolved:
    """One package of a resolution; `marker` is empty where it is needed everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def requirement(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def resolve(requirements: Iterable[str], constraints: Iterable[str] = ()) -> dict[str, Resolved]:
    """The full closure of the requirements by name, each package in exactly one version."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted, limits = Path(scratch, "wanted.in"), Path(scratch, "limits.txt")
        wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        limits.write_text("\n".join(constraints) + "\n", encoding="utf-8")
        text = compile_text(str(wanted), "--constraints", str(limits))
    return read_pins(text)


def compile_text(*arguments: str, folder: Path | None = None) -> str:
    """What `uv pip compile` prints, hashes included and without a word about where it looked."""
    uv = shutil.which("uv")
    if uv is None:
        raise SystemExit('uv is not on PATH; type: PATH="$(tools/install uv):$PATH" make pins')
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
    command += ["--no-annotate", "--python-version", OLDEST_PYTHON, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def read_pins(text: str) -> dict[str, Resolved]:
    """The pins in the output of `uv pip compile`."""
    pins: dict[str, Resolved] = {}
    for block in re.split(r"\n(?=\S)", text.strip()):
        head = PIN.match(block.splitlines()[0])
        if head is None:
            raise SystemExit(f"not a pin: {block.splitlines()[0]!r}")
        name, version, marker = head["name"], head["version"], head["marker"] or ""
        if name in pins:
            raise SystemExit(f"{name} resolves to {pins[name].version} and {version}: narrow its range")
        pins[name] = Resolved(name, version, marker, tuple(sorted(HASH.findall(block))))
    return pins
