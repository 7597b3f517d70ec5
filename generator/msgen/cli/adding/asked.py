"""Asks at the terminal for what the command line leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from msgen.cli.adding.kind import Kind
from msgen.cli.adding.wish import Wish
from msgen.cli.asking.asker import Asker
from msgen.cli.asking.conversation import Answers, converse
from msgen.cli.asking.question import Question
from msgen.cli.usage import UsageError
from msgen.topology.model import Topology


def missing(kind: Kind, answers: Answers) -> list[str]:
    return [name for name in kind.required if not answers.get(name)]


def completed(kind: Kind, answers: Answers, topology: Topology, wish: Wish) -> Answers:
    """The answers as given where they suffice; else with those of a person, or an error that names what is missing."""
    from msgen.cli.asking.chosen import can_ask, chosen_asker

    if not missing(kind, answers):
        return answers
    if wish.yes or wish.is_filter or not can_ask():
        raise _incomplete(kind, answers)
    return conversed(kind, answers, topology, chosen_asker(yes=False))


def conversed(kind: Kind, answers: Answers, topology: Topology, asker: Asker) -> Answers:
    """What was given is not asked again, and stays where no question is about it."""

    def script(known: Answers) -> Iterable[Question]:
        return (each for each in kind.questions({**answers, **known}, topology) if each.name not in answers)

    return {**answers, **converse(script, asker, {}, lambda _: None)}


def _incomplete(kind: Kind, answers: Answers) -> UsageError:
    options = list(dict.fromkeys(kind.required[name] for name in missing(kind, answers)))
    listed = ", ".join(f"`{option}`" for option in options)
    return UsageError(
        f"`msgen add {kind.name}` needs {listed}, and nobody can be asked",
        f"give {'it' if len(options) == 1 else 'them'}; `msgen add {kind.name} --help` has examples",
    )
