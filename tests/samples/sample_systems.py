"""The shipped samples: generated as a user does it, and their services taken out of them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgen import resources
from msgen.spec import parse, read
from msgen.topology import resolve
from msgen.topology.model import Service

SAMPLES = ("bistro", "shop")


@dataclass(frozen=True, slots=True)
class SampleService:
    """A service of a sample, by its name."""

    sample: str
    service: Service

    def __str__(self) -> str:
        return f"{self.sample}-{self.service.name}"


def sample_services() -> Iterator[SampleService]:
    for sample in SAMPLES:
        topology = resolve(parse(read(resources.samples() / sample / "msgen.yaml")))
        yield from (SampleService(sample, service) for service in topology.services.values())


def generate(sample: str, destination: Path, *options: str) -> Path:
    """`msgen new`, with all that it says if it fails."""
    command = [sys.executable, "-m", "msgen", "new", str(destination), "--sample", sample, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return destination


def outside_environment(**variables: str) -> dict[str, str]:
    """This process's environment without its Python, and with the `uv` that stands beside it on the path."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, "PATH": path, **variables}


def copy_out(service: Path, destination: Path) -> Path:
    return Path(shutil.copytree(service, destination, symlinks=True))
