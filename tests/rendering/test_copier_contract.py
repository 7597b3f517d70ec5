"""What msgen takes for granted about Copier, so that a release which changes it is noticed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from copier import run_copy
from sample_blueprints import SERVICE_VIEW, SETTINGS, service, write_blueprint

from msgen.rendering.blueprint import load
from msgen.rendering.environment import environment_of

RENDERING = """
import sys
from pathlib import Path
from msgen.rendering.blueprint import load
from msgen.rendering.engine import render_blueprint
sys.path.append(sys.argv[2])
from sample_blueprints import service
render_blueprint(load("python", Path(sys.argv[1])), service("orders", "Place"), None)
print([name for name in ("copier", "jinja2_ansible_filters", "questionary") if name in sys.modules])
"""


def test_a_blueprint_is_rendered_without_importing_copier(blueprints: Path) -> None:
    command = [sys.executable, "-c", RENDERING, blueprints, Path(__file__).parent]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"


def test_the_environment_has_a_bytecode_cache(blueprints: Path, cache: Path) -> None:
    environment_of(load("python", blueprints), cache).get_template("template/README.md.jinja")

    assert [path.suffix for path in cache.rglob("*.cache")] == [".cache"]


def test_one_environment_serves_all_runs_of_a_blueprint(blueprints: Path, cache: Path) -> None:
    first, second = (environment_of(load("python", blueprints), cache) for _ in range(2))

    assert first is second


def test_a_changed_template_is_not_served_from_the_old_environment(blueprints: Path, cache: Path) -> None:
    before = environment_of(load("python", blueprints), cache)
    (blueprints / "python/template/README.md.jinja").write_text("changed\n")

    assert environment_of(load("python", blueprints), cache) is not before


def test_plain_copier_renders_a_blueprint_with_partials_when_it_is_trusted(blueprints: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yml"
    answers.write_text("service: {name: orders, package: orders, operations: [], has_store: false}\n")
    command = [sys.executable, "-m", "copier", "copy", "--trust", "--quiet", "--data-file", answers]

    subprocess.run([*command, blueprints / "helm", tmp_path / "out"], check=True)

    assert (tmp_path / "out/templates/orders.yaml").read_text().endswith("# {{ service.name }} / orders\n")


def test_an_unknown_key_with_an_underscore_is_no_question_to_copier(tmp_path: Path) -> None:
    write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, {"a.txt.jinja": "{{ service.name }}\n"})

    run_copy(str(tmp_path / "demo"), tmp_path / "out", data={"service": service()}, quiet=True, defaults=True)

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]
