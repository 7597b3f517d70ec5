"""Systems as users generate them, and their services taken out of them: the shipped samples, and an odd one."""

import os
import re
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

SAMPLES = ("bistro", "bookinfo", "minimal", "online-boutique")
JUDGED_BY_ONE = {"bookinfo": "reviews", "online-boutique": "checkoutservice"}
"""Samples of which one service is checked whole: the others differ from services that are checked in no kind of file."""
ODD = Path(__file__).with_name("zoo.yaml")


@dataclass(frozen=True, slots=True)
class SampleService:
    """A service, and the spec of its system."""

    spec: Path
    system: str
    service: Service

    def __str__(self) -> str:
        return f"{self.system}-{self.service.name}"


def spec_of(sample: str) -> Path:
    return resources.samples() / sample / "msgen.yaml"


def name_of(sample: str) -> str:
    """What its system is called."""
    return resolve(parse(read(spec_of(sample)))).name


def judged_services() -> Iterator[SampleService]:
    for spec in (*map(spec_of, SAMPLES), ODD):
        topology = resolve(parse(read(spec)))
        only = JUDGED_BY_ONE.get(topology.name)
        for service in topology.services.values():
            if only in (None, service.name):
                yield SampleService(spec, topology.name, service)


def generate(spec: Path, destination: Path, *options: str) -> Path:
    """`msgen new`, with all that it says if it fails."""
    command = [sys.executable, "-m", "msgen", "new", str(destination), "--spec", str(spec), *options]
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


def readme_commands(folder: Path) -> list[str]:
    """The lines of the first shell block, without comments."""
    block = re.search(r"```sh\n(.*?)```", (folder / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block, "the README greets with commands"
    return [re.sub(r"\s+#.*", "", line) for line in block[1].splitlines()]


def succeed(command: str, folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
