"""RES09: tries that come at once, all together, or after ever longer waits."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.calls import BACKOFF, CAP
from msgen.topology.model import Retry


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        path, retry = f"{site.path}.retry", site.call.retry
        missing = tuple(_missing(retry)) if retry.attempts > 1 else ()
        if missing:
            yield Smell(
                path,
                f"{retry.attempts} tries {', '.join(reason for _, _, reason in missing)}",
                fixes=(
                    Fix(
                        "set " + ", ".join(f"`{key}` to `{value}`" for key, value, _ in missing),
                        tuple(Edit(f"{path}.{key}", value) for key, value, _ in missing),
                    ),
                ),
            )


def _missing(retry: Retry) -> Iterator[tuple[str, str, str]]:
    """The setting, its usual value, and what is wrong without it."""
    if not retry.backoff:
        yield "backoff", duration(BACKOFF), "without a wait between them"
    if not retry.jitter:
        yield "jitter", "full", "at the same moment for all callers"
    if retry.cap is None:
        yield "cap", duration(CAP), "after waits that double without end"


RULE = Rule(
    id="RES09",
    title="No backoff, jitter or cap",
    severity="warning",
    covers=("S4",),
    source="Amazon Builders' Library",
    condition="n > 1 with `backoff: 0ms`, `jitter: none` or `cap: none`",
    fix="automatic",
    check=check,
)
