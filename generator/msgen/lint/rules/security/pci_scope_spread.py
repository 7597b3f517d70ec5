"""SEC07: card data in more than one service."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.security._edges import callers, hearers
from msgen.lint.rules.security._sensitive_data import SensitiveData
from msgen.lint.smell import Smell

Reasons = dict[str, dict[str, None]]
"""By service, what brings card data to it, each once."""


def check(review: Review) -> Iterator[Smell]:
    reasons: Reasons = {name: {} for name in review.topology.services}
    _kept(review, reasons)
    _heard(review, reasons)
    _exchanged(review, reasons)
    reached = [name for name, found in reasons.items() if found]
    if len(reached) < 2:
        return
    for name in reached:
        yield Smell(
            name,
            f"one of {len(reached)} services with card data: {', '.join(reasons[name])}",
            hint="keep card data in one service, and hand out tokens that stand for it",
        )


def _kept(review: Review, reasons: Reasons) -> None:
    """In its own aggregates and read models, and in those of others that its operations read or write."""
    data = SensitiveData(review.topology)
    held: set[str] = set()
    for service in review.topology.services.values():
        for aggregate in service.aggregates:
            if "pci" in aggregate.contains:
                held |= {f"{service.name}.{aggregate.name}"}
                reasons[service.name][f"it keeps `{aggregate.name}`"] = None
        for model in service.read_models:
            if "pci" in data.classes(service.context, model.fields):
                reasons[service.name][f"it keeps `{model.name}`"] = None
    for service in review.topology.services.values():
        for operation in service.operations:
            for used in (*operation.reads, *operation.writes):
                if used in held:
                    reasons[service.name][f"`{operation.name}` uses `{used}`"] = None


def _heard(review: Review, reasons: Reasons) -> None:
    topology = review.topology
    for service in topology.services.values():
        for reference in service.publishes:
            if "pci" in topology.event(reference).contains:
                reasons[service.name][f"`{reference}` carries it"] = None
    for reference, names in hearers(topology).items():
        if "pci" in topology.event(reference).contains:
            for name in names:
                reasons[name][f"`{reference}` carries it"] = None


def _exchanged(review: Review, reasons: Reasons) -> None:
    """In the inputs and outputs of its own operations, and of those that it asks for."""
    data, asked = SensitiveData(review.topology), callers(review)
    for service in review.topology.services.values():
        for operation in service.operations:
            if "pci" in (*data.of(service, operation.input), *data.of(service, operation.output)):
                for name in (service.name, *asked.get(operation.object_path, ())):
                    reasons[name][f"`{operation.object_path}` exchanges it"] = None


RULE = Rule(
    id="SEC07",
    title="PCI scope spread",
    severity="warning",
    covers=("S1",),
    source="PCI DSS",
    condition="more than one service keeps, hears, publishes, asks for or answers with data marked `pci`",
    fix="none",
    check=check,
)
