"""CAP08: an autoscaler that looks at the CPU of a service that mostly waits."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

MOSTLY = 0.8


def check(review: Review) -> Iterator[Smell]:
    for name, capacity in review.analysis.capacity.items():
        path, waiting = f"{name}.scaling.metric", capacity.waiting_share
        is_cpu = review.topology.services[name].scaling.metric == "cpu" and review.topology.is_written(path)
        if not is_cpu or waiting is None or waiting <= MOSTLY:
            continue
        yield Smell(
            path,
            f"{waiting:.0%} of its time it waits for others, and the CPU shows nothing of that",
            assumed=tuple(item for item in capacity.assumed_queue if not item.endswith(".per_pod")),
            fixes=(
                Fix("look at the requests per pod: `rate`", (Edit(path, "rate"),)),
                Fix("wait less: call in parallel, keep answers, or leave work to events"),
            ),
        )


RULE = Rule(
    id="CAP08",
    title="CPU-free HPA on I/O service",
    severity="info",
    covers=("S6",),
    source="KEDA documentation",
    condition="`scaling.metric: cpu` is written, and waiting for callees is more than 80% of the mean service time",
    fix="choice",
    check=check,
)
