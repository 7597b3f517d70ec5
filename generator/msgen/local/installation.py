"""Python environments for the services: one for all or one each, made anew only when the pins change."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgen.local.console import Console
from msgen.local.environment import outside_python
from msgen.local.errors import EnvironmentLacksError
from msgen.local.processes import Launch, run_to_end
from msgen.local.requirements import PinsDifferError, union
from msgen.local.system import LocalService, LocalSystem

_MARKER = "msgen-installed"
_SAID_AT_FAILURE = 15


@dataclass(frozen=True, slots=True)
class PythonEnvironment:
    """A virtual environment and what is to be in it."""

    folder: Path
    requirements: str
    """Text of a hash-pinned requirements file."""
    services: tuple[str, ...]

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def fingerprint(self) -> str:
        """Changes with the pins and with the Python that the environment is made from."""
        parts = (self.requirements, sys.version, sys.base_prefix)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def is_complete(self) -> bool:
        marker = self.folder / _MARKER
        return self.python.exists() and marker.is_file() and marker.read_text("utf-8") == self.fingerprint


def shared_environment(system: LocalSystem, services: tuple[LocalService, ...]) -> PythonEnvironment:
    """One environment for these services, from the union of their pins."""
    try:
        requirements = union({service.name: _requirements(service) for service in services})
    except PinsDifferError as differ:
        raise EnvironmentLacksError(
            f"one environment cannot hold all services: {differ}",
            "give each service its own with `msgen up --isolated`",
        ) from differ
    return PythonEnvironment(system.state / "venv", requirements, tuple(item.name for item in services))


def own_environment(system: LocalSystem, service: LocalService) -> PythonEnvironment:
    folder = system.state / "venvs" / service.name
    return PythonEnvironment(folder, _requirements(service), (service.name,))


def environments(system: LocalSystem, whole: LocalSystem, *, isolated: bool) -> dict[str, PythonEnvironment]:
    """The environment of each service of `system`.

    The shared one holds the pins of the `whole` system, so that `--only` does not install it anew.
    """
    if isolated:
        return {service.name: own_environment(system, service) for service in system.services}
    present = tuple(service for service in whole.services if service.folder.is_dir())
    return dict.fromkeys((service.name for service in system.services), shared_environment(whole, present))


async def install(environment: PythonEnvironment, console: Console) -> None:
    """Makes the environment anew, unless it is complete; the marker of that is written last."""
    if environment.is_complete:
        return
    console.say(f"installing the requirements of {', '.join(environment.services)}")
    shutil.rmtree(environment.folder, ignore_errors=True)
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    uv = _uv()
    needs_pip = bool(environment.requirements) and not uv
    await _run(
        (sys.executable, "-m", "venv", *(() if needs_pip else ("--without-pip",)), str(environment.folder)),
        environment,
        "make it possible: install `uv`, or the venv package of your Python",
    )
    if environment.requirements:
        pinned = environment.folder / "requirements.txt"
        pinned.write_text(environment.requirements, "utf-8")
        await _run(
            _installer(uv, environment, pinned),
            environment,
            "check the network and the index settings of pip or uv, then run `msgen up` again",
        )
    (environment.folder / _MARKER).write_text(environment.fingerprint, "utf-8")


def _installer(uv: tuple[str, ...], environment: PythonEnvironment, pinned: Path) -> tuple[str, ...]:
    if uv:
        target = ("--python", str(environment.python), "--compile-bytecode")
        return (*uv, "pip", "install", *target, "--require-hashes", "-r", str(pinned))
    pip = (str(environment.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
    return (*pip, "--require-hashes", "-r", str(pinned))


def _uv() -> tuple[str, ...]:
    """The command of uv: the program on PATH, or the module beside msgen; empty where there is neither."""
    program = shutil.which("uv")
    if program is not None:
        return (str(Path(program).absolute()),)
    return (sys.executable, "-m", "uv") if importlib.util.find_spec("uv") else ()


async def _run(command: tuple[str, ...], environment: PythonEnvironment, hint: str) -> None:
    lines: deque[str] = deque(maxlen=_SAID_AT_FAILURE)
    inherited: Mapping[str, str] = outside_python(os.environ)
    launch = Launch("install", command, inherited, environment.folder.parent)
    if await run_to_end(launch, lines.append) != 0:
        said = "".join(f"\n    {line}" for line in lines)
        raise EnvironmentLacksError(f"cannot install into `{environment.folder}`:{said}", hint)


def _requirements(service: LocalService) -> str:
    pins = service.folder / "requirements.txt"
    return pins.read_text("utf-8") if pins.is_file() else ""
