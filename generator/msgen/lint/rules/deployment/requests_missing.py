"""DEP04: pods that do not say how much CPU or memory they need."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.explanation import in_units
from msgen.topology.model import Resources

_USUAL_CPU = 250
_USUAL_MEMORY = 256 * 1024**2


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        path = f"{service.name}.deployment.resources"
        asked = dict(_missing(service.deployment.resources))
        if not asked:
            continue
        values = {key: in_units(key, value) for key, value in asked.items()}
        steps = " and ".join(f"{key} {value}" for key, value in values.items())
        edits = tuple(Edit(f"{path}.{key}", value) for key, value in values.items())
        yield Smell(
            path,
            f"no {' and no '.join(asked)} is requested: nodes fill up with pods that they cannot feed",
            fixes=(
                Fix(
                    f"request {steps}, and measure what it needs",
                    (Edit(path, values),) if _says_nothing(service.deployment.resources) else edits,
                ),
            ),
        )


def _missing(resources: Resources) -> Iterator[tuple[str, int]]:
    """What is not requested, with the built-in amount: never more than the limit."""
    if resources.cpu is None:
        yield "cpu", min(_USUAL_CPU, resources.cpu_limit or _USUAL_CPU)
    if resources.memory is None:
        yield "memory", min(_USUAL_MEMORY, resources.memory_limit or _USUAL_MEMORY)


def _says_nothing(resources: Resources) -> bool:
    """As `resources: none` does."""
    return (resources.cpu, resources.memory, resources.cpu_limit, resources.memory_limit) == (None,) * 4


RULE = Rule(
    id="DEP04",
    title="Requests missing",
    severity="error",
    covers=("O7",),
    source="kube-linter checks unset-cpu-requirements and unset-memory-requirements",
    condition="`deployment.resources` without `cpu` or without `memory`",
    fix="automatic",
    check=check,
)
