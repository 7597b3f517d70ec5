"""Versions of a service side by side: which share of the requests each gets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgen.design.service import Service as WrittenService


def version_weights(service: WrittenService) -> Mapping[str, Decimal]:
    """Percent of the requests that no match takes: as written, else an equal part of what the written ones leave."""
    versions = service.versions or {}
    written = {name: item.weight for name, item in versions.items() if item.weight is not None}
    open_ = [name for name, item in versions.items() if item.weight is None and item.match is None]
    left = max(Decimal(0), 100 - sum(written.values(), Decimal(0)))
    return {name: written.get(name, left / len(open_) if name in open_ else Decimal(0)) for name in versions}
