"""RES08: a call that nothing keeps from waiting for a callee that is gone."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Call


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.hard:
        missing = tuple(_missing(site.call))
        if missing:
            off = " and ".join(f"`{key}: off`" for key, _ in missing)
            yield Smell(
                site.path,
                "; ".join(reason for _, reason in missing),
                fixes=(Fix(f"take away {off}", tuple(Edit(f"{site.path}.{key}", REMOVED) for key, _ in missing)),),
            )


def _missing(call: Call) -> Iterator[tuple[str, str]]:
    """The setting, and what is missing without it."""
    if call.circuit_breaker is None:
        yield "circuit_breaker", "no circuit breaker: it is asked on while it fails"
    if call.is_external and call.bulkhead is None:
        yield "bulkhead", "no bulkhead: an external system that hangs takes every pod with it"


RULE = Rule(
    id="RES08",
    title="Wobbly interaction",
    severity="error",
    covers=("S4", "B8"),
    source="Brogi, Neri, Soldani, Zimmermann: multivocal review of smells; Taibi, Lenarduzzi, Pahl: taxonomy",
    condition="a call without fallback with `circuit_breaker: off`, or to an external system with `bulkhead: off`",
    fix="automatic",
    check=check,
    off_in=("minimal",),
)
