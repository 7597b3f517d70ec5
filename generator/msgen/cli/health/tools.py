"""Programs that msgen calls, and those that its output is for."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

from msgspec import Struct

from msgen.cli.health.checkup import Check

_GROUP = "tools"
_SECONDS = 10
_VERSION = re.compile(r"\d+(?:\.\d+)+[-+.\w]*")


class _Tool(Struct, frozen=True):
    name: str
    arguments: tuple[str, ...]
    """That make it print its version, without asking anybody else."""
    purpose: str
    fix: str


_TOOLS = (
    _Tool("git", ("--version",), "`update --branch` and `lint --against` call it", "see https://git-scm.com"),
    _Tool("uv", ("--version",), "it installs a service's packages; `pip` stands in for it", "pip install uv"),
    _Tool("docker", ("--version",), "it builds the images of services", "see https://docs.docker.com/engine"),
    _Tool("helm", ("version", "--short"), "it installs the generated charts", "see https://helm.sh"),
    _Tool("kubectl", ("version", "--client"), "it talks to the cluster", "see https://kubernetes.io/docs/tasks/tools"),
    _Tool("buf", ("--version",), "it checks the generated proto files", "pip install buf-bin"),
)


def tools() -> Iterator[Check]:
    for tool in _TOOLS:
        version = _version(tool)
        if version is None:
            yield Check(_GROUP, tool.name, "warn", f"not found; {tool.purpose}", tool.fix)
        else:
            yield Check(_GROUP, tool.name, "pass", version)
    yield _broker()


def _version(tool: _Tool) -> str | None:
    program = shutil.which(tool.name)
    if program is None:
        return None
    try:
        done = subprocess.run([program, *tool.arguments], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(done.stdout)
    return found[0] if done.returncode == 0 and found else None


def _broker() -> Check:
    from msgen.local.broker import nats_server
    from msgen.local.errors import EnvironmentLacksError

    try:
        program = nats_server()
    except EnvironmentLacksError as error:
        return Check(_GROUP, "nats-server", "fail", error.message, error.hint)
    return Check(_GROUP, "nats-server", "pass", str(program))
