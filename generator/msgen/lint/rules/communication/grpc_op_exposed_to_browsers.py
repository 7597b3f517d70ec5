"""COM15: a public API that only speaks gRPC."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.exposure == "public" and service.protocols == ("grpc",) and not service.transcoding:
            path = f"{service.name}.api"
            yield Smell(
                path,
                "public, but only in gRPC, which browsers do not speak",
                fixes=(
                    Fix("offer its operations as JSON over HTTP too", (Edit(f"{path}.transcoding", True),)),
                    Fix("offer them in REST and gRPC", (Edit(f"{path}.protocol", ["rest", "grpc"]),)),
                ),
            )


RULE = Rule(
    id="COM15",
    title="gRPC op exposed to browsers",
    severity="error",
    covers=("S3",),
    source="msgen",
    condition="`exposure: public` with `grpc` as the only protocol and `transcoding: false`",
    fix="choice",
    check=check,
)
