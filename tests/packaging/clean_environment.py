"""Python environments outside the checkout, and commands run in them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
OF_THE_CHECKOUT = ("PYTHONPATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Environment:
    """A Python environment outside the checkout that knows nothing of it."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def install(self, *arguments: str | Path) -> None:
        run(UV, "pip", "install", "--quiet", "--python", self.python, *arguments, cwd=self.folder)

    def call(self, command: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return run(self.folder / "bin" / command, *arguments, cwd=cwd)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed; its output is in the failure otherwise."""
    line = [str(part) for part in command]
    done = subprocess.run(line, cwd=cwd, env=outside_environment(), capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(line)}\n{done.stdout}\n{done.stderr}"
    return done


def outside_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OF_THE_CHECKOUT}


def new_environment(folder: Path) -> Environment:
    run(UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    return Environment(folder)
