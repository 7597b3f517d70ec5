"""Each sample is a design without open findings, becomes code that compiles, and has a page whose commands work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sample_systems import SAMPLES, outside_environment, readme_commands, spec_of, succeed

from msgen import resources
from msgen.lint.looking import Looking
from msgen.spec import read

WAIVERS = {"bistro": 3, "bookinfo": 1, "minimal": 0, "online-boutique": 2}
STARTED_ELSEWHERE = ("bistro", "online-boutique")
"""With the systems of `tests/system/`, by the same commands."""


def test_every_folder_of_the_samples_is_a_sample_that_is_tested_here() -> None:
    folders = sorted(path.name for path in resources.samples().iterdir() if path.is_dir())
    assert folders == sorted(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_has_no_open_findings_and_few_waivers(sample: str) -> None:
    _, result = Looking(date(2026, 11, 1))(read(spec_of(sample)))

    assert [finding.fingerprint for finding in result.open] == []
    assert result.complaints == ()
    assert len(result.of("waived")) == WAIVERS[sample]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_module_of_a_sample_compiles(sample: str, system_of: Callable[[Path], Path]) -> None:
    sources = list(system_of(spec_of(sample)).rglob("*.py"))

    assert len(sources) > 100
    for source in sources:
        compile(source.read_bytes(), source, "exec")


@pytest.mark.slow
@pytest.mark.system
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_three_commands_of_its_readme_work(sample: str, tmp_path: Path) -> None:
    new, ask, up = readme_commands(spec_of(sample).parent)

    assert up.startswith("msgen up ")
    assert up.endswith(" --check")
    for command in (new, ask, *([] if sample in STARTED_ELSEWHERE else [up])):
        succeed(command, tmp_path, outside_environment())
