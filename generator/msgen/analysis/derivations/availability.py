"""Of achievable availability."""

from __future__ import annotations

from msgen.analysis.analysis import Analysis
from msgen.analysis.availability import Availability
from msgen.analysis.derivations.derivation import Derivation, shown, values

_PRODUCT = "the product of A(x) over everything that it cannot do without, each component once"
_STANDS_IN = "; times that of what has a stand-in, given that the rest is up"


def of_journey(analysis: Analysis, name: str) -> Derivation | None:
    journey = analysis.topology.journeys.get(name.removeprefix("journeys."))
    if journey is None or not name.startswith("journeys."):
        return None
    found = analysis.availability[journey.name]
    result = _result(found)
    if found.value is not None and found.target is not None:
        minutes = shown((100 - found.target) / 100 * 43_200)
        result += f"; {found.target}% promised, that is {minutes} minutes"
    path = f"{journey.object_path}.availability"
    return _derivation(path, result, found, f"{journey.object_path}.entry")


def of_operation(analysis: Analysis, name: str) -> Derivation | None:
    service, _, operation = name.partition(".")
    known = analysis.topology.services.get(service)
    if known is None or all(item.name != operation for item in known.operations):
        return None
    found = analysis.system_availability.of(name)
    return _derivation(f"{name}.availability", _result(found), found)


def of_service(analysis: Analysis, name: str) -> Derivation | None:
    """A(d), for those that depend on it; the service's own value is that of its pods."""
    if name not in analysis.topology.services:
        return None
    found = analysis.service_availability(name)
    return _derivation(f"{name}.availability", f"{_result(found)}, with its store and all that it needs", found)


def _result(found: Availability) -> str:
    if found.value is None:
        return "not known"
    return f"{shown(found.value, '%')} can be promised: {shown(found.minutes)} minutes lost in 30 days"


def _derivation(path: str, result: str, found: Availability, *inputs: str) -> Derivation:
    factors = [shown(component.availability, "%") for component in found.components]
    if found.fallbacks is not None and found.alternatives:
        names = ", ".join(component.name for component in found.alternatives)
        factors.append(f"{shown(found.fallbacks, '%')} ({names})")
    working = [f"{' x '.join(factors) or '100%'} = {shown(found.value, '%')}"]
    working += [
        f"{line.component.name}: (1 - {shown(line.component.availability, '%')}) x 43200 = {shown(line.minutes)} min"
        for line in found.ledger
    ]
    sources = [component.source for component in (*found.components, *found.alternatives)]
    return Derivation(
        path,
        result,
        f"{_PRODUCT}{_STANDS_IN if found.alternatives else ''}{'' if found.exact else '; sampled'}",
        tuple(working),
        values(*inputs, *(source for source in sources if source not in found.missing)),
        found.missing,
    )
