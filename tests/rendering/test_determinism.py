"""The same bytes, whatever the machine is set to and however many processes render."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_blueprints import service

from msgen.plan.model import Job, RenderPlan
from msgen.rendering.render import POOL_FROM_SERVICES, render
from msgen.rendering.tree import Tree

PROGRAM = """
import os, sys
from pathlib import Path
os.umask(int(sys.argv[2], 8))
from test_determinism import digest_of, plan_of
from msgen.rendering.render import render
print(digest_of(render(plan_of(3), blueprints=Path(sys.argv[1]))))
"""


def plan_of(services: int) -> RenderPlan:
    names = [f"service-{number}" for number in range(services)]
    jobs = [
        Job(blueprint, f"services/{name}/{blueprint}", service(name, "Place", "Cancel", has_store=True))
        for name in names
        for blueprint in ("python", "helm")
    ]
    return RenderPlan(tuple(jobs), roots=("", *(f"services/{name}" for name in names)))


def digest_of(tree: Tree) -> str:
    return hashlib.sha256(repr(list(tree.items())).encode()).hexdigest()


def rendered_elsewhere(blueprints: Path, umask: str, environment: dict[str, str]) -> str:
    python_path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(blueprints), umask],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": python_path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


@pytest.mark.parametrize(
    ("umask", "environment"),
    [
        ("000", {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}),
        ("077", {"LC_ALL": "tr_TR.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "4711"}),
        ("022", {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1", "COPIER_SETTINGS_PATH": "/nowhere"}),
    ],
)
def test_umask_locale_time_zone_home_and_hash_seed_change_nothing(
    blueprints: Path, tmp_path: Path, umask: str, environment: dict[str, str]
) -> None:
    home = tmp_path / "somebody else"
    home.mkdir()

    elsewhere = rendered_elsewhere(blueprints, umask, environment | {"HOME": str(home)})

    assert elsewhere == digest_of(render(plan_of(3), blueprints=blueprints, cache=tmp_path / "cache"))


def test_a_pool_of_processes_writes_the_same_as_one(blueprints: Path, cache: Path) -> None:
    plan = plan_of(POOL_FROM_SERVICES)

    pooled = render(plan, blueprints=blueprints, cache=cache, processes=2)

    assert pooled == render(plan, blueprints=blueprints, cache=cache, processes=1)


def test_an_error_in_a_pool_is_told_as_in_one_process(blueprints: Path, cache: Path) -> None:
    (blueprints / "helm/template/bad.txt.jinja").write_text("[%= service.nothing %]\n")
    messages = []

    for processes in (1, 2):
        with pytest.raises(Exception, match=r"bad\.txt\.jinja:1") as caught:
            render(plan_of(2), blueprints=blueprints, cache=cache, processes=processes)
        messages.append((type(caught.value), str(caught.value)))

    assert messages[0] == messages[1]


def test_where_no_processes_can_be_started_one_renders_everything(
    blueprints: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise PermissionError("no processes here")

    monkeypatch.setattr("msgen.rendering.pool._context", refuse)

    pooled = render(plan_of(2), blueprints=blueprints, cache=cache, processes=2)

    assert pooled == render(plan_of(2), blueprints=blueprints, cache=cache, processes=1)


@pytest.mark.parametrize("module", ["msgen.rendering.render", "msgen.rendering.blueprint", "msgen.merging.apply"])
def test_importing_the_stages_imports_neither_copier_nor_jinja(module: str) -> None:
    program = f"import sys, {module}; print(sorted({{'copier', 'jinja2', 'prompt_toolkit', 'questionary'}} & sys.modules.keys()))"

    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert output.stdout == "[]\n"
