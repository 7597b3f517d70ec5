"""Of blast radius and coupling."""

from __future__ import annotations

from msgen.analysis.analysis import Analysis
from msgen.analysis.derivations.derivation import Derivation, Input, shown, values


def blast(analysis: Analysis, name: str) -> Derivation | None:
    if name not in analysis.system_availability.components.all:
        return None
    found = analysis.blast.all.get(name)
    lost = found.journeys if found else ()
    journeys = analysis.topology.journeys
    share = analysis.blast.share(name)
    terms = [
        f"{journey}: {shown(item.rate, '/s')} x {item.weight}{'' if journey in lost else ' (goes on)'}"
        for journey, item in journeys.items()
        if item.rate is not None
    ]
    return Derivation(
        path=f"{name}.blast",
        result=f"{shown(None if share is None else share * 100, '%')} of the journeys",
        formula="peak x (1 + growth) x weight of the journeys that fail, divided by that of all; "
        "the weight is 1 for a criticality of high, 0.5 for normal",
        working=tuple(terms),
        inputs=(
            *(Input(f"{item.object_path}.load", shown(item.rate, "/s")) for item in journeys.values()),
            *values(*(f"{item.object_path}.criticality" for item in journeys.values())),
        ),
        missing=analysis.blast.missing,
    )


def coupling(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.coupling.get(name)
    if found is None:
        return None
    users = [f"{item.of} depends on {item.on}: {item.kind}" for item in analysis.dependencies if item.on == name]
    used = [f"{item.of} depends on {item.on}: {item.kind}" for item in analysis.dependencies if item.of == name]
    both = found.afferent + found.efferent
    return Derivation(
        path=f"{name}.coupling",
        result=f"Ca {found.afferent}, Ce {found.efferent}, instability {found.instability:.2f}",
        formula="Ca: services that depend on it; Ce: services and externals on which it depends; I = Ce / (Ca + Ce)",
        working=(*dict.fromkeys((*users, *used)), f"{found.efferent} / {both} = {found.instability:.2f}"),
    )
