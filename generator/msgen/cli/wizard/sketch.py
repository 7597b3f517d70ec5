"""What the answers say about a system, before it becomes the text of a spec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from msgen.cli.asking.conversation import Answers
from msgen.cli.wizard.notation.aggregates import WrittenAggregate, aggregates
from msgen.cli.wizard.notation.events import WrittenEvent, events
from msgen.cli.wizard.notation.names import names
from msgen.cli.wizard.notation.objectives import Objective, objectives
from msgen.cli.wizard.notation.operations import WrittenOperation, operations
from msgen.cli.wizard.shapes import LIKE, Shape
from msgen.design.naming import kebab_case, pascal_case, plural, singular


class ServiceSketch(Struct, frozen=True):
    name: str
    context: str | None
    """`None` where the service is a context of its own."""
    shape: Shape
    aggregates: tuple[WrittenAggregate, ...]
    operations: tuple[WrittenOperation, ...]
    """Empty where all are derived."""


class Sketch(Struct, frozen=True):
    name: str
    profile: str
    contexts: tuple[str, ...]
    services: tuple[ServiceSketch, ...]
    calls: tuple[tuple[str, str], ...]
    """Caller and callee."""
    events: tuple[WrittenEvent, ...]
    journeys: Mapping[str, tuple[str, Objective]]
    """Entry and objective, by name."""
    mesh: str
    """Empty where the profile decides."""
    environments: tuple[str, ...]
    """Empty where the usual three are meant."""
    team: str
    """The owner of every context; empty where none is named."""


def sketched(answers: Answers) -> Sketch:
    """Answers are read as they were checked: one that does not fit its notation never gets here."""
    services = tuple(_services(answers))
    entries = journey_names(_picked(answers, "journeys"))
    wanted = objectives(_text(answers, "objectives"), entries)
    return Sketch(
        name=_text(answers, "name"),
        profile=_text(answers, "profile") or "standard",
        contexts=contexts_of(answers),
        services=services,
        calls=tuple(_call(pair) for pair in _picked(answers, "calls")),
        events=events(_text(answers, "events"), [each.name for each in services]),
        journeys={name: (entry, wanted[name]) for name, entry in entries.items()},
        mesh=_text(answers, "mesh"),
        environments=_picked(answers, "environments"),
        team=_text(answers, "team"),
    )


def contexts_of(answers: Answers) -> tuple[str, ...]:
    return names(_text(answers, "contexts")) if answers.get("contexts") else ()


def homes_of(answers: Answers) -> dict[str, str | None]:
    """The services in the order in which they were named, each with its context, if it was given one."""
    contexts = contexts_of(answers)
    asked: list[tuple[str, str | None]] = [(f"contexts.{context}.services", context) for context in contexts]
    asked = asked or [("services", None)]
    return {name: home for key, home in asked if answers.get(key) for name in names(_text(answers, key))}


def service_names(answers: Answers) -> tuple[str, ...]:
    return tuple(homes_of(answers))


def derived_aggregate(service: str) -> str:
    """The aggregate that a service has unless it says something else."""
    *first, last = kebab_case(service).split("-")
    return pascal_case("-".join((*first, singular(last))))


def journey_names(entries: tuple[str, ...]) -> dict[str, str]:
    """Entries by the names of their journeys: that of the operation, with the service where two have the same."""
    short = [kebab_case(entry.partition(".")[2]) for entry in entries]
    return {
        name if short.count(name) == 1 else kebab_case(entry.replace(".", "-")): entry
        for name, entry in zip(short, entries, strict=True)
    }


def _call(pair: str) -> tuple[str, str]:
    caller, _, callee = pair.partition("->")
    return caller, callee


def _services(answers: Answers) -> Iterator[ServiceSketch]:
    made: dict[str, ServiceSketch] = {}
    for number, (name, context) in enumerate(homes_of(answers).items()):
        shape = _text(answers, f"services.{name}.shape") or str(answers.get("shape" if not number else "further", ""))
        if shape.startswith(LIKE) and shape.removeprefix(LIKE) in made:
            made[name] = _like(made[shape.removeprefix(LIKE)], name, context)
        else:
            made[name] = _service(answers, name, context, Shape.of(shape, first=not number))
        yield made[name]


def _service(answers: Answers, name: str, context: str | None, shape: Shape) -> ServiceSketch:
    stored = aggregates(_text(answers, f"services.{name}.aggregates")) if shape.stores else ()
    is_derived = stored == (WrittenAggregate(derived_aggregate(name)),)
    offered = operations(_text(answers, f"services.{name}.operations")) if shape.protocols else ()
    return ServiceSketch(name, context, shape, () if is_derived else stored, offered)


def _like(other: ServiceSketch, name: str, context: str | None) -> ServiceSketch:
    """The same shape, fields and operations, with the name of the one where that of the other stood."""
    old, new = derived_aggregate(other.name), derived_aggregate(name)

    def renamed(text: str) -> str:
        for before, after in ((plural(old), plural(new)), (old, new)):
            text = re.sub(rf"{before}(?![a-z])", after, text)
        return text

    return ServiceSketch(
        name,
        context,
        other.shape,
        tuple(WrittenAggregate(renamed(each.name), each.fields) for each in other.aggregates),
        tuple(WrittenOperation(renamed(each.name)) for each in other.operations),
    )


def _text(answers: Answers, key: str) -> str:
    answer = answers.get(key, "")
    return answer if isinstance(answer, str) else ""


def _picked(answers: Answers, key: str) -> tuple[str, ...]:
    answer = answers.get(key, ())
    return answer if isinstance(answer, tuple) else ()
