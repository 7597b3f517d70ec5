"""Systems as a cluster gets them, and the tools that judge them."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import pytest
from charts import Build, Helm, Written, umbrella_chart, write_system
from outside_tools import HELMS, find_helm, missing
from topologies import bistro, bistro_without_a_mesh, scattered_bistro

from msgen.spec import parse, read
from msgen.topology import resolve
from msgen.topology.model import Topology

SAMPLES = Path(__file__).parents[2] / "samples"


def sample(name: str) -> Topology:
    """A shipped sample, through the pipeline."""
    return resolve(parse(read(SAMPLES / name / "msgen.yaml")))


SYSTEMS: dict[str, Build] = {
    "the bistro sample": partial(sample, "bistro"),
    "one namespace": bistro,
    "a namespace per context": scattered_bistro,
    "no mesh": bistro_without_a_mesh,
}


@pytest.fixture(scope="session", params=HELMS, ids=lambda major: f"helm {major}")
def helm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Helm:
    binary = find_helm(request.param) or missing(HELMS[request.param])
    return Helm(binary, tmp_path_factory.mktemp(f"helm-{request.param}"))


@pytest.fixture(scope="session")
def any_helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    """Whichever major is there, the newest first."""
    binary = next(filter(None, map(find_helm, reversed(HELMS))), None) or missing("helm")
    return Helm(binary, tmp_path_factory.mktemp("helm"))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Where the charts of a system stand; each system is written once."""

    @cache
    def write(build: Build) -> Path:
        return write_system(build(), tmp_path_factory.mktemp("system"))

    return write


@pytest.fixture(scope="session", params=SYSTEMS)
def build(request: pytest.FixtureRequest) -> Build:
    return SYSTEMS[request.param]


@pytest.fixture(scope="session")
def topology(build: Build) -> Topology:
    return build()


@pytest.fixture(scope="session")
def system(build: Build, written: Written) -> Path:
    """The folder of the system with every chart."""
    return written(build)


@pytest.fixture(scope="session")
def umbrella(system: Path, any_helm: Helm) -> Path:
    """The umbrella chart with the charts of its services."""
    chart = umbrella_chart(system)
    done = any_helm.run("dependency", "build", str(chart))
    assert done.returncode == 0, done.stderr
    return chart
