"""A run that was killed in the repository of a service alone, and one in the system: the next command settles both."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Msgen
from fleets import Fleet, generated

from msgen.merging.journal.journal import Journal
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import REGULAR, File


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    return generated(tmp_path_factory.mktemp("alone"), "multi-repo")


@pytest.fixture
def fleet(pristine: Fleet, tmp_path: Path) -> Fleet:
    return pristine.copied_to(tmp_path / "fleet")


def interrupt(destination: Path, home: str, path: str) -> None:
    """As a run leaves it that is killed right after it has committed to one new file."""
    write = Write(path, None, File(b"new\n", REGULAR, "G"))
    Journal(destination, home).stage([write], command="update")


def interrupt_alone(fleet: Fleet) -> Path:
    interrupt(fleet.service("orders"), "", "ALONE")
    return fleet.service("orders") / "ALONE"


def interrupt_whole(fleet: Fleet) -> Path:
    interrupt(fleet.destination, fleet.system.name, "payments/WHOLE")
    return fleet.service("payments") / "WHOLE"


@pytest.mark.parametrize("at", ["system", "orders", "payments"])
def test_an_update_finishes_both_wherever_it_runs(msgen: Msgen, fleet: Fleet, at: str) -> None:
    alone, whole = interrupt_alone(fleet), interrupt_whole(fleet)

    outcome = msgen("update", fleet.system if at == "system" else fleet.service(at))

    assert outcome.code == 0, outcome.stderr
    assert (alone.read_text(), whole.read_text()) == ("new\n", "new\n")


def test_other_commands_finish_it_too(msgen: Msgen, fleet: Fleet) -> None:
    alone = interrupt_alone(fleet)

    assert msgen("eject", fleet.service("payments") / "Makefile").code == 0

    assert alone.exists()


def test_looking_names_it_and_writes_nothing(msgen: Msgen, fleet: Fleet) -> None:
    alone = interrupt_alone(fleet)

    for command in (("status",), ("diff",), ("update", "--dry-run")):
        assert "an earlier run was interrupted" in msgen(*command, fleet.system).stderr
    assert msgen("update", "--check", fleet.system).code == 1
    assert not alone.exists()


def test_a_finished_run_of_the_service_does_not_hide_an_interrupted_one_of_the_system(
    msgen: Msgen, fleet: Fleet
) -> None:
    alone = interrupt_alone(fleet)
    assert msgen("update", fleet.system).code == 0
    whole = interrupt_whole(fleet)

    assert msgen("update", "--check", fleet.service("orders")).code == 1
    assert msgen("update", fleet.service("orders")).code == 0

    assert (alone.exists(), whole.exists()) == (True, True)


@pytest.mark.parametrize("at", ["system", "orders"])
def test_undo_goes_back_from_the_interrupted_run(msgen: Msgen, fleet: Fleet, at: str) -> None:
    alone = interrupt_alone(fleet)

    outcome = msgen("undo", fleet.system if at == "system" else fleet.service(at))

    assert outcome.code == 0, outcome.stderr
    assert not alone.exists()
    assert not Journal(fleet.service("orders"), "").interrupted
