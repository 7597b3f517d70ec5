"""The design as it is in an environment: the services with what its overrides say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgen.design.base import SpecModel
from msgen.design.system import Design


def designs_of_environments(design: Design) -> Mapping[str, Design]:
    """For each environment with overrides the design that it runs."""
    found = {}
    for name, environment in (design.environments or {}).items():
        if not environment.overrides:
            continue
        services = dict(design.services)
        for service, override in environment.overrides.items():
            if service in services:
                services[service] = _merged(services[service], override)
        found[name] = design.model_copy(update={"services": services})
    return found


def _merged(below: Any, above: Any) -> Any:
    """Maps are merged at every depth, everything else is replaced; a written `null` leaves the lower value."""
    if isinstance(below, SpecModel) and isinstance(above, SpecModel) and type(below) is type(above):
        update = {
            key: _merged(getattr(below, key), getattr(above, key))
            for key in above.model_fields_set
            if getattr(above, key) is not None
        }
        return below.model_copy(update=update)
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: _merged(below.get(key), value) for key, value in above.items()}}
    return above
