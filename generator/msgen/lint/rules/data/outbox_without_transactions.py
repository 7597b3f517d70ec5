"""DAT02: an outbox on a store that cannot write it together with the data."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.data._engines import has_transactions
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        store, path = service.store, f"{service.name}.messaging.delivery"
        is_used = service.publishes and service.messaging.delivery == "outbox"
        if is_used and store.exists and not has_transactions(store):
            yield Smell(
                path,
                f"an outbox needs transactions, which {store.engine} does not have",
                fixes=(
                    Fix(f"publish what {store.engine} has logged (`cdc`)", (Edit(path, "cdc"),)),
                    Fix("keep the data in postgres", (Edit(f"{service.name}.store.engine", "postgres"),)),
                ),
            )


RULE = Rule(
    id="DAT02",
    title="Outbox on a store that cannot",
    severity="error",
    covers=("S5",),
    source="msgen",
    condition="a service that publishes with `messaging.delivery: outbox`, and whose store is redis or cassandra",
    fix="choice",
    check=check,
)
