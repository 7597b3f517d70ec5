from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from sample_blueprints import PARTIALS, SERVICE_VIEW, SETTINGS, service, write_blueprint

from msgen.plan.model import Job, RenderPlan
from msgen.rendering import in_memory
from msgen.rendering.blueprint import load
from msgen.rendering.environment import environment_of
from msgen.rendering.errors import BlueprintError, PathRejected, TemplateFailed, UntrustedBlueprint
from msgen.rendering.render import render

PLAIN = SETTINGS + SERVICE_VIEW


def render_one(blueprints: Path, cache: Path, name: str = "demo", view: object = None) -> None:
    render(RenderPlan((Job(name, "", view or service()),)), blueprints=blueprints, cache=cache)


def test_an_undefined_name_is_an_error_that_names_template_and_line(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"deep/a.py.jinja": "x = 1\ny = {{ service.port }}\n"})

    with pytest.raises(TemplateFailed) as caught:
        render_one(tmp_path, cache)

    assert str(caught.value) == (
        "blueprint `demo`: demo/template/deep/a.py.jinja:2: "
        "'sample_blueprints.ServiceView object' has no attribute 'port'"
    )


def test_an_undefined_name_in_a_path_names_the_path(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"src/{{ service.folder }}/a.py": "x = 1\n"})

    with pytest.raises(TemplateFailed, match=r"demo/template/src/\{\{ service.folder \}\}.*no attribute 'folder'"):
        render_one(tmp_path, cache)


def test_an_undefined_list_in_a_yield_names_the_path(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"{% yield a from service.events %}{{ a }}{% endyield %}.py": ""})

    with pytest.raises(TemplateFailed, match=r"path demo/template/.*no attribute 'events'"):
        render_one(tmp_path, cache)


def test_a_wrong_name_inside_a_yield_is_told(tmp_path: Path, cache: Path) -> None:
    name = "{% yield each from service.operations %}{{ each.nothing }}{% endyield %}.py"
    write_blueprint(tmp_path, "demo", PLAIN, {name: ""})

    with pytest.raises(TemplateFailed, match=r"path demo/template/.*no attribute 'nothing'"):
        render_one(tmp_path, cache, view=service("orders", "Place"))


def test_a_name_that_yields_twice_is_told(tmp_path: Path, cache: Path) -> None:
    tag = "{% yield each from service.operations %}{{ each.module }}{% endyield %}"
    write_blueprint(tmp_path, "demo", PLAIN, {f"{tag}-{tag}.py": ""})

    with pytest.raises(TemplateFailed, match=r"path demo/template/.*one name yields twice, `each` and `each`"):
        render_one(tmp_path, cache, view=service("orders", "Place"))


def test_a_yield_inside_a_file_names_template_and_line(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"a.py.jinja": "x = 1\n{% yield a from [1] %}{{ a }}{% endyield %}\n"})

    with pytest.raises(TemplateFailed, match=r"demo/template/a.py.jinja:2: `yield` belongs into the name of a file"):
        render_one(tmp_path, cache)


def test_an_extension_that_is_not_installed_is_told(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN + "_jinja_extensions: [not_there.Extension]\n", {"a.txt.jinja": ""})
    plan = RenderPlan((Job("demo", "", service()),))

    with pytest.raises(BlueprintError, match=r"`_jinja_extensions` cannot be imported: No module named 'not_there'"):
        render(plan, blueprints=tmp_path, cache=cache, trust=True)


def test_a_template_that_is_a_link_out_of_the_blueprint_is_refused(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "secret.jinja").write_text("secret\n")
    root = write_blueprint(tmp_path / "blueprints", "demo", PLAIN, {"a.txt.jinja": "{% include 'template/b.jinja' %}"})
    (root / "template/b.jinja").symlink_to(tmp_path / "secret.jinja")

    with pytest.raises(PathRejected, match=r"`template/b.jinja` is a link out of the blueprint"):
        render_one(tmp_path / "blueprints", cache)


def test_a_syntax_error_names_template_and_line(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"a.py.jinja": "x = 1\n{% if %}\n"})

    with pytest.raises(TemplateFailed, match=r"demo/template/a.py.jinja:2: Expected an expression"):
        render_one(tmp_path, cache)


def test_a_partial_without_the_extension_tells_what_to_add(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"a.py.jinja": '{% include "partials/x.jinja" %}\n'})

    with pytest.raises(TemplateFailed, match=r"hint: name msgen's extension under `_jinja_extensions`"):
        render_one(tmp_path, cache)


def test_nothing_but_the_view_can_be_seen_by_a_template(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"a.py.jinja": "{{ _folder_name }}\n"})

    with pytest.raises(TemplateFailed, match=r"'_folder_name' is undefined"):
        render_one(tmp_path, cache)


def test_a_failed_render_leaves_no_folder_behind(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    write_blueprint(tmp_path / "blueprints", "demo", PLAIN, {"a.txt": "a\n", "z.py.jinja": "{{ nothing }}\n"})

    with pytest.raises(TemplateFailed):
        render_one(tmp_path / "blueprints", cache)

    assert list(private.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("{{ service.package }}/a.txt", r"blueprint `demo` writes `\.\./escaped`, which is outside the output"),
        (".git/config", "git repository's own folder"),
        (".msgen/lock.json", r"`\.msgen/` is for the record"),
    ],
)
def test_output_that_leaves_its_place_is_refused(tmp_path: Path, cache: Path, path: str, complaint: str) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {path: "x\n"})

    with pytest.raises((PathRejected, TemplateFailed), match=complaint):
        render_one(tmp_path, cache, view=service("../escaped"))


def test_two_blueprints_that_write_one_path_are_both_named(tmp_path: Path, cache: Path) -> None:
    for name in ("one", "two"):
        write_blueprint(tmp_path, name, PLAIN, {"README.md": f"{name}\n"})
    plan = RenderPlan((Job("one", "services/orders", service()), Job("two", "services/orders", service())))

    with pytest.raises(PathRejected, match=r"`services/orders/README.md`.*blueprint `one`.*blueprint `two`"):
        render(plan, blueprints=tmp_path, cache=cache)


def test_two_templates_of_one_blueprint_that_write_one_path_are_both_named(tmp_path: Path, cache: Path) -> None:
    files = {"orders.py": "a\n", "{{ service.name }}.py.jinja": "b\n", "{{ service.package }}.py": "c\n"}
    write_blueprint(tmp_path, "demo", PLAIN, {path: files[path] for path in files if path != "orders.py"})

    with pytest.raises(PathRejected, match=r"`orders.py` twice.*service.name.*service.package"):
        render_one(tmp_path, cache)


def test_paths_that_differ_in_case_only_are_refused(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN, {"docs/a.md": "", "Docs/b.md": ""})

    with pytest.raises(PathRejected, match=r"one path where case does not count"):
        render_one(tmp_path, cache)


def test_a_link_that_points_out_of_the_output_is_refused(tmp_path: Path, cache: Path) -> None:
    root = write_blueprint(tmp_path, "demo", PLAIN, {"a.txt": ""})
    (root / "template/hosts").symlink_to("/etc/hosts")

    with pytest.raises(PathRejected, match=r"points out of the output"):
        render_one(tmp_path, cache)


def test_a_blueprint_with_foreign_code_needs_trust(tmp_path: Path, cache: Path) -> None:
    write_blueprint(tmp_path, "demo", PLAIN + "_jinja_extensions: [jinja2.ext.do]\n", {"a.txt": "a\n"})
    plan = RenderPlan((Job("demo", "", service()),))

    with pytest.raises(UntrustedBlueprint, match=r"demo: _jinja_extensions: jinja2.ext.do") as caught:
        render(plan, blueprints=tmp_path, cache=cache)

    assert caught.value.exit_code == 4
    assert list(render(plan, blueprints=tmp_path, cache=cache, trust=True)) == ["a.txt"]


def test_what_tools_leave_in_a_blueprint_is_neither_rendered_nor_hashed(tmp_path: Path, cache: Path) -> None:
    root = write_blueprint(tmp_path, "demo", PLAIN, {"pkg/a.py": "a\n"})
    digest = load("demo", tmp_path).digest
    (root / "template/pkg/__pycache__").mkdir()
    (root / "template/pkg/__pycache__/a.cpython-311.pyc").write_bytes(b"x")
    (root / "template/pkg/.a.py.swp").write_bytes(b"x")

    assert load("demo", tmp_path).digest == digest
    assert list(render(RenderPlan((Job("demo", "", service()),)), blueprints=tmp_path, cache=cache)) == ["pkg/a.py"]


def test_files_know_owner_template_and_the_objects_they_are_about(blueprints: Path, cache: Path) -> None:
    plan = RenderPlan((Job("python", "services/orders", service("orders", "Place")),))

    tree = render(plan, blueprints=blueprints, cache=cache)

    use_case = tree["services/orders/src/orders/app/place.py"]
    assert use_case.owner == "H"
    assert use_case.id == (
        "python:template/src/{{ service.package }}/app/{% yield operation from service.operations %}"
        "{{ operation.module }}{% endyield %}.py.jinja#orders/orders.Place"
    )
    assert tree["services/orders/src/orders/app/ports.py"].owner == "G"


def test_a_cache_that_cannot_be_written_changes_nothing(blueprints: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    plan = RenderPlan((Job("python", "", service("orders", "Place")),))

    assert render(plan, blueprints=blueprints, cache=blocked / "cache") == render(
        plan, blueprints=blueprints, cache=tmp_path / "cache"
    )


def test_a_hundred_renders_compile_nothing_that_one_did_not(blueprints: Path, cache: Path) -> None:
    def compiled() -> int:
        return in_memory._compiled.cache_info().currsize + environment_of.cache_info().currsize

    def plan(number: int) -> RenderPlan:
        return RenderPlan((Job("python", "", service(f"service-{number}", "Place", "Cancel")),))

    render(plan(0), blueprints=blueprints, cache=cache)
    after_one = compiled()
    for number in range(1, 100):
        render(plan(number), blueprints=blueprints, cache=cache)

    assert compiled() == after_one


def test_equal_contents_are_kept_once(blueprints: Path, cache: Path) -> None:
    plan = RenderPlan(tuple(Job("python", f"services/{name}", service(name)) for name in ("a", "b")))

    tree = render(plan, blueprints=blueprints, cache=cache)

    assert tree["services/a/logo.bin"].content is tree["services/b/logo.bin"].content


def test_partials_beside_the_blueprints_are_a_part_of_the_digest(blueprints: Path) -> None:
    before = load("python", blueprints).digest
    (blueprints.parent / "partials/python/origin.py.jinja").write_text("# other\n")

    assert load("python", blueprints).digest != before
    assert PARTIALS in (blueprints / "python/copier.yml").read_text()
