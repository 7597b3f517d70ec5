"""Answers on the disk: text, flags and lists of texts, by the name of their question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Answer

FORMAT = 1


class BrokenAnswers(Exception):
    """The file is none of ours, or was damaged."""


def read_answers(path: Path) -> Answers:
    """The answers of a file; none where there is no file, and no folder for one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError:
        raise BrokenAnswers from None
    try:
        found = json.loads(text)
    except ValueError:
        raise BrokenAnswers from None
    answers = found.get("answers") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(answers, dict):
        raise BrokenAnswers
    return {name: _answer(value) for name, value in answers.items()}


def as_data(answers: Answers, **more: str) -> dict[str, Any]:
    return {"format": FORMAT, **more, "answers": dict(answers)}


def _answer(value: object) -> Answer:
    match value:
        case bool() | str():
            return value
        case list() if all(isinstance(item, str) for item in value):
            return tuple(value)
    raise BrokenAnswers
