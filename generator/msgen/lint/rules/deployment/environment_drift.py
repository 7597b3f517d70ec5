"""DEP07: production works with other kinds of things than the environment before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell
from msgen.topology.model import Environment, Service, Topology


def check(review: Review) -> Iterator[Smell]:
    environments = review.topology.environments
    staging, prod = environments.get("staging"), environments.get("prod")
    if staging is None or prod is None:
        return
    before, after = (_mesh(each) | _overridden(review.topology, each, staging, prod) for each in (staging, prod))
    drifts = [f"`{path}` is {after[path]}, not {before[path]}" for path in after if after[path] != before[path]]
    if drifts:
        yield Smell(
            "environments.prod",
            f"differs from staging: {'; '.join(drifts)}",
            hint="give both the same kinds: what staging has shown holds in prod only then",
        )


def _mesh(environment: Environment) -> dict[str, str]:
    mesh = environment.mesh
    return {"mesh.kind": mesh.kind, "mesh.mtls": mesh.mtls, "mesh.authorization": mesh.authorization}


def _overridden(topology: Topology, environment: Environment, *both: Environment) -> dict[str, str]:
    """What an override of either environment sets, as it is in this one."""
    paths = dict.fromkeys(path for each in both for path in each.kinds)
    services = dict.fromkeys(path.partition(".")[0] for path in paths)
    usual = {path: kind for name in services for path, kind in _kinds(topology.services[name]).items()}
    return {path: environment.kinds.get(path, usual.get(path, "none")) for path in paths}


def _kinds(service: Service) -> Mapping[str, str]:
    return {
        f"{service.name}.store.engine": service.store.engine,
        **{f"{service.name}.read_models.{item.name}.store.engine": item.store.engine for item in service.read_models},
        f"{service.name}.messaging.delivery": service.messaging.delivery,
        f"{service.name}.api.protocol": ", ".join(sorted(service.protocols)),
    }


RULE = Rule(
    id="DEP07",
    title="Environment drift",
    severity="warning",
    covers=("B10",),
    source="The Twelve-Factor App, factor X",
    condition="the mesh of `prod`, or an engine, delivery or protocol in its overrides, is not that of `staging`",
    fix="none",
    check=check,
)
