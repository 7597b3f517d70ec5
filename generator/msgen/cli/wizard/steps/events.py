"""Which events there are, who publishes them and who listens."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.notation.events import EXAMPLE, events
from msgen.cli.wizard.sketch import ServiceSketch, derived_aggregate, sketched
from msgen.cli.wizard.steps.step import DESIGNED, Step, Surroundings, understood_by


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    services = sketched(answers).services
    if len(services) < 2:
        return
    names = [each.name for each in services]
    yield Question(
        name="events",
        text="Which events are published, and who listens?",
        help=f"As `{EXAMPLE}`; several listeners with commas, several events with `;`.",
        why=(
            "An event leaves through an outbox, in one transaction with what it tells, and a listener sees it at "
            "least once and handles it once (inbox). Nobody waits for it, and it costs no availability. An event that "
            "nobody hears is a finding (EVT02)."
        ),
        kind="text",
        default=_usual(services),
        choices=tuple(Choice(name, name) for name in names),
        option="services.NAME.publishes",
        check=understood_by(lambda text: events(text, names)),
        topic="Events",
    )


def _usual(services: tuple[ServiceSketch, ...]) -> str:
    """The first service tells the second one of what it stored."""
    first, second, *_ = services
    if not first.shape.stores or not first.shape.protocols or not second.shape.stores:
        return ""
    aggregate = first.aggregates[0].name if first.aggregates else derived_aggregate(first.name)
    return f"{aggregate}Placed: {first.name} -> {second.name}"


STEP = Step(_questions, DESIGNED, settles=True)
