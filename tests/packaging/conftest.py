"""The distributions, built once, and msgen installed from its wheel in an environment of its own."""

import sys
from pathlib import Path

import pytest
from clean_environment import ROOT, Environment, new_environment, run


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", folder, cwd=ROOT)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """msgen from its wheel, with the dependencies that `make demo` has."""
    environment = new_environment(tmp_path_factory.mktemp("clean") / "environment")
    environment.install("--require-hashes", "--requirements", ROOT / "requirements" / "run.txt")
    environment.install("--no-deps", wheel)
    return environment
