"""OBS05: labels that make more time series of one metric than a Prometheus can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.analysis.delivery import MOST_SERIES, series
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Topology

_PATH = "telemetry.labels"
_STATUS_CODES = 17
"""Those of gRPC; the generated REST services answer with fewer."""


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    labels = topology.labels
    busiest = max(topology.services.values(), key=lambda service: len(service.operations))
    routes = len(busiest.operations)
    total = series((*labels.values(), routes, _STATUS_CODES))
    if total <= MOST_SERIES:
        return
    factors = " x ".join([*(f"{count} `{name}`" for name, count in labels.items()), f"{routes} routes"])
    yield Smell(
        _PATH,
        f"{total} series of one metric in `{busiest.name}`: {factors} x {_STATUS_CODES} status codes, "
        f"more than {MOST_SERIES}",
        fixes=(_fix(topology, routes),),
    )


def _fix(topology: Topology, routes: int) -> Fix:
    """Without the labels of the most values, as few as will do."""
    left: Mapping[str, int] = topology.labels
    taken: list[str] = []
    for name in sorted(left, key=lambda name: -left[name]):
        if (
            series((*(count for label, count in left.items() if label not in taken), routes, _STATUS_CODES))
            <= MOST_SERIES
        ):
            break
        taken.append(name)
    return Fix(
        f"take {', '.join(f'`{name}`' for name in taken)} out: such values belong into traces and logs",
        tuple(Edit(f"{_PATH}.{name}", REMOVED) for name in taken),
    )


RULE = Rule(
    id="OBS05",
    title="Cardinality",
    severity="warning",
    covers=("S7",),
    source="Prometheus documentation, metric and label naming",
    condition="the product of the values of `telemetry.labels`, the routes of a service and the status codes > 10000",
    fix="automatic",
    check=check,
)
