"""Which figures have a derivation, by the last part of their path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from msgen.analysis.analysis import Analysis
from msgen.analysis.derivations import availability, capacity, graph, latency, limits, load
from msgen.analysis.derivations.derivation import Derivation

Derive = Callable[[Analysis, str], Derivation | None]
"""Of the object with this path; `None` where it has no such figure."""

_FIGURES: Mapping[str, tuple[Derive, ...]] = {
    "amplification": (load.amplification,),
    "availability": (availability.of_journey, availability.of_service, availability.of_operation),
    "blast": (graph.blast,),
    "canary": (capacity.canary,),
    "capacity": (capacity.capacity,),
    "connections": (limits.connections,),
    "coupling": (graph.coupling,),
    "deadline": (latency.deadline,),
    "latency": (latency.of_journey, latency.of_operation),
    "load": (load.of_journey, load.of_service, load.of_operation, load.of_external),
    "outbox": (limits.outbox,),
    "partitions": (limits.partitions,),
    "queue": (capacity.queue,),
    "quota": (limits.quota,),
    "zone_loss": (capacity.zone_loss,),
}


def is_figure(path: str) -> bool:
    """It may have a derivation, by its last part: others need no analysis."""
    return path.rpartition(".")[2] in _FIGURES


def derivation(analysis: Analysis, path: str) -> Derivation | None:
    """`None` where the object is not known, or has no such figure."""
    name, _, figure = path.rpartition(".")
    found = (derive(analysis, name) for derive in _FIGURES.get(figure, ()))
    return next((item for item in found if item is not None), None)


def nearest_figures(analysis: Analysis, path: str) -> list[str]:
    """Figures that were probably meant, at most three."""
    topology, figure = analysis.topology, path.rpartition(".")[2]
    names = [*topology.services, *topology.externals, *analysis.deadlines, *analysis.connections]
    names += [journey.object_path for journey in topology.journeys.values()]
    close = get_close_matches(path, [f"{name}.{figure}" for name in names], n=3)
    return [name for name in close if derivation(analysis, name) is not None]
