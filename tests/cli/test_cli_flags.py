"""One vocabulary: the same flag is the same thing for every command, and stands where one looks for it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from typer._click import Command
from typer.core import TyperOption

from msgen.cli.assembly import assembled
from msgen.cli.settings.check import commands_of
from msgen.cli.settings.names import key_of

COMMANDS: dict[str, Command] = {path: command for path, command in commands_of(assembled()) if path}
READING = ("analyze", "blueprints", "diff", "doctor", "explain", "graph", "lint", "rules", "status", "update")
SHORT = {"-n": "dry_run", "-q": "quiet", "-v": "verbose", "-o": "output", "-h": "help"}
OWN_MEANING = {
    ("add operation", "output"): "the key `output` of an operation, as `--input` is the key `input`",
    ("add event", "version"): "the key `version` of an event",
    ("add service", "context"): "the key `context` of a service",
}
"""Options of `add` that are called as the keys that they write."""
MEANING = {
    "blueprints": "DIR",
    "dry_run": None,
    "format": "|",
    "json": None,
    "only": "SERVICE",
    "output": "FILE",
    "spec": "FILE",
    "trust": None,
    "yes": None,
}
"""What each takes: `None` is a flag."""


def options(path: str) -> dict[str, TyperOption]:
    return {key_of(each): each for each in COMMANDS[path].params if isinstance(each, TyperOption)}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_can_be_quiet_verbose_coloured_and_debugged(path: str) -> None:
    assert {"quiet", "verbose", "color", "debug"} <= options(path).keys()


@pytest.mark.parametrize("path", COMMANDS)
def test_a_short_flag_means_the_same_everywhere(path: str) -> None:
    short = {name: key for key, option in options(path).items() for name in option.opts if not name.startswith("--")}

    assert {name: key for name, key in short.items() if SHORT.get(name) != key} == {}
    known = {key: name for name, key in SHORT.items()}
    own = {key for command, key in OWN_MEANING if command == path}
    assert [key for key in options(path).keys() & known.keys() if known[key] not in short and key not in own] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_a_flag_takes_the_same_everywhere(path: str) -> None:
    for key, option in options(path).items():
        if key not in MEANING or (path, key) in OWN_MEANING:
            continue
        takes = MEANING[key]
        assert option.is_flag is (takes is None), key
        assert takes is None or takes in str(option.metavar), key


def test_a_flag_is_explained_in_the_same_words_everywhere() -> None:
    """What a flag is for may be said of a command in its own way, where it does something to different things."""
    words: dict[str, set[str]] = defaultdict(set)
    for path in COMMANDS:
        for key in ("trust", "quiet", "verbose", "color", "debug", "help"):
            if key in options(path):
                words[key].add(options(path)[key].help or "")

    assert {key: said for key, said in words.items() if len(said) > 1} == {}


@pytest.mark.parametrize("path", READING)
def test_every_reading_command_has_json(path: str) -> None:
    assert "json" in options(path)


@pytest.mark.parametrize("path", ["new", "update"])
def test_what_generates_takes_blueprints_and_asks_nothing_with_yes(path: str) -> None:
    assert {"blueprints", "trust", "yes", "dry_run"} <= options(path).keys()


@pytest.mark.parametrize("path", ["update", "up"])
def test_what_works_on_services_can_be_kept_to_some(path: str) -> None:
    assert options(path)["only"].multiple


@pytest.mark.parametrize("path", ["analyze", "graph", "schema"])
def test_what_prints_a_document_can_write_it_to_a_file(path: str) -> None:
    assert "-o" in options(path)["output"].opts
