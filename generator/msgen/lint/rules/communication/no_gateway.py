"""COM13: several services that the outside world reaches one by one."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

FRONTS = ("gateway", "bff")


def check(review: Review) -> Iterator[Smell]:
    services = [service for service in review.topology.services.values() if service.protocols]
    reached = [service.name for service in services if service.exposure == "public" and service.role not in FRONTS]
    fronts = [service.name for service in services if service.role in FRONTS] or ["a new gateway"]
    for name in reached if len(reached) > 1 else ():
        inside = (Edit(f"{name}.api.exposure", "internal"),)
        yield Smell(
            name,
            f"one of {len(reached)} services that the public reaches without a gateway",
            fixes=tuple(Fix(f"let {front} offer it", inside) for front in fronts),
        )


RULE = Rule(
    id="COM13",
    title="No gateway",
    severity="error",
    covers=("S3", "S6"),
    source=(
        "Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; Brogi, Neri, Soldani, Zimmermann, multivocal review of "
        "smells; MSANose"
    ),
    condition="more than one service has `exposure: public` and is neither a gateway nor a bff",
    fix="choice",
    check=check,
)
