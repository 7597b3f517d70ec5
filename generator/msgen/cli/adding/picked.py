"""Which kind is meant by `msgen add` alone."""

from __future__ import annotations

from msgen.cli.adding.kind import Kind
from msgen.cli.adding.kinds import call, context, event, journey, operation, saga, service
from msgen.cli.adding.wish import Wish
from msgen.cli.asking.asker import Back
from msgen.cli.asking.chosen import can_ask, chosen_asker
from msgen.cli.asking.question import Choice, Question
from msgen.cli.usage import UsageError

KINDS: dict[str, tuple[Kind, str]] = {
    kind.name: (kind, said)
    for kind, said in (
        (service.KIND, "a deployable part of the system"),
        (operation.KIND, "something that can be asked of a service"),
        (call.KIND, "one operation waits for another"),
        (event.KIND, "something that has happened, for whoever listens"),
        (context.KIND, "a part of the business with a language of its own"),
        (saga.KIND, "steps over several services, and what undoes them"),
        (journey.KIND, "what a user does, and what it promises"),
    )
}


def picked(wish: Wish) -> Kind:
    if wish.yes or wish.is_filter or not can_ask():
        raise UsageError("`msgen add` needs a kind", f"there are: {', '.join(f'`msgen add {name}`' for name in KINDS)}")
    question = Question(
        "kind", "What is to be added?", "Each kind has questions of its own.",
        "Only the spec changes; `msgen update` then brings the system up to it.",
        "choice", "service", tuple(Choice(name, name, said) for name, (_, said) in KINDS.items()), "KIND",
    )  # fmt: skip
    while isinstance(answer := chosen_asker(yes=False).ask(question, progress="Addition"), Back):
        pass
    return KINDS[str(answer)][0]
