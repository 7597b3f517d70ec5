"""The process that compiles: protoc writes its complaints to the standard error of a whole process."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, cast

import msgen
from msgen.rendering.errors import StubsFailed

if TYPE_CHECKING:
    import subprocess

Answers = Mapping[str, Mapping[str, str]]


class CompilerProcess:
    """Starts with the first question and stays, for starting it costs as much as twenty contracts."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._running: tuple[subprocess.Popen[bytes], IO[bytes]] | None = None
        """The process, and the file of its complaints."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def answers_to(self, request: Mapping[str, Any]) -> Answers:
        """To each part of the request, by its key; `msgen.rendering.stubs.compiler` says what they are."""
        process, complaints = self._running = self._running or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):  # it has ended, and so has its output
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        if answer := process.stdout.readline():
            return cast(Answers, json.loads(answer))
        process.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
        self.close()
        raise StubsFailed(f"the proto compiler ended unexpectedly:\n{said}")

    def close(self) -> None:
        """Without questions it ends; another question starts another one."""
        self._running = None
        with suppress(BrokenPipeError):
            self._open.close()

    def _started(self) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
        import subprocess
        import tempfile

        complaints = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        process = subprocess.Popen(
            [sys.executable, "-m", "msgen.rendering.stubs.compiler"],
            env=os.environ | {"PYTHONPATH": _python_path(), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        return self._open.enter_context(process), complaints


def _python_path() -> str:
    """So that the compiler's process finds this msgen, installed or not."""
    ours = str(Path(msgen.__file__).parents[1])
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH", ""))))
