from __future__ import annotations

import asyncio
import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from msgen.local import installation
from msgen.local.console import Console
from msgen.local.errors import EnvironmentLacksError
from msgen.local.installation import PythonEnvironment, environments, install
from msgen.local.requirements import PinsDifferError, union
from msgen.local.system import LocalService, LocalSystem

_REAL_UV = installation._uv()


def test_the_union_holds_each_pin_once_with_all_its_hashes_sorted() -> None:
    orders = "# the closure\nzope==1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:aa\nattrs==2 --hash=sha256:cc\n"
    payments = "zope==1 --hash=sha256:dd  # via attrs\n"

    assert union({"orders": orders, "payments": payments}) == (
        "attrs==2 \\\n    --hash=sha256:cc\n"
        "zope==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb \\\n    --hash=sha256:dd\n"
    )


def test_one_package_may_be_pinned_once_for_each_platform() -> None:
    pins = (
        "uvloop==1 ; sys_platform == 'linux' --hash=sha256:aa\nuvloop==2 ; sys_platform == 'darwin' --hash=sha256:bb\n"
    )

    assert union({"orders": pins}).count("uvloop==") == 2


def test_different_pins_of_one_package_are_refused_with_both_services() -> None:
    with pytest.raises(PinsDifferError) as raised:
        union({"orders": "my-lib==1\n", "payments": "my_lib==2\n"})

    assert str(raised.value) == "`orders` asks for `my-lib==1`, `payments` for `my_lib==2`"


def _system(root: Path, **requirements: str) -> LocalSystem:
    services = []
    for name, text in requirements.items():
        (root / name).mkdir(parents=True)
        (root / name / "requirements.txt").write_text(text)
        services.append(LocalService(name, name, root / name))
    return LocalSystem("shop", root, tuple(services))


def test_services_with_different_pins_are_sent_to_environments_of_their_own(tmp_path: Path) -> None:
    system = _system(tmp_path, orders="lib==1\n", payments="lib==2\n")

    with pytest.raises(EnvironmentLacksError) as raised:
        environments(system, system, isolated=False)
    assert raised.value.hint == "give each service its own with `msgen up --isolated`"

    isolated = environments(system, system, isolated=True)
    assert isolated["orders"].folder == tmp_path / ".local" / "venvs" / "orders"
    assert isolated["payments"].requirements == "lib==2\n"


def test_a_part_of_the_system_uses_the_environment_of_the_whole(tmp_path: Path) -> None:
    whole = _system(tmp_path, orders="lib==1\n", payments="other==2\n")
    part = LocalSystem("shop", tmp_path, whole.services[:1])

    shared = environments(part, whole, isolated=False)

    assert shared == {"orders": environments(whole, whole, isolated=False)["payments"]}


def _wheel(folder: Path) -> str:
    """The pin of a package that exists in this folder only."""
    path = folder / "tinything-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tinything.py", "ANSWER = 42\n")
        wheel.writestr("tinything-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tinything\nVersion: 1.0\n")
        wheel.writestr(
            "tinything-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tinything-1.0.dist-info/RECORD", "")
    return f"tinything==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PythonEnvironment:
    """An environment whose only pin is found through the user's settings of pip and uv."""
    for name in ("PIP_NO_INDEX", "UV_OFFLINE"):
        monkeypatch.setenv(name, "1")
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS"):
        monkeypatch.setenv(name, str(tmp_path))
    return PythonEnvironment(tmp_path / ".local" / "venv", _wheel(tmp_path), ("orders",))


def _install(environment: PythonEnvironment) -> str:
    said = io.StringIO()
    asyncio.run(install(environment, Console(io.StringIO(), said)))
    return said.getvalue()


def _answer(environment: PythonEnvironment) -> str:
    code = "import tinything; print(tinything.ANSWER)"
    return subprocess.run([environment.python, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_pip_installs_the_pins_where_there_is_no_uv(pinned: PythonEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_uv", lambda: ())

    assert _install(pinned) == "installing the requirements of orders\n"

    assert _answer(pinned) == "42\n"


@pytest.mark.skipif(not _REAL_UV, reason="uv is not installed")
def test_uv_installs_the_pins_where_there_is_one(pinned: PythonEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_uv", lambda: _REAL_UV)

    _install(pinned)

    assert _answer(pinned) == "42\n"
    assert not (pinned.folder / "bin" / "pip").exists()


def test_an_environment_is_made_again_only_when_its_pins_change(tmp_path: Path) -> None:
    first = PythonEnvironment(tmp_path / "venv", "", ("orders",))
    assert _install(first) != ""
    (first.folder / "by-hand").touch()

    assert _install(first) == ""
    assert (first.folder / "by-hand").exists()

    (first.folder / "msgen-installed").write_text("the fingerprint of other pins")
    assert _install(first) != ""
    assert not (first.folder / "by-hand").exists()


def test_a_pin_with_a_wrong_hash_fails_with_the_words_of_the_installer_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer = tmp_path / "uv"
    installer.write_text("#!/bin/sh\necho hash mismatch for tinything; exit 1\n")
    installer.chmod(0o755)
    monkeypatch.setattr(installation, "_uv", lambda: (str(installer),))
    environment = PythonEnvironment(tmp_path / "venv", "tinything==1.0\n", ("orders",))

    with pytest.raises(EnvironmentLacksError) as raised:
        _install(environment)

    assert raised.value.message.endswith("venv`:\n    hash mismatch for tinything")
    assert not environment.is_complete


def test_uv_is_found_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: os.path.join(str(tmp_path), name))

    assert installation._uv() == (f"{tmp_path}/uv",)
