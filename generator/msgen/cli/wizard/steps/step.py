"""What a step is, and what it may know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Answer, Question
from msgen.cli.wizard.notation import NotationError

Way = Literal["quick", "sample", "reuse", "full"]
"""What the first question decides."""
EVERY_WAY: frozenset[Way] = frozenset(get_args(Way))
DESIGNED: frozenset[Way] = frozenset(("quick", "reuse", "full"))


class Surroundings(Struct, frozen=True):
    """What is known before anything is asked."""

    name: str = "shop"
    """The name that the destination suggests."""
    samples: Mapping[str, str] = field(default_factory=dict)
    """Each sample with what it is."""
    settings: Answers = field(default_factory=dict)
    """What was chosen last time beside the design itself."""
    team: str = ""
    """Who works here, as git knows it; empty where it does not."""
    taken: frozenset[str] = frozenset()
    """Names under which something stands where the system would go."""


class Step(Struct, frozen=True):
    questions: Callable[[Answers, Surroundings], Iterator[Question]]
    """Those that apply; the answers grow while they are read, so that a later one sees the earlier ones."""
    ways: frozenset[Way] = EVERY_WAY
    on_request: frozenset[Way] = frozenset()
    """The ways on which it is not asked, but offered on the last page."""
    settles: bool = False
    """What the rules find after an answer is asked about at once: the answers to come do not settle it."""


def understood_by(parse: Callable[[str], object]) -> Callable[[Answer], str | None]:
    """The check of an answer that a notation reads."""

    def check(answer: Answer) -> str | None:
        try:
            parse(str(answer))
        except NotationError as error:
            return str(error)
        return None

    return check
