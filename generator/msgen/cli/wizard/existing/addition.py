"""One more thing in a spec that stands, by the questions of `msgen add`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from msgen.cli.adding.kind import Kind
from msgen.cli.adding.run import add
from msgen.cli.adding.wish import Wish
from msgen.cli.asking.asker import Asker
from msgen.cli.asking.question import Choice, Question

KINDS = {
    "context": "where a model holds",
    "service": "with API, store and what it keeps",
    "operation": "what can be asked of a service",
    "call": "a service asks another one and waits",
    "event": "with who publishes it and who listens",
    "saga": "steps over several services, with their way back",
    "journey": "what users do, with its objective",
}


def added(asker: Asker, held: Path) -> bool:
    """Ask what is added, then about it; false for the way back."""
    choice = asker.ask(_QUESTION, progress="Addition")
    if not isinstance(choice, str):
        return False
    kind: Kind = import_module(f"msgen.cli.adding.kinds.{choice}").KIND
    add(kind, {}, Wish(spec=str(held)))
    return True


_QUESTION = Question(
    name="kind",
    text="What shall be added?",
    help="Everything that is written stays as it is.",
    why="It is `msgen add KIND`, which takes every answer as an option too. `msgen undo` takes an addition back.",
    kind="choice",
    default="service",
    choices=tuple(Choice(name, f"{'an' if name[0] in 'aeiou' else 'a'} {name}", said) for name, said in KINDS.items()),
    option="msgen add KIND",
    topic="Addition",
)
