"""Follows a page: writes the files it shows, runs its commands in order, and compares what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TextIO

from expectation import difference
from pages import ROOT, Block

from msgen.local.ports import WIDTH, first_choice

COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n?", re.MULTILINE)
READY = "Ctrl-C stops it"


class Walkthrough:
    """One page in a folder of its own; programs it started in the background end with it."""

    def __init__(self, folder: Path, variables: Mapping[str, str] = MappingProxyType({})) -> None:
        self._folder = folder
        self._background: list[subprocess.Popen[str]] = []
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        self._environment = os.environ | {"PATH": path, "NO_COLOR": "1", "COLUMNS": "80"} | dict(variables)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def follow(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if "file" in block.marks:
                self._write(block)
            elif "tree" in block.marks:
                self._look(block)
            elif "stop" in block.marks:
                self._stop()
            elif block.language == "console":
                self._run(block)
            elif block.language == "sh":
                _is_known_to_make(block)

    def _write(self, block: Block) -> None:
        path = self._folder / block.marks["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")

    def _look(self, block: Block) -> None:
        missing = [path for path in tree_paths(block.text) if not (self._folder / path).exists()]
        assert not missing, f"{block.place}: not there: {', '.join(missing)}"

    def _run(self, block: Block) -> None:
        if "with" in block.marks:  # a folder of the repository that the reader has too
            shutil.copytree(ROOT / block.marks["with"], self._folder / block.marks["with"], dirs_exist_ok=True)
        for command, shown in commands(block.text):
            command = self._with_ports(command)
            if "background" in block.marks:
                self._start(command, block)
            elif command.startswith("cd "):
                self._folder = self._folder / command.removeprefix("cd ")
            else:
                self._expect(command, shown, block)

    def _expect(self, command: str, shown: str, block: Block) -> None:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        wanted = int(block.marks.get("exit", "0"))
        assert done.returncode == wanted, f"{block.place}: `{command}` ended with {done.returncode}:\n{done.stdout}"
        assert not (found := difference(shown, done.stdout)), f"{block.place}: `{command}`\n{found}"

    def _start(self, command: str, block: Block) -> None:
        """Start it as a terminal does, in a process group of its own, and wait until it says that it is ready."""
        process = subprocess.Popen(
            ["bash", "-c", f"exec env {command}"],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._background.append(process)
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if (block.marks["background"] or READY) in line:
                threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
                return
        raise AssertionError(f"{block.place}: `{command}` ended:\n{''.join(said)}")

    def _stop(self) -> None:
        """What Ctrl-C does to the programs in the background."""
        while self._background:
            process = self._background.pop()
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=60)

    def _with_ports(self, command: str) -> str:
        """A port that was taken when the system started is another one than the page shows."""
        for file in sorted(self._folder.glob("**/.local/ports.json")):
            for name, base in json.loads(file.read_text("utf-8")).items():
                for step in range(WIDTH):
                    command = command.replace(str(first_choice(name) + step), str(base + step))
        return command


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what the page shows as its output."""
    found = list(COMMAND.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        yield match[1], text[match.end() : end]


def tree_paths(text: str) -> Iterator[str]:
    """The paths of a tree: each line is a name, indented below its folder, and perhaps what it is for."""
    parents: list[tuple[int, str]] = []
    for line in filter(str.strip, text.splitlines()):
        depth = len(line) - len(line.lstrip())
        parents = [parent for parent in parents if parent[0] < depth]
        path = "".join([*(name for _, name in parents), line.split()[0]])
        parents.append((depth, line.split()[0]))
        yield path


def _drain(stream: TextIO) -> None:
    """Keep reading: a full pipe would stop the program."""
    for _ in stream:
        pass


def _is_known_to_make(block: Block) -> None:
    """Blocks of `sh` show what a contributor types in the repository: targets of make, tried without running them."""
    for line in block.text.splitlines():
        command = line.partition("#")[0].split()
        assert command[:1] == ["make"], f"{block.place}: `{line}` is no call of make"
        done = subprocess.run([*command, "--dry-run"], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"{block.place}: `{line}`: {done.stderr}"
