"""Whatever the language allows can be resolved, analysed, linted and printed: no design makes it fail or hang.

A few hundred designs take part in every run, all of them in `pytest -m exhaustive tests/lint/test_lint_random_designs.py`;
`MSGEN_RANDOM_DESIGNS=5000-5999` takes the designs of these numbers instead, also a single one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from random_designs import random_design

from msgen.analysis import Analysis
from msgen.diagnostics import SpecError
from msgen.lint.formats.github import github
from msgen.lint.formats.machine import machine
from msgen.lint.formats.sarif import sarif
from msgen.lint.formats.text import text
from msgen.lint.looking import Looking
from msgen.spec import read_text

LOOKING = Looking(date(2026, 1, 1))
LIMIT = 60
"""Seconds for one design: far more than it takes, so that only what hangs is stopped."""
FIGURES = tuple(name for name, value in vars(Analysis).items() if isinstance(value, cached_property | property))
PORTION = 50
CHOSEN = os.environ.get("MSGEN_RANDOM_DESIGNS")


def portions(first: int, end: int) -> list[range]:
    return [range(start, min(start + PORTION, end)) for start in range(first, end, PORTION)]


def ordinary() -> list[range]:
    if CHOSEN is None:
        return portions(0, 200)
    first, _, last = CHOSEN.partition("-")
    return portions(int(first), int(last or first) + 1)


@pytest.mark.parametrize("seeds", ordinary(), ids=str)
def test_no_valid_design_makes_it_fail_or_hang(seeds: Sequence[int]) -> None:
    assert {seed: wrong for seed in seeds if (wrong := went_wrong(random_design(seed)))} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("seeds", portions(200, 10_000), ids=str)
def test_none_of_ten_thousand_designs_makes_it_fail_or_hang(seeds: Sequence[int]) -> None:
    assert {seed: wrong for seed in seeds if (wrong := went_wrong(random_design(seed)))} == {}


def test_nearly_every_random_design_is_valid() -> None:
    invalid = [seed for seed in range(60) if not is_valid(random_design(seed))]

    assert len(invalid) <= 6, invalid


def is_valid(design: str) -> bool:
    try:
        LOOKING(read_text(design))
    except SpecError:
        return False
    return True


def went_wrong(design: str) -> list[str]:
    """What failed for a design and where; nothing for an invalid one."""
    failed: list[str] = []
    document = read_text(design)
    with recorded("lint", failed):
        try:
            topology, result = LOOKING(document)
        except SpecError:
            return []
        for write in (
            lambda: text(result, document, colour=True),
            lambda: machine(result, document.folder),
            lambda: sarif(result, document.folder, "1.0"),
            lambda: github(result, document.folder),
        ):
            assert write() is not None
        analysis = Analysis(topology)
        for figure in FIGURES:
            with recorded(figure, failed):
                getattr(analysis, figure)
        with recorded("asked one by one", failed):
            everything(analysis)
    return failed


def everything(analysis: Analysis) -> None:
    """What is not a figure of its own, but asked for by name; and what the objects of an analysis compute."""
    for services in analysis.topology.services:
        analysis.service_availability(services)
        analysis.system_availability.of_dependencies(services)
        analysis.down(services)
    for availability in analysis.availability.values():
        assert availability.value is None or 0 <= availability.value <= 100
        assert sum(item.share for item in availability.ledger) >= 0
    for entries in analysis.latency.values():
        for entry in entries:
            assert entry.p50 is None or entry.p99 is None or entry.p50 <= entry.p99
            analysis.waterfall(entry.entry)
            analysis.system_latency.hint(entry.entry)


class HangingError(Exception):
    """It took longer than anything should."""


@contextmanager
def recorded(what: str, failed: list[str]) -> Iterator[None]:
    try:
        with limited():
            yield
    except SpecError:
        raise
    except Exception as error:
        failed.append(f"{what}: {type(error).__name__}: {error} {place(error)}")


@contextmanager
def limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise HangingError(f"not done after {LIMIT} s")

    before = signal.signal(signal.SIGALRM, stop)
    left = signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(left)
        signal.signal(signal.SIGALRM, before)


def place(error: BaseException) -> str:
    """The innermost lines of ours."""
    traceback, lines = error.__traceback__, []
    while traceback is not None:
        lines.append(f"{Path(traceback.tb_frame.f_code.co_filename).name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return " < ".join(reversed(lines[-5:]))
