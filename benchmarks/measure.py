"""What a command costs, with all the processes it starts; and how a benchmark reports its targets."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

PYTHON = sys.executable
MSGEN = str(Path(PYTHON).with_name("msgen"))
_SET_CHILD_SUBREAPER = 36
_KIBIBYTES_PER_UNIT = 1 if sys.platform == "linux" else 1 / 1024
"""Of `ru_maxrss`: Linux counts kibibytes, macOS bytes."""


class MeasurementError(Exception):
    """A measured command did not end well; the figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float
    """Seconds of the command and all its descendants, user and system."""
    wall: float
    """Seconds."""
    peak: float
    """Mebibytes of the largest single process."""


@dataclass(frozen=True, slots=True)
class Target:
    what: str
    measured: float
    limit: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.measured <= self.limit

    def __str__(self) -> str:
        verdict = "pass" if self.is_met else "FAIL"
        return f"{verdict}  {self.what:<58} {self.measured:8.2f} {self.unit:<5}  target {self.limit:g}"


def cost_of(command: Sequence[str], variables: Mapping[str, str] = MappingProxyType({})) -> Cost:
    """Run the command to its end, silently."""
    _adopt_orphans()
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=environment(variables), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise MeasurementError(f"`{' '.join(command)}` ended with {process.returncode}:\n{said}")
    all_used = [used, *_usage_of_orphans()]
    return Cost(
        cpu=sum(each.ru_utime + each.ru_stime for each in all_used),
        wall=wall,
        peak=max(each.ru_maxrss for each in all_used) * _KIBIBYTES_PER_UNIT / 1024,
    )


def run(command: Sequence[str]) -> None:
    """Prepare something that is not measured."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise MeasurementError(f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Ours with these; Python may keep its bytecode, as it does for a user."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | dict(variables)


def least_cost(costs: Iterable[Cost]) -> Cost:
    """The least of each figure on its own: whatever else the machine does can only add."""
    known = list(costs)
    return Cost(
        cpu=min(cost.cpu for cost in known),
        wall=min(cost.wall for cost in known),
        peak=min(cost.peak for cost in known),
    )


def report(title: str, notes: Iterable[str], targets: Sequence[Target]) -> int:
    """Print figures and verdicts; the exit code of the benchmark."""
    print(f"{title} ({os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f})")
    for note in notes:
        print(f"      {note}")
    for target in targets:
        print(target)
    return 0 if all(target.is_met for target in targets) else 1


def _adopt_orphans() -> None:
    """On Linux a grandchild whose parent has ended becomes our child, so that its CPU time is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _usage_of_orphans() -> list[resource.struct_rusage]:
    found: list[resource.struct_rusage] = []
    while True:
        try:
            found.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            return found
