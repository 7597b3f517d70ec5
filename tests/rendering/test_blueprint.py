from __future__ import annotations

from pathlib import Path

import pytest
from sample_blueprints import SERVICE_VIEW, SETTINGS, write_blueprint

from msgen import resources
from msgen.rendering.blueprint import available, load
from msgen.rendering.errors import BlueprintError
from msgen.rendering.release import release


def complaints(folder: Path, settings: str) -> list[str]:
    write_blueprint(folder, "demo", settings, {"a.txt": ""})
    with pytest.raises(BlueprintError) as caught:
        load("demo", folder)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_an_unknown_blueprint_suggests_the_nearest_name(tmp_path: Path) -> None:
    write_blueprint(tmp_path, "python-rest", SETTINGS + SERVICE_VIEW, {})

    with pytest.raises(BlueprintError, match=r"(?s)no blueprint `python-resst`.*hint: did you mean `python-rest`"):
        load("python-resst", tmp_path)
    assert available(tmp_path) == ("python-rest",)


def test_everything_wrong_with_a_manifest_is_told_in_one_run(tmp_path: Path) -> None:
    settings = """\
_subdirectory: template
_templates_suffix: .j2
_preserve_symlinks: true
_envops: {trim_blocks: false, lstrip_blocks: true, undefined: jinja2.StrictUndefined}
_exclude: [x]
port: {type: int}
_msgen: {view: my view, colour: red, owners: {"a/*": X}}
"""

    assert complaints(tmp_path, settings) == [
        "`_exclude` is not allowed in a blueprint",
        "`port` is a question; a blueprint gets its view and asks nothing",
        "`_templates_suffix` must be `.jinja`",
        "`_envops.trim_blocks` must be `true`",
        "`_envops.keep_trailing_newline` must be `true`",
        "`_msgen.colour` is not known",
        "`_msgen.view` must be the name under which templates see the view",
        "`_msgen.owners`: the owner of `a/*` must be `H`, `A` or `G`, not `X`",
    ]


def test_a_blueprint_without_a_manifest_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert complaints(tmp_path, SETTINGS) == [
        "`_msgen` is missing: a map with `view` and, where files are not generated ones, `owners`"
    ]


@pytest.mark.parametrize("settings", ["- a list\n", "a: [\n"])
def test_a_manifest_that_is_no_map_is_an_error_of_its_own(tmp_path: Path, settings: str) -> None:
    write_blueprint(tmp_path, "demo", settings, {})

    with pytest.raises(BlueprintError, match=r"blueprint `demo`: `copier\.yml` is not"):
        load("demo", tmp_path)


def test_the_last_glob_that_matches_gives_the_owner(tmp_path: Path) -> None:
    owners = '_msgen: {view: service, owners: {"src/*/app/*.py": H, "src/*/app/ports.py": G, "migrations/**": A}}\n'
    write_blueprint(tmp_path, "demo", SETTINGS + owners, {})

    blueprint = load("demo", tmp_path)

    assert {
        path: blueprint.owner(path)
        for path in (
            "src/orders/app/place.py",
            "src/orders/app/ports.py",
            "src/orders/app/deep/place.py",
            "migrations/versions/0001_x.py",
            "README.md",
        )
    } == {
        "src/orders/app/place.py": "H",
        "src/orders/app/ports.py": "G",
        "src/orders/app/deep/place.py": "G",
        "migrations/versions/0001_x.py": "A",
        "README.md": "G",
    }


def test_the_digest_sees_content_names_and_exec_bits_but_no_readme(tmp_path: Path) -> None:
    root = write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, {"run.sh": "x\n"})
    digests = [load("demo", tmp_path).digest]

    (root / "README.md").write_text("documentation\n")
    assert load("demo", tmp_path).digest == digests[0]
    for change in (
        lambda: (root / "template/run.sh").chmod(0o755),
        lambda: (root / "template/run.sh").write_text("y\n"),
        lambda: (root / "template/run.sh").rename(root / "template/go.sh"),
    ):
        change()
        digests.append(load("demo", tmp_path).digest)
    assert len(set(digests)) == 4


def test_the_digest_does_not_depend_on_where_the_folder_stands(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_blueprint(tmp_path / folder, "demo", SETTINGS + SERVICE_VIEW, {"a": "x", "b/c": "y"})

    assert load("demo", tmp_path / "one").digest == load("demo", tmp_path / "two").digest


def test_migrations_stand_in_the_order_of_their_versions(tmp_path: Path) -> None:
    write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, {})
    (tmp_path / "demo/migrations").mkdir()
    for version in ("1.10", "1.4", "2", "0.9.1"):
        (tmp_path / f"demo/migrations/{version}.py").write_text("")

    assert [path.stem for path in load("demo", tmp_path).migrations] == ["0.9.1", "1.4", "1.10", "2"]
    assert release("2.0") == release("2") < release("2.0.1")


def test_migrations_are_code_of_others_but_not_of_msgen_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_blueprint(tmp_path, "demo", SETTINGS + SERVICE_VIEW, {})
    (tmp_path / "demo/migrations").mkdir()
    (tmp_path / "demo/migrations/1.4.py").write_text("")

    assert load("demo", tmp_path).code == ("migrations/1.4.py",)
    monkeypatch.setattr(resources, "blueprints", lambda: tmp_path)
    assert load("demo").code == ()
