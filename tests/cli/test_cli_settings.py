"""Options that are set by variables and by files, and which of several counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Msgen


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "msgen.toml"


def form(msgen: Msgen, shop: Path, *arguments: str) -> str:
    """How `msgen graph` draws."""
    first = msgen("graph", shop, *arguments).stdout[:7]
    return {"digraph": "dot", "flowcha": "mermaid"}.get(first, "ascii")


def test_an_option_goes_before_a_variable_and_that_before_a_file(
    msgen: Msgen, shop: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert form(msgen, shop) == "ascii"
    settings.write_text('format = "mermaid"\n')
    assert form(msgen, shop) == "mermaid"
    monkeypatch.setenv("MSGEN_FORMAT", "dot")
    assert form(msgen, shop) == "dot"
    assert form(msgen, shop, "--format", "ascii") == "ascii"


def test_what_is_said_for_a_command_goes_before_what_is_said_for_all(
    msgen: Msgen, shop: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('format = "text"\n[graph]\nformat = "mermaid"\n')
    assert form(msgen, shop) == "mermaid"
    monkeypatch.setenv("MSGEN_FORMAT", "text")
    monkeypatch.setenv("MSGEN_GRAPH_FORMAT", "dot")
    assert form(msgen, shop) == "dot"


@pytest.mark.parametrize("name", ["pyproject.toml", "msgen.toml"])
def test_the_nearest_file_above_the_working_folder_counts(msgen: Msgen, shop: Path, tmp_path: Path, name: str) -> None:
    table = "[tool.msgen]\n" if name == "pyproject.toml" else ""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / name).write_text(f'{table}format = "dot"\n')
    (inner.parent / "pyproject.toml").write_text("[project]\nname = 'msgen of somebody'\n")

    assert msgen("graph", shop, cwd=inner).stdout.startswith("digraph")
    (inner.parent / name).write_text(f'{table}format = "mermaid"\n')
    assert msgen("graph", shop, cwd=inner).stdout.startswith("flowchart")


def test_a_path_in_a_file_is_meant_from_its_folder(msgen: Msgen, shop: Path, settings: Path, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    settings.write_text('[graph]\noutput = "drawn.txt"\n')

    assert msgen("graph", shop, cwd=tmp_path / "below").stdout == ""
    assert (tmp_path / "drawn.txt").read_text("utf-8").startswith("┌─ orders")


def test_a_flag_can_be_set_and_unset(msgen: Msgen, shop: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.write_text("json = true\n")
    assert msgen("lint", shop).stdout.startswith("{")
    monkeypatch.setenv("MSGEN_JSON", "0")
    assert not msgen("lint", shop).stdout.startswith("{")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('formt = "dot"\n', "msgen.toml:1: there is no setting `formt`\nhint: did you mean `format`\n"),
        (
            'json = true\n\n[graph]\ndown = "orders"\n',
            "msgen.toml:4: there is no setting `down` in `graph`\nhint: `msgen doctor` lists the settings",
        ),
        ('[grph]\nformat = "dot"\n', "msgen.toml:1: there is no setting `grph`\nhint: did you mean `graph`\n"),
        ("json = 'yes'\n", "`json` must be true or false\nhint: see {folder}/msgen.toml:1\n"),
        ("format = ['dot']\n", "`format` must be a text\nhint: see {folder}/msgen.toml:1\n"),
        ("format = \n", "msgen.toml` is not TOML: "),
    ],
)
def test_what_a_file_says_wrongly_is_told_with_its_line(
    msgen: Msgen, shop: Path, settings: Path, text: str, said: str
) -> None:
    settings.write_text(text)

    outcome = msgen("graph", shop)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert said.format(folder=settings.parent) in outcome.stderr


def test_a_wrong_value_is_told_with_the_variable_or_the_line_that_gave_it(
    msgen: Msgen, shop: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('json = false\nformat = "pgn"\n')
    assert f"`--format` from `{settings}:2`: `pgn` is not one of" in msgen("graph", shop).stderr
    monkeypatch.setenv("MSGEN_FORMAT", "pgn")
    assert "`--format` from `MSGEN_FORMAT`: `pgn` is not one of" in msgen("graph", shop).stderr


def test_verbose_says_which_settings_count_and_how_long_it_took(
    msgen: Msgen, shop: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('around = "orders"\n')
    monkeypatch.setenv("MSGEN_JSON", "1")

    said = msgen("graph", shop, "-v").stderr.splitlines()

    assert said[:2] == ["setting: --json from `MSGEN_JSON`", f"setting: --around from `{settings}:1`"]
    assert said[2].startswith("took ")
    assert msgen("graph", shop).stderr == ""


@pytest.mark.parametrize("text", ["trust = true\n", "[new]\ntrust = true\n"])
def test_a_file_cannot_say_that_code_beside_it_is_trusted(
    msgen: Msgen, shop: Path, settings: Path, tmp_path: Path, text: str
) -> None:
    settings.write_text(text)

    outcome = msgen("new", "shop", "--spec", shop)

    assert outcome.code == 2
    assert outcome.stderr.startswith("error: `trust` cannot be set in a file")
    assert "give `--trust`, or set `MSGEN_TRUST`" in outcome.stderr
    assert not (tmp_path / "shop").exists()


def test_a_file_that_says_nothing_about_msgen_is_left_alone(msgen: Msgen, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.msgen\nbroken")

    assert msgen("graph", shop).code == 0
