"""A question, with everything that a person can ask back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

Answer = str | bool | tuple[str, ...]
Kind = Literal["text", "choice", "choices", "yes_no"]


class Choice(Struct, frozen=True):
    value: str
    label: str
    help: str = ""


class Question(Struct, frozen=True):
    name: str
    """The key of its answer: `services.orders.store`."""
    text: str
    help: str
    """One line."""
    why: str
    """What `?` shows: the consequences, as files, cost and lint rules."""
    kind: Kind
    default: Answer
    choices: tuple[Choice, ...] = ()
    """What can be picked; of a text the words that Tab completes."""
    option: str = ""
    """The flag or the key of the spec that answers it without a terminal."""
    check: Callable[[Answer], str | None] | None = None
    """Why a value is not allowed, with an example of one that is."""
    empty: str = "none"
    """What an empty answer means."""
    topic: str = ""
    """The part of the conversation that it belongs to: `Services`."""

    def objection(self, answer: Answer) -> str | None:
        """Why this is no answer; `None` for one that is."""
        return _not_offered(self, answer) or (self.check(answer) if self.check else None)

    def shown(self, answer: Answer) -> str:
        """An answer as people read it."""
        labels = {choice.value: choice.label for choice in self.choices} if self.kind != "text" else {}
        match answer:
            case bool():
                return "yes" if answer else "no"
            case tuple():
                return ", ".join(labels.get(value, value) for value in answer) or self.empty
        return labels.get(answer, answer) or self.empty


def _not_offered(question: Question, answer: Answer) -> str | None:
    offered = [choice.value for choice in question.choices]
    match question.kind:
        case "yes_no":
            return None if isinstance(answer, bool) else "answer yes or no"
        case "text":
            return None if isinstance(answer, str) else "write it on one line"
        case "choice" if answer in offered:
            return None
        case "choices" if isinstance(answer, tuple) and set(answer) <= set(offered):
            return None
    return f"choose from: {', '.join(offered)}"
