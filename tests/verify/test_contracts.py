"""The contracts that the samples come with pass the linters that other people use."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract_linters import buf, lint_with_redocly, lint_with_spectral

from msgen import resources
from msgen.contracts.allocation import allocate
from msgen.contracts.numbers_file import read_numbers
from msgen.plan.model import RenderPlan
from msgen.plan.planner import build
from msgen.rendering.render import render
from msgen.spec import parse, read
from msgen.topology import resolve


@pytest.fixture(scope="module", params=["bistro", "minimal"])
def services(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the services of a sample, each with its contracts and nothing else."""
    topology = resolve(parse(read(resources.samples() / request.param / "msgen.yaml")))
    plan = build(topology, allocate(topology, read_numbers(None)))
    folder = tmp_path_factory.mktemp("system")
    contracts = RenderPlan(tuple(job for job in plan.jobs if job.blueprint == "contracts"))
    for path, file in render(contracts, processes=1).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
    return folder / "services"


def test_spectral_finds_no_error_in_an_api_and_in_events(services: Path) -> None:
    documents = [*services.glob("*/contracts/openapi.yaml"), *services.glob("*/contracts/asyncapi.yaml")]
    assert {document.name for document in documents} == {"openapi.yaml", "asyncapi.yaml"}
    assert [(document, found) for document in documents for found in lint_with_spectral(document)] == []


def test_redocly_finds_no_error_in_an_api(services: Path) -> None:
    documents = list(services.glob("*/contracts/openapi.yaml"))
    assert documents
    assert [(document, found) for document in documents for found in lint_with_redocly(document)] == []


@pytest.mark.parametrize("command", [("lint",), ("build",), ("format", "--diff", "--exit-code")], ids=" ".join)
def test_buf_finds_nothing_in_proto_files(services: Path, command: tuple[str, ...]) -> None:
    folders = list(services.glob("*/contracts/proto"))
    assert folders
    for folder in folders:
        done = buf(folder, *command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), folder
