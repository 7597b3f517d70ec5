"""Each private behaviour of Copier that msgen builds on, so that a release which changes one is noticed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from copier import run_copy
from copier._jinja_ext import get_yield_context
from copier._main import Worker
from copier._settings import SettingsModel
from sample_blueprints import SERVICE_VIEW, SETTINGS, service, write_blueprint

from msgen.rendering import fast_worker
from msgen.rendering.blueprint import load
from msgen.rendering.fast_worker import FastWorker, QuietWorker

YIELD = "{% yield each from service.operations %}{{ each.module }}{% endyield %}"


@pytest.mark.parametrize("name", fast_worker.USED)
def test_the_worker_of_copier_has_every_name_that_is_used(name: str) -> None:
    assert hasattr(Worker, name)


def test_a_view_reaches_templates_as_the_very_object_that_was_passed(blueprints: Path, tmp_path: Path) -> None:
    view = service()

    worker = QuietWorker(load("python", blueprints), view, tmp_path / "out")

    assert worker.data["service"] is view


def test_the_yield_context_outlives_a_cached_template_unless_it_is_reset(blueprints: Path) -> None:
    environment = QuietWorker(load("python", blueprints), service(), blueprints).jinja_env
    yielding = environment.from_string(YIELD)

    yielding.render(service=service("orders", "Place"))
    assert get_yield_context(environment).yield_name == "each"
    environment.from_string("plain").render()
    assert get_yield_context(environment).yield_name is None


def test_the_environment_takes_a_bytecode_cache_after_it_was_built(blueprints: Path, cache: Path) -> None:
    loaded = load("python", blueprints)

    FastWorker(loaded, service(), cache).jinja_env.get_template("template/README.md.jinja")

    assert [path.suffix for path in cache.rglob("*.cache")] == [".cache"]


def test_one_environment_serves_all_runs_of_a_blueprint(blueprints: Path, cache: Path) -> None:
    first, second = (FastWorker(load("python", blueprints), service(), cache) for _ in range(2))

    assert first.jinja_env is second.jinja_env


def test_a_changed_template_is_not_served_from_the_old_environment(blueprints: Path, cache: Path) -> None:
    before = FastWorker(load("python", blueprints), service(), cache).jinja_env
    (blueprints / "python/template/README.md.jinja").write_text("changed\n")

    assert FastWorker(load("python", blueprints), service(), cache).jinja_env is not before


def test_neither_settings_nor_answers_of_the_user_are_read(blueprints: Path, tmp_path: Path) -> None:
    worker = QuietWorker(load("python", blueprints), service(), tmp_path / "out")

    assert worker.settings == SettingsModel()
    assert worker.subproject.last_answers == {}


def test_a_blueprint_at_the_root_of_a_repository_is_read_as_it_lies_there(tmp_path: Path) -> None:
    root = write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, {"a.txt": "on disk\n"})
    subprocess.run(["git", "init", "--quiet", root], check=True)

    assert QuietWorker(load("demo", tmp_path), service(), tmp_path / "out").template.vcs is None


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
