"""RES21: something that a critical journey cannot do without, and whose failure nobody has ever tried."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Experiment, Topology

LONGEST_NAME = 48


def check(review: Review) -> Iterator[Smell]:
    experiments = review.topology.experiments
    if experiments is None:
        return
    tried = {_dependency(review.topology, experiment) for experiment in experiments.values()}
    needed = _needed(review)
    for name in (*review.topology.services, *review.topology.externals):
        if name in needed and name not in tried:
            yield _smell(review.topology, name, needed[name], experiments)


def _dependency(topology: Topology, experiment: Experiment) -> str:
    """The service or external system that suffers."""
    call = topology.calls.get(experiment.on)
    return call.target if call else experiment.on.removeprefix("externals.")


def _needed(review: Review) -> Mapping[str, list[str]]:
    """The critical journeys that need a service or an external system, by its name."""
    found: dict[str, list[str]] = {}
    for journey in review.topology.journeys.values():
        if journey.criticality != "high":
            continue
        for component in review.analysis.hard_closure(*journey.entries):
            if component.kind in ("pods", "external"):
                found.setdefault(component.name, []).append(journey.name)
    return found


def _smell(topology: Topology, name: str, journeys: list[str], experiments: Collection[str]) -> Smell:
    path = f"externals.{name}" if name in topology.externals else name
    edit = Edit(f"experiments.{_free(name, experiments)}", {"on": path, "fault": "down"})
    return Smell(
        path,
        f"{', '.join(journeys)} cannot do without it, and no experiment is on it",
        fixes=(Fix("add an experiment in which it is down", (edit,)),),
    )


def _free(dependency: str, taken: Collection[str]) -> str:
    """A name for an experiment that no other has."""
    endings = ("-down", *(f"-down-{number}" for number in range(2, len(taken) + 3)))
    names = (f"{dependency[: LONGEST_NAME - len(ending)].rstrip('-')}{ending}" for ending in endings)
    return next(name for name in names if name not in taken)


RULE = Rule(
    id="RES21",
    title="Critical dependency not in a chaos plan",
    severity="info",
    covers=("B15",),
    source="principles of chaos engineering",
    condition=(
        "`experiments` is written and none is `on` a service or external system that is a hard dependency of a journey "
        "with `criticality: high`"
    ),
    fix="automatic",
    check=check,
)
