"""What the reference says is what the program knows."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from pages import ROOT

from msgen.cli import exit_codes
from msgen.cli.commands import found
from msgen.design.system import Design
from msgen.merging.baseline import BASE
from msgen.merging.lock import LOCK, Lock

REFERENCE = ROOT / "docs" / "reference"
PLATFORM = ROOT / "blueprints" / "python-service" / "template" / "src" / "{{ service.package }}"


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def test_the_written_pages_of_the_reference_are_current() -> None:
    command = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "")


def test_every_command_of_the_program_is_in_the_reference() -> None:
    known = [command.name for command in found()]
    assert known
    assert [name for name in known if f"\n## msgen {name}\n" not in page("commands.md")] == []


def test_every_exit_code_is_in_the_reference() -> None:
    codes = [value for value in vars(exit_codes).values() if isinstance(value, int)]
    assert codes
    assert [code for code in codes if f"\n| {code} | " not in page("commands.md")] == []


@pytest.mark.parametrize("key", sorted(Design.model_fields))
def test_every_key_of_the_system_is_in_the_reference(key: str) -> None:
    assert re.search(rf"^\| \**`{key}`\** \| \S", page("spec.md"), re.MULTILINE)


def test_every_variable_that_a_service_reads_is_in_the_reference() -> None:
    settings = (PLATFORM / "settings.py.jinja").read_text("utf-8")
    variables = {name.upper() for name in re.findall(r"^    ([a-z]\w*): ", settings, re.MULTILINE)}
    for source in sorted((PLATFORM / "platform").glob("*.py")):
        variables |= set(re.findall(r'environ\.get\("(\w+)"', source.read_text("utf-8")))
    assert {"HTTP_PORT", "OTEL_TRACES_SAMPLER"} <= variables
    assert [name for name in sorted(variables) if f"`{name}`" not in page("service.md")] == []


def test_every_key_of_the_lock_is_in_the_reference() -> None:
    keys = {field.name for field in fields(Lock)} - {"other"}  # of another branch, and never written
    assert [key for key in sorted(keys) if f"`{key}`" not in page("record.md")] == []


def test_every_file_of_the_record_is_in_the_reference() -> None:
    files = (LOCK, BASE, ".msgen/.gitignore", ".msgen/.gitattributes", ".msgen/schema.json")
    assert [file for file in files if f"`{Path(file).name}`" not in page("record.md")] == []


def test_every_package_that_msgen_requires_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [re.split(r"[<>=!~]", requirement)[0] for requirement in project["dependencies"]]
    assert "copier" in required
    decision = (ROOT / "docs" / "decisions" / "0010-dependencies.md").read_text("utf-8")
    assert [name for name in required if f"`{name}`" not in decision] == []
