"""The process that compiles: protoc writes its complaints to the standard error of a whole process."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgen
from msgen.rendering.errors import StubsFailed

Answers = Mapping[str, Mapping[str, str]]


def answers_to(request: Mapping[str, Any]) -> Answers:
    """To each part of the request, by its key; `msgen.rendering.stubs.compiler` says what they are."""
    process = _running()
    try:
        return process.answers_to(request)
    except StubsFailed:
        _running.cache_clear()
        raise


class _Process:
    """There until msgen ends, for starting it costs as much as twenty contracts."""

    def __init__(self) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "msgen.rendering.stubs.compiler"],
            env=os.environ | {"PYTHONPATH": _python_path(), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )
        atexit.register(self.close)

    def answers_to(self, request: Mapping[str, Any]) -> Answers:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):  # it has ended, and so has its output
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        if answer := self._process.stdout.readline():
            return cast(Answers, json.loads(answer))
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip()
        raise StubsFailed(f"the proto compiler ended unexpectedly:\n{said}")

    def close(self) -> None:
        """Without questions it ends."""
        with suppress(BrokenPipeError):
            self._process.communicate()
        self._complaints.close()


@cache
def _running() -> _Process:
    return _Process()


def _python_path() -> str:
    """So that the compiler's process finds this msgen, installed or not."""
    ours = str(Path(msgen.__file__).parents[1])
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH", ""))))
