"""What was chosen last time beside the design itself, for the next system."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.asking.conversation import Answers
from msgen.cli.wizard.sketch import service_names
from msgen.cli.wizard.state.answers_file import BrokenAnswers, as_data, read_answers
from msgen.cli.wizard.state.private_file import set_aside, state_folder, write_private

KEPT = ("profile", "mesh", "environments", "shape", "further")
"""`shape` is that of the first service, `further` that of the others."""


def _file() -> Path:
    return state_folder() / "settings.json"


def last_settings() -> Answers:
    """The settings of the last system; none where there was no system yet or the file is broken."""
    try:
        answers = read_answers(_file())
    except BrokenAnswers:
        set_aside(_file())
        return {}
    return {name: answer for name, answer in answers.items() if name in KEPT}


def remember(answers: Answers) -> None:
    write_private(_file(), as_data(settings_of(answers)))


def settings_of(answers: Answers) -> Answers:
    """What of the answers says nothing about one system alone."""
    first, *others = (answers.get(f"services.{name}.shape", "") for name in service_names(answers))
    shapes = {"shape": first, "further": next(iter(others), "")}
    plain = {name: str(shape) for name, shape in shapes.items() if shape and not str(shape).startswith("like:")}
    found = {name: answers[name] for name in KEPT if answers.get(name)}
    return {"profile": "standard", **found, **plain}
