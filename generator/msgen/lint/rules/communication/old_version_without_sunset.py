"""COM10: an old version of an API that is served without an end."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        path = f"{service.name}.api.versions"
        for version in (name for name, sunset in service.older_versions.items() if sunset is None):
            yield Smell(
                path,
                f"`{version}` is served without a last day",
                fixes=(
                    Fix(f"agree on a day with its callers and write it as the `sunset` of {version}"),
                    Fix(f"stop serving {version}", (Edit(f"{path}.{version}", REMOVED),)),
                ),
            )


RULE = Rule(
    id="COM10",
    title="Old version without sunset",
    severity="warning",
    covers=("S3",),
    source="RFC 8594",
    condition="an older major version in `api.versions` has no `sunset`",
    fix="choice",
    check=check,
)
