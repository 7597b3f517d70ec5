"""Of offered rates, and how far retries multiply them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.analysis.amplification import budgeted_tries, tries
from msgen.analysis.analysis import Analysis
from msgen.analysis.derivations.derivation import Derivation, Input, shown, values
from msgen.analysis.visits import is_known, missing_peaks
from msgen.topology.model import Topology

_SUM = "the sum over journeys of peak x (1 + growth) x how often one turn comes here"
_PRODUCT = "the product of the tries of all calls on the way, those of the mesh included"


def of_journey(analysis: Analysis, name: str) -> Derivation | None:
    journey = analysis.topology.journeys.get(name.removeprefix("journeys."))
    if journey is None or not name.startswith("journeys."):
        return None
    working = (f"{shown(journey.peak, '/s')} x (1 + {journey.growth}%) = {shown(journey.rate, '/s')}",)
    missing = (f"{name}.peak",) if journey.peak is None else ()
    inputs = values(*(path for path in (f"{name}.peak", f"{name}.growth") if path not in missing))
    return Derivation(f"{name}.load", shown(journey.rate, "/s"), "peak x (1 + growth)", working, inputs, missing)


def of_service(analysis: Analysis, name: str) -> Derivation | None:
    service = analysis.topology.services.get(name)
    if service is None:
        return None
    return _load(analysis, name, [operation.object_path for operation in service.operations])


def of_operation(analysis: Analysis, name: str) -> Derivation | None:
    return _load(analysis, name, [name]) if name in analysis.deadlines else None


def of_external(analysis: Analysis, name: str) -> Derivation | None:
    return _load(analysis, name, [name]) if name in analysis.topology.externals else None


def amplification(analysis: Analysis, name: str) -> Derivation | None:
    """Of a leaf: requests that arrive for one, while everything fails."""
    found = analysis.amplification.get(name)
    if found is None:
        return None
    mesh = analysis.topology.platform.mesh
    sites = [analysis.calls.by_path[path] for path in found.unlimited.calls]
    own = [str(tries(site.call, mesh)) for site in sites]
    limited = [shown(budgeted_tries(site.call, mesh)) for site in sites]
    working = [
        f"{site.path}: {count} {'try' if count == '1' else 'tries'}" for site, count in zip(sites, own, strict=True)
    ]
    working.append(f"{' x '.join(own)} = {shown(found.unlimited.factor)}")
    working.append(f"with retry budgets {' x '.join(limited)}; the worst way has {shown(found.budgeted.factor)}")
    paths = [path for site in sites for path in (f"{site.path}.retry.attempts", f"{site.path}.retry.budget")]
    result = f"{shown(found.unlimited.factor)} requests for one, {shown(found.budgeted.factor)} with retry budgets"
    inputs = values(*paths, "platform.mesh.retries")
    return Derivation(f"{name}.amplification", result, _PRODUCT, tuple(working), inputs)


def _load(analysis: Analysis, name: str, paths: list[str]) -> Derivation:
    topology, load = analysis.topology, analysis.load
    counts = {
        journey: sum((reached[path] for path in paths if path in reached), Decimal(0))
        for journey, reached in analysis.visits.items()
        if any(path in reached for path in paths)
    }
    rates = {**load.operations, **load.externals}
    total = sum(rates[path] for path in paths)
    known = load.known and is_known(topology, counts)
    working = [
        f"{journey}: {shown(topology.journeys[journey].rate, '/s')} x {shown(count)} = "
        f"{shown((topology.journeys[journey].rate or Decimal(0)) * count, '/s')}"
        for journey, count in counts.items()
        if topology.journeys[journey].rate is not None
    ]
    working += [line for path in paths if rates[path] for line in _arrivals(analysis, path)]
    inputs = [Input(f"journeys.{journey}.load", shown(topology.journeys[journey].rate, "/s")) for journey in counts]
    inputs += values(*(item for path in paths for item in _ways_in(analysis, path)))
    return Derivation(
        path=f"{name}.load",
        result=shown(total, "/s") if known else "not known",
        formula=_SUM,
        working=tuple(working),
        inputs=tuple(inputs),
        missing=missing_peaks(topology, counts),
    )


def _arrivals(analysis: Analysis, path: str) -> Iterator[str]:
    """Who brings the requests of an operation or external system."""
    for name, journey in analysis.topology.journeys.items():
        if path in journey.entries and journey.rate is not None:
            yield f"{path}: {shown(journey.rate, '/s')} as an entry of {name}"
    for site in analysis.calls.to(path):
        if analysis.load.calls[site.path]:
            yield f"{path}: {shown(analysis.load.calls[site.path], '/s')} by {site.path}"
    if path in analysis.load.started:
        yield f"{path}: {shown(analysis.load.started[path], '/s')} as a step of a saga"


def _ways_in(analysis: Analysis, path: str) -> Iterator[str]:
    for name, journey in analysis.topology.journeys.items():
        if path in journey.entries:
            yield f"journeys.{name}.entry"
    yield from (f"{site.path}.per_request" for site in analysis.calls.to(path))
    yield from _saga_steps(analysis.topology, path)


def _saga_steps(topology: Topology, path: str) -> Iterator[str]:
    for saga in topology.sagas.values():
        for number, step in enumerate(saga.steps):
            if step.do == path:
                yield f"{saga.object_path}.steps.{number}.do"
