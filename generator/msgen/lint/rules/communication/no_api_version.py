"""COM08: an API without a version."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.protocols and service.api_version is None:
            path = f"{service.name}.api.version"
            yield Smell(
                path,
                "its callers cannot tell one contract from the next",
                fixes=(Fix("call it v1", (Edit(path, "v1"),)),),
            )


RULE = Rule(
    id="COM08",
    title="No API version",
    severity="error",
    covers=("S3",),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; MSANose",
    condition="`api.version: none`",
    fix="automatic",
    check=check,
)
