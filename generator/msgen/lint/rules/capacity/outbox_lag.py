"""CAP07: an outbox that fills faster than it is emptied, or adds more delay than a reader may show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgen.analysis.messaging import Outbox
from msgen.lint.durations import duration
from msgen.lint.rates import ceiling, in_milliseconds, in_seconds, rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Messaging

_MILLISECOND = timedelta(milliseconds=1)


def check(review: Review) -> Iterator[Smell]:
    for name, outbox in review.analysis.outboxes.items():
        messaging = review.topology.services[name].messaging
        reasons = tuple(_reasons(outbox, messaging))
        if reasons:
            yield Smell(
                f"{name}.messaging",
                "; ".join(reason for reason, _ in reasons),
                cost=reasons[0][1],
                fixes=(_fix(outbox, messaging),),
            )


def _reasons(outbox: Outbox, messaging: Messaging) -> Iterator[tuple[str, Cost]]:
    if outbox.published is not None and outbox.published > outbox.drained:
        yield (
            f"{rate(outbox.published)} events come in at the peak, {rate(outbox.drained)} go out "
            f"({messaging.batch} every {duration(messaging.poll)})",
            Cost(outbox.published - outbox.drained, "requests/s"),
        )
    if outbox.tightest is not None and outbox.lag > outbox.tightest:
        yield (
            f"adds up to {duration(outbox.lag)} (2 x {duration(messaging.poll)}), "
            f"{outbox.tightest_at} allows {duration(outbox.tightest)}",
            Cost(in_milliseconds(outbox.lag - outbox.tightest), "ms"),
        )


def _fix(outbox: Outbox, messaging: Messaging) -> Fix:
    """Looks often enough for the reader, and takes enough at once for the peak."""
    poll = messaging.poll
    if outbox.tightest is not None and outbox.lag > outbox.tightest:
        poll = outbox.tightest / 2 // _MILLISECOND * _MILLISECOND
        if not poll:
            return Fix(f"raise {outbox.tightest_at}: no outbox is that fast")
    batch = max(messaging.batch, ceiling((outbox.published or Decimal(0)) * in_seconds(poll)))
    changed = {"poll": duration(poll) if poll != messaging.poll else None}
    edits = [Edit(f"{outbox.service}.messaging.{key}", value) for key, value in changed.items() if value]
    if batch > messaging.batch:
        edits.append(Edit(f"{outbox.service}.messaging.batch", batch))
    text = " and ".join(f"`{edit.path.rpartition('.')[2]}` to {edit.value}" for edit in edits)
    return Fix(f"set {text}", tuple(edits))


RULE = Rule(
    id="CAP07",
    title="Outbox lag",
    severity="warning",
    covers=("S5",),
    source="microservices.io (Richardson), transactional outbox",
    condition=(
        "lam of the published events > `batch` / `poll`, or 2 x `poll` > the smallest `staleness` or `freshness` of a "
        "reader"
    ),
    fix="automatic",
    check=check,
)
