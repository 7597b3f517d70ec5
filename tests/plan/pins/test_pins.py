"""The table of pins: whole, consistent, and installable as it stands."""

import re
import subprocess
import sys
from itertools import chain, combinations
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from msgen.plan import pins

UV = Path(sys.executable).with_name("uv")
CHOICES = [
    ("core", *rest) for rest in chain.from_iterable(combinations(pins.CAPABILITIES[1:], size) for size in range(6))
]


def names(capabilities: tuple[str, ...]) -> set[str]:
    return {pin.name for pin in pins.closure(capabilities)}


def pinned(name: str, capabilities: tuple[str, ...]) -> pins.Pin:
    return next(pin for pin in pins.closure(capabilities) if pin.name == name)


def test_every_pin_is_exact_and_has_hashes() -> None:
    for pin in pins.closure((*pins.CAPABILITIES, "dev", "dev-rest", "dev-grpc", "dev-grpc-client", "dev-events")):
        assert re.fullmatch(r"[0-9][0-9a-z.]*", pin.version), pin
        assert pin.hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in pin.hashes), pin


@pytest.mark.parametrize("capabilities", CHOICES, ids="+".join)
def test_the_closure_of_a_choice_holds_what_the_choice_names_and_nothing_of_another(
    capabilities: tuple[str, ...],
) -> None:
    asked = {Requirement(line).name for line in pins.direct(capabilities)}
    assert asked <= names(capabilities)
    assert names(capabilities) == set().union(*(names((capability,)) for capability in capabilities))


@pytest.mark.parametrize(
    ("package", "capability"),
    [
        ("fastapi", "rest"),
        ("grpcio-reflection", "grpc"),
        ("sqlalchemy", "store"),
        ("nats-py", "events"),
        ("aiohttp", "http-client"),
    ],
)
def test_a_service_without_a_capability_is_spared_its_packages(package: str, capability: str) -> None:
    others = tuple(other for other in pins.CAPABILITIES if other != capability)
    assert package not in names(others)


def test_the_pins_lie_in_the_ranges_that_a_service_shows() -> None:
    for line in (*pins.direct(pins.CAPABILITIES), *pins.development(pins.CAPABILITIES)):
        requirement = Requirement(line)
        assert requirement.specifier.contains(pins.version(requirement.name)), line


def test_a_package_that_one_capability_needs_everywhere_has_no_marker() -> None:
    assert pinned("typing-extensions", ("http-client",)).marker == "python_full_version < '3.13'"
    assert pinned("typing-extensions", ("http-client", "core")).marker == ""


def test_uvloop_is_left_out_on_windows() -> None:
    marker = Marker(pinned("uvloop", ("core",)).marker)
    assert marker.evaluate({"sys_platform": "linux"})
    assert not marker.evaluate({"sys_platform": "win32"})


def test_development_tools_follow_the_capabilities() -> None:
    assert not any(line.startswith("types-grpcio") for line in pins.development(["core", "rest"]))
    assert any(line.startswith("types-grpcio") for line in pins.development(["core", "grpc"]))


def test_constraints_are_the_closure_with_the_development_tools() -> None:
    lines = pins.constraints(["core", "rest"])
    assert f"fastapi=={pins.version('fastapi')}" in lines
    assert f"pytest=={pins.version('pytest')}" in lines
    assert list(lines) == sorted(lines, key=lambda line: Requirement(line).name)


def test_the_requirements_of_a_service_hold_no_development_tool() -> None:
    text = pins.requirements_txt(["core", "grpc"])
    assert text.startswith(f"annotated-types=={pins.version('annotated-types')} \\\n    --hash=sha256:")
    assert "pytest" not in text
    assert text.endswith("\n")


def test_order_and_repetition_of_capabilities_change_nothing() -> None:
    assert pins.requirements_txt(["rest", "core", "rest"]) == pins.requirements_txt(["core", "rest"])


def test_an_unknown_capability_is_named_beside_the_known_ones() -> None:
    with pytest.raises(LookupError, match="no pins for soap; there are core, rest"):
        pins.closure(["core", "soap"])


@pytest.mark.slow
@pytest.mark.parametrize("python", ["3.11", "3.14"])
@pytest.mark.parametrize("capabilities", [("core", "rest"), ("core", "grpc", "events"), pins.CAPABILITIES])
def test_uv_installs_a_choice_from_its_hashes_alone(capabilities: tuple[str, ...], python: str, tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(pins.requirements_txt(capabilities), encoding="utf-8")
    command = [str(UV), "pip", "install", "--dry-run", "--require-hashes", "--only-binary", ":all:"]
    command += ["--python-version", python, "--target", str(tmp_path / "target"), "-r", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    installed = set(re.findall(r"^ \+ ([a-z0-9-]+)==", done.stderr, re.MULTILINE))
    environment = {"python_full_version": f"{python}.0", "sys_platform": sys.platform}
    wanted = [pin for pin in pins.closure(capabilities) if not pin.marker or Marker(pin.marker).evaluate(environment)]
    assert installed == {pin.name for pin in wanted}
