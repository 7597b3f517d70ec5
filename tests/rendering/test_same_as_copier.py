"""What is rendered in memory is what Copier's public `run_copy` writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_blueprints import PARTIALS, SERVICE_VIEW, SETTINGS, service, write_blueprint
from sample_jobs import jobs_for_samples

from msgen.plan.model import Job
from msgen.rendering.blueprint import available, load
from msgen.rendering.engine import render_blueprint
from msgen.rendering.tree import Tree


def without_origins(tree: Tree) -> Tree:
    """Copier does not tell which template wrote a file."""
    return Tree({path: replace(file, template="", subject="") for path, file in tree.items()})


def assert_equal_both_ways(blueprint: str, view: object, blueprints: Path | None, cache: Path) -> Tree:
    loaded = load(blueprint, blueprints)
    cold = render_blueprint(loaded, view, cache, in_memory=True)
    warm = render_blueprint(loaded, view, cache, in_memory=True)
    stock = render_blueprint(loaded, view, cache, in_memory=False)
    assert cold == warm
    assert without_origins(cold) == without_origins(stock)
    return cold


def test_yields_partials_links_modes_and_binaries_come_out_as_from_copier(blueprints: Path, cache: Path) -> None:
    view = service("order-desk", "Place", "Cancel", has_store=True)

    tree = assert_equal_both_ways("python", view, blueprints, cache)

    assert {path: oct(file.mode) for path, file in tree.items()} == {
        "README.md": "0o644",
        "docs": "0o120000",
        "latest.sh": "0o120000",
        "logo.bin": "0o644",
        "migrations/env.py": "0o644",
        "no newline.txt": "0o644",
        "run.sh": "0o755",
        "src/order_desk/app/cancel.py": "0o644",
        "src/order_desk/app/place.py": "0o644",
        "src/order_desk/app/ports.py": "0o644",
        "src/order_desk/cancel/note.txt": "0o644",
        "src/order_desk/place/note.txt": "0o644",
    }
    assert tree["src/order_desk/app/place.py"].content.decode() == (
        '# order-desk / [%= service.name %]\ndef Place() -> str:\n    return "order-desk.Place"\n'
    )
    assert tree["README.md"].content.decode() == "# order-desk\n\n- Place größer\n- Cancel größer\n"


def test_the_second_dialect_leaves_the_braces_of_helm_alone(blueprints: Path, cache: Path) -> None:
    tree = assert_equal_both_ways("helm", service(has_store=True), blueprints, cache)

    assert tree["templates/orders.yaml"].content.decode() == (
        'name: {{ include "x" . }}\nstore: true\nservice: orders\n# {{ service.name }} / orders\n'
    )


def test_views_without_operations_or_a_store_leave_those_files_out(blueprints: Path, cache: Path) -> None:
    tree = assert_equal_both_ways("python", service(), blueprints, cache)

    assert [path for path in tree if "/" in path] == ["src/orders/app/ports.py"]


def test_filters_functions_and_settings_of_ordinary_copier_templates_are_there(tmp_path: Path, cache: Path) -> None:
    settings = SETTINGS.replace("}", ", autoescape: true, line_statement_prefix: '%%'}").replace(
        "keep_trailing_newline: true, ", 'keep_trailing_newline: true, newline_sequence: "\\r\\n", '
    )
    template = """\
        {{ {"name": service.name, "ports": [1, 2]} | to_nice_yaml }}
        {{ {"name": service.name} | to_json }} {{ service.name | hash("sha1") }} {{ service.name | b64encode }}
        {{ "a/b" | basename }} {{ service.name | regex_replace("o", "0") }} {{ service.name is filter }}
        {{ pathjoin("a", service.name, mode="windows") }} {{ "to_yaml" is filter }} {{ "<" }}
        %% for each in range(2)
        {{ each }}
        %% endfor
        """
    write_blueprint(
        tmp_path, "demo", settings + PARTIALS + SERVICE_VIEW, {"{{ service.name | upper }}.txt.jinja": template}
    )

    tree = assert_equal_both_ways("demo", service(), tmp_path, cache)

    assert b"ports:\n- 1\n- 2\n\r\n" in tree["ORDERS.txt"].content


def test_an_extension_of_a_blueprint_renders_as_in_copier(tmp_path: Path, cache: Path) -> None:
    settings = SETTINGS + "_jinja_extensions: [jinja2.ext.do, jinja2.ext.loopcontrols]\n" + SERVICE_VIEW
    template = (
        "{% set found = [] %}{% do found.append(service.name) %}{{ found }}{% for a in '12' %}{% break %}{% endfor %}"
    )
    write_blueprint(tmp_path, "demo", settings, {"a.txt.jinja": template})

    tree = assert_equal_both_ways("demo", service(), tmp_path, cache)

    assert tree["a.txt"].content == b"['orders']"


def test_yields_in_folders_around_yields_come_out_as_from_copier(tmp_path: Path, cache: Path) -> None:
    folder = "{% yield operation from service.operations %}a-{{ operation.module }}{% endyield %}"
    inner = "{% yield letter from operation.module %}{{ letter }}-{{ operation.name }}{% endyield %}"
    nowhere = "{% yield each from [] %}{{ each }}{% endyield %}"
    files = {f"{folder}/{inner}.txt.jinja": "{{ letter }} {{ operation.name }}\n", f"{folder}/{nowhere}/x": ""}
    write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, files)

    tree = assert_equal_both_ways("demo", service("orders", "Up", "Do"), tmp_path, cache)

    assert list(tree) == ["a-do/d-Do.txt", "a-do/o-Do.txt", "a-up/p-Up.txt", "a-up/u-Up.txt"]


@pytest.mark.parametrize("job", jobs_for_samples(), ids=lambda job: f"{job.blueprint}-{job.destination}")
def test_every_shipped_blueprint_comes_out_as_from_copier(job: Job, cache: Path) -> None:
    assert_equal_both_ways(job.blueprint, job.view, None, cache)


@pytest.mark.parametrize("name", available())
def test_every_shipped_blueprint_has_a_manifest_that_loads_without_code(name: str) -> None:
    assert load(name).code == ()
