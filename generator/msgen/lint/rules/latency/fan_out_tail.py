"""LAT03: an operation that waits for so many at once that one of them is nearly always slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import ceil

from msgen.analysis.latency import parallel_groups
from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Call, Operation

SLOW = 0.01
"""The share of the answers of each callee that take its p99 or longer."""
MOST = 0.1
P95 = 0.95


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for operation in service.operations:
            of_versions = [version.calls.get(operation.name, ()) for version in service.versions]
            for calls in (operation.calls, *of_versions):
                yield from _smells(review, operation, calls)


def _smells(review: Review, operation: Operation, calls: Sequence[Call]) -> Iterator[Smell]:
    for group in parallel_groups(calls):
        unhedged = [call for call in group if call.hedge is None]
        hit = 1 - (1 - SLOW) ** len(unhedged)
        if hit > MOST:
            yield Smell(
                operation.object_path,
                f"waits for {len(unhedged)} calls at once: 1 - 0.99^{len(unhedged)} = {hit:.1%} of its requests meet "
                "the p99 of one of them",
                fixes=(*_hedge(review, unhedged), Fix("answer some of them from a cache or from a read model")),
            )


def _hedge(review: Review, calls: Sequence[Call]) -> Iterator[Fix]:
    """A second request for each call that may be made twice, at the p95 of the callee."""
    edits = tuple(
        Edit(f"{call.path}.hedge", duration(after)) for call in calls if (after := _p95(review, call)) is not None
    )
    if edits:
        yield Fix(f"send a second request of {len(edits)} of them where the first takes longer than the p95", edits)


def _p95(review: Review, call: Call) -> timedelta | None:
    """In full milliseconds; `None` for a call that may not be made twice, or whose latency is unknown."""
    if not _may_be_repeated(review, call):
        return None
    p95 = review.analysis.system_latency.quantile(call.callee, P95)
    return None if p95 is None else timedelta(milliseconds=ceil(p95 / timedelta(milliseconds=1)))


def _may_be_repeated(review: Review, call: Call) -> bool:
    if call.operation is None:
        return review.topology.externals[call.target].idempotency_key
    callee = review.topology.operation(call.target, call.operation)
    return callee.is_query or callee.idempotent or callee.idempotency_key is not None


RULE = Rule(
    id="LAT03",
    title="Fan-out tail",
    severity="warning",
    covers=("S3",),
    source="Dean, Barroso: The Tail at Scale",
    condition="k calls of one parallel group, hedged ones not counted: 1 - 0.99^k > 10%, that is k >= 11",
    fix="choice",
    check=check,
)
