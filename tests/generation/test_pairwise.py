"""Any two options together: the design resolves, renders and is clean code."""

from __future__ import annotations

from pathlib import Path

import pytest
from generated import generated, lint_complaints, python_files, type_complaints, written
from pairwise import OPTIONS, choices, spec_of

CHOICES = choices()


def test_every_two_options_meet() -> None:
    met = {
        (one, choice[one], other, choice[other])
        for choice in CHOICES
        for one in OPTIONS
        for other in OPTIONS
        if one < other
    }
    wanted = {
        (one, first, other, second)
        for one, firsts in OPTIONS.items()
        for other, seconds in OPTIONS.items()
        if one < other
        for first in firsts
        for second in seconds
    }
    assert met == wanted


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder with the system of each choice in a folder of its own."""
    root = tmp_path_factory.mktemp("pairs")
    for number, choice in enumerate(CHOICES):
        written(generated(spec_of(choice)), root / f"{number:02}")
    return root


@pytest.mark.slow
def test_every_choice_is_clean_code(systems: Path) -> None:
    assert lint_complaints(systems) == ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(CHOICES), 8))
def test_a_choice_is_typed(systems: Path, number: int) -> None:
    places = sorted((systems / f"{number:02}").glob("**/src"))
    assert type_complaints(place.parent for place in places) == ""


@pytest.mark.parametrize("number", range(0, len(CHOICES), 5))
def test_a_choice_compiles(number: int) -> None:
    for path, text in python_files(generated(spec_of(CHOICES[number]))).items():
        compile(text, path, "exec")
