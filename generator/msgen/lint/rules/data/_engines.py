"""What the engines of stores can do."""

from __future__ import annotations

from msgen.topology.model import Store

_WITHOUT_TRANSACTIONS = frozenset({"redis", "cassandra"})


def has_transactions(store: Store) -> bool:
    """A row and an outbox entry can be written together; never where there is no store."""
    return store.exists and store.engine not in _WITHOUT_TRANSACTIONS
