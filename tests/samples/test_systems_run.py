"""A system runs and tests itself with the commands of its README, in both layouts."""

import os
import signal
import subprocess
from itertools import takewhile
from pathlib import Path

import pytest
from sample_systems import generate, outside_environment, readme_commands, spec_of, succeed

pytestmark = [pytest.mark.slow, pytest.mark.system]

SECONDS_TO_STOP = 60


@pytest.mark.parametrize(("layout", "home"), [("mono-repo", "."), ("multi-repo", "shop")])
def test_the_three_commands_of_its_readme_work(layout: str, home: str, tmp_path: Path) -> None:
    system = generate(spec_of("minimal"), tmp_path / "shop", "--layout", layout) / home
    up, *others = readme_commands(system)

    assert [up, *others] == ["msgen up", "msgen up --check", "make test"]
    start_and_interrupt(up, system)
    for command in others:
        succeed(command, system, outside_environment())


def start_and_interrupt(command: str, folder: Path) -> None:
    """Until it is ready, then Ctrl-C; it ends well."""
    with subprocess.Popen(
        command.split(),
        cwd=folder,
        env=outside_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        shown = list(takewhile(lambda line: line != "Ctrl-C stops it\n", process.stdout))
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=SECONDS_TO_STOP)
    assert process.returncode == 0, "".join([*shown, rest])
    assert "shop is ready: 2 services\n" in shown
