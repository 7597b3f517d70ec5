"""What every blueprint of ours has in common."""

from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
VERBATIM_SHARE = 0.6
LEFT_BY_TOOLS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def shipped_files() -> list[Path]:
    return sorted(
        path
        for path in (ROOT / "blueprints").glob("*/template/**/*")
        if path.is_file() and not LEFT_BY_TOOLS & set(path.parts)
    )


def lines(files: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


def test_every_blueprint_explains_itself() -> None:
    folders = sorted(path for path in (ROOT / "blueprints").iterdir() if path.is_dir())
    missing = [
        f"{folder.name}/{name}"
        for folder in folders
        for name in ("README.md", "copier.yml")
        if not (folder / name).is_file()
    ]
    assert folders
    assert not missing


def test_there_are_two_dialects_and_no_third() -> None:
    marks = ("block_start_string", "block_end_string", "variable_start_string", "variable_end_string")
    manifests = [YAML(typ="safe").load(path) for path in sorted((ROOT / "blueprints").glob("*/copier.yml"))]
    dialects = {tuple(manifest["_envops"].get(mark) for mark in marks) for manifest in manifests}
    assert dialects == {(None, None, None, None), ("[%", "%]", "[%=", "%]")}


def test_most_lines_that_blueprints_ship_are_copied_as_they_stand() -> None:
    files = shipped_files()
    templates = [path for path in files if path.suffix == ".jinja"]
    share = 1 - lines(templates) / lines(files)
    assert share >= VERBATIM_SHARE, f"{share:.0%} verbatim; longest templates: {longest(templates)}"


def longest(templates: list[Path]) -> str:
    worst = sorted(templates, key=lambda path: lines([path]), reverse=True)[:5]
    return ", ".join(f"{path.name} ({lines([path])})" for path in worst)


def test_no_file_of_a_blueprint_has_a_name_that_windows_refuses() -> None:
    refused = [
        str(path.relative_to(ROOT)) for path in shipped_files() if set('"<>|:*?\\') & set(str(path.relative_to(ROOT)))
    ]
    assert not refused
