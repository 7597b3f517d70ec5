"""COM14: an internal operation under heavy load that is only offered in REST."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell

RATE = Decimal(500)
"""Requests per second from which it matters."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.exposure != "internal" or service.speaks("grpc"):
            continue
        path = f"{service.name}.api.protocol"
        for operation in service.operations:
            rate = review.analysis.load.operations[operation.object_path]
            if rate > RATE:
                yield Smell(
                    operation.object_path,
                    f"internal, REST, and asked {rate.normalize():f}/s at the peak, more than {RATE}/s",
                    cost=Cost(rate - RATE, "requests/s"),
                    fixes=(
                        Fix("offer it in gRPC", (Edit(path, "grpc"),)),
                        Fix("offer it in both: callers then use gRPC", (Edit(path, ["rest", "grpc"]),)),
                    ),
                )


RULE = Rule(
    id="COM14",
    title="REST in an inner hot path",
    severity="info",
    covers=("S3",),
    source="msgen",
    condition="an operation of an internal API without gRPC has lam > 500/s",
    fix="choice",
    check=check,
)
