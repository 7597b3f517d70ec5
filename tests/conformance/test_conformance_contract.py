"""The service keeps to its OpenAPI document, whatever is sent to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from http_client import HttpClient
from rest_contract import RestContract
from target import Target

pytestmark = pytest.mark.system

_SEED = 20_260_101
_EXAMPLES = 20
_SUCCESSES = '"2xx", "3xx", "401", "403", "404", "409", "429", "5xx"'


async def test_the_served_document_is_the_contract(http: HttpClient, rest: RestContract) -> None:
    answer = await http.ask("GET", "/openapi.json")
    assert answer.json == rest.document


def test_no_request_brings_the_service_off_its_contract(
    rest_target: Target, rest: RestContract, tmp_path: Path
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(_configuration(rest.paged_operations()), encoding="utf-8")
    command = (
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
        *("--config-file", str(config), "--no-color", "run", str(rest.file), "--url", rest_target.http or ""),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", str(_EXAMPLES), "--seed", str(_SEED)),
        *("--suppress-health-check", "all", "--continue-on-failure", "--no-shrink"),
    )
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout


def _configuration(paged: Iterable[str]) -> str:
    """Two answers that the tool does not foresee: a version that no schema can give, and a cursor that it made up."""
    lines = [
        "[checks.positive_data_acceptance]",
        f'expected-statuses = [{_SUCCESSES}, "412", "428"]',
        "[checks.missing_required_header]",
        'expected-statuses = ["400", "422", "428"]',
    ]
    for operation in paged:
        lines += [
            "[[operations]]",
            f'include-operation-id = "{operation}"',
            f'checks.positive_data_acceptance.expected-statuses = [{_SUCCESSES}, "422"]',
        ]
    return "\n".join(lines) + "\n"
