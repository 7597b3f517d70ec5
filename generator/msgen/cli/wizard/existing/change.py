"""Settings of a spec that stands, changed one after the other in its own text."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from msgen.cli.asking.asker import Asker, Back
from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.wizard.existing.settings import Setting, settings
from msgen.cli.writing import replaced_in_spec
from msgen.diagnostics import SpecError
from msgen.spec import Document, parse, read, read_contents
from msgen.spec.editing import Change, UneditableError, edited
from msgen.topology import resolve

WRITE = "write"


def changed(asker: Asker, held: Path) -> bool:
    """Ask which setting and what it shall be, until the changes are to be written; false for the way back."""
    before = document = read(held)
    while True:
        found = settings(document)
        choice = asker.ask(_which(found, document is not before), progress="Change")
        if isinstance(choice, Back):
            return False
        if choice == WRITE:
            _write(held, before, document)
            return True
        document = _asked(asker, document, found[str(choice)])
        if difference := _difference(before, document):
            asker.say(difference)


def _write(held: Path, before: Document, after: Document) -> None:
    contents = {
        name: (before.contents[name], content)
        for name, content in after.contents.items()
        if before.contents[name] != content
    }
    if contents:
        replaced_in_spec(held.parent, contents, command="new")


def _asked(asker: Asker, document: Document, setting: Setting) -> Document:
    answer = asker.ask(_what(document, setting), progress=f"`{setting.name}`")
    return document if isinstance(answer, Back) else with_setting(document, setting, str(answer))


def with_setting(document: Document, setting: Setting, written: str) -> Document:
    """The document with another value; SpecError or UneditableError where it cannot have it."""
    value = YAML(typ="safe", pure=True).load(written)
    if value == setting.value:
        return document
    contents = edited(document, Change(setting.path, value))
    return read_contents(contents, document.folder, document.numbers)


def _which(found: dict[str, Setting], is_changed: bool) -> Question:
    return Question(
        name="setting",
        text="Which setting shall be another one?",
        help="Type a part of its name to find it. What is not written yet is added with an editor, or by `msgen add`.",
        why="Each setting keeps its place and its comments; only its value is written anew.",
        kind="choice",
        default=WRITE if is_changed else next(iter(found), WRITE),
        choices=(
            Choice(WRITE, "write the changes" if is_changed else "change nothing"),
            *(Choice(setting.name, setting.name, setting.written) for setting in found.values()),
        ),
        topic="Change",
    )


def _what(document: Document, setting: Setting) -> Question:
    def check(answer: Answer) -> str | None:
        try:
            resolve(parse(with_setting(document, setting, str(answer))))
        except SpecError as error:
            finding = error.findings[0]
            return f"{finding.message}{f': {finding.hint}' if finding.hint else ''}"
        except UneditableError as error:
            return f"this takes an editor: {error}"
        except YAMLError:
            return f"this is no YAML: write it as `{setting.written}`"
        return None

    return Question(
        name=setting.name,
        text=f"What shall `{setting.name}` be?",
        help=f"It is `{setting.written}`.",
        why=f"`msgen explain {setting.name}` tells where its value comes from and what it is used for.",
        kind="text",
        default=setting.written,
        option=setting.name,
        check=check,
        topic="Change",
    )


def _difference(before: Document, after: Document) -> str:
    return "".join(
        line
        for name, content in after.contents.items()
        for line in _lines(name, before.contents[name].decode(), content.decode())
    ).rstrip("\n")


def _lines(name: str, before: str, after: str) -> Iterator[str]:
    return unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=1)
