"""A critical user journey, with what it promises."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from msgen.additions.draft import Contents, Draft
from msgen.additions.errors import AdditionError
from msgen.additions.homes import file_beside_others
from msgen.additions.known import operation_of, refuse_taken, refuse_unknown_actor
from msgen.spec import Document
from msgen.topology.model import Topology


class JourneyAddition(Struct, frozen=True):
    name: str
    entry: tuple[str, ...]
    """Operations, in the order in which the user makes them."""
    actor: str | None = None
    peak: str | None = None
    peak_factor: float | None = None
    growth: str | None = None
    availability: str | None = None
    latency_p99: str | None = None
    criticality: str | None = None


def with_journey(document: Document, topology: Topology, addition: JourneyAddition) -> Contents:
    if not addition.entry:
        raise AdditionError("a journey begins with an operation", "name it with `--entry storefront.PlaceOrder`")
    first, *_ = [operation_of(topology, reference) for reference in addition.entry]
    if addition.actor is not None:
        refuse_unknown_actor(topology, addition.actor)
    file = file_beside_others(document, "journeys", topology.services[first.service].context)
    path = ("journeys", addition.name)
    refuse_taken(document, path, "the journey", file)
    entry = addition.entry[0] if len(addition.entry) == 1 else list(addition.entry)
    said: dict[str, Any] = {
        "actor": addition.actor,
        "entry": entry,
        "peak": addition.peak,
        "peak_factor": addition.peak_factor,
        "growth": None if addition.growth == "0%" else addition.growth,
        "availability": addition.availability,
        "latency_p99": addition.latency_p99,
        "criticality": None if addition.criticality == "high" else addition.criticality,
    }
    written = {key: value for key, value in said.items() if value is not None}
    return Draft(document).with_key(path, written, file).document.contents
