"""What the system runs on and beside: the platform, its mesh, the environments, systems of others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from msgen.design.platform import Mesh as WrittenMesh
from msgen.design.service import Service
from msgen.design.system import Design
from msgen.topology.addresses import url_variable
from msgen.topology.levels import Level, Settings, Sources
from msgen.topology.model import Environment, External, Mesh, Platform
from msgen.topology.profiles import Profile


def resolved_externals(design: Design) -> dict[str, External]:
    return {
        name: External(
            name=name,
            availability=item.availability,
            latency_p50=item.latency.p50 if item.latency else None,
            latency_p99=item.latency.p99 if item.latency else None,
            config_key=None if item.config_key == "none" else item.config_key or url_variable(name),
            url=item.url,
            egress=item.egress is not False,
            rate_limit=item.rate_limit,
            idempotency_key=bool(item.idempotency_key),
        )
        for name, item in (design.externals or {}).items()
    }


def resolved_platform(design: Design, profile: Profile, sources: Sources) -> Platform:
    settings = Settings(sources, "platform", (Level(("platform",), design.platform),))
    return Platform(
        kubernetes=settings.value("kubernetes", "1.34"),
        broker=settings.value("broker", "nats"),
        zones=settings.value("zones", profile.zones, profile.source),
        namespaces=settings.value("namespaces", "system"),
        layout=settings.value("layout", "mono-repo"),
        mesh=_mesh(settings.below("mesh"), profile),
    )


def resolved_environments(design: Design, profile: Profile, sources: Sources) -> dict[str, Environment]:
    """Those written; without any, `dev`, `staging` and `prod`."""

    def mesh(name: str, written: WrittenMesh | None) -> Mesh:
        return _environment_mesh(design, name, written, profile, sources)

    written = design.environments
    if written is None:
        return {
            "dev": Environment("dev", Decimal(34), None, mesh("dev", None)),
            "staging": Environment("staging", Decimal(100), "dev", mesh("staging", None)),
            "prod": Environment("prod", Decimal(100), "staging", mesh("prod", None)),
        }
    return {
        name: Environment(
            name,
            item.replicas if item.replicas is not None else Decimal(100),
            item.promote_from,
            mesh(name, item.mesh),
            regions=item.region or (),
            overridden=tuple(item.overrides or {}),
            kinds={
                path: kind for each, changed in (item.overrides or {}).items() for path, kind in _kinds(each, changed)
            },
        )
        for name, item in written.items()
    }


def _kinds(name: str, changed: Service) -> Iterator[tuple[str, str]]:
    """What an override says of the kinds of things that a service works with, by object path."""
    stores = {"store": changed.store}
    stores |= {f"read_models.{model}.store": item.store for model, item in (changed.read_models or {}).items()}
    for path, store in stores.items():
        if store is not None and store.engine is not None:
            yield f"{name}.{path}.engine", store.engine
    if changed.messaging is not None and changed.messaging.delivery is not None:
        yield f"{name}.messaging.delivery", changed.messaging.delivery
    if changed.api is not None and changed.api.protocol is not None:
        yield f"{name}.api.protocol", ", ".join(sorted(changed.api.protocol))


def _environment_mesh(
    design: Design, name: str, written: WrittenMesh | None, profile: Profile, sources: Sources
) -> Mesh:
    platform = design.platform
    levels = (
        Level(("environments", name, "mesh"), written),
        Level(("platform", "mesh"), platform.mesh if platform else None),
    )
    settings = Settings(sources, f"environments.{name}.mesh", levels)
    if name == "dev" and (written is None or written.kind is None):
        own = Settings(sources, settings.object_path, levels[:1])
        mesh = _mesh(settings, profile)
        return replace(mesh, kind=own.value("kind", "none", "built-in: dev has no mesh"), retries=0)
    return _mesh(settings, profile)


def _mesh(settings: Settings, profile: Profile) -> Mesh:
    retries = settings.value("retries", False)
    return Mesh(
        kind=settings.value("kind", profile.mesh, profile.source),
        mtls=settings.value("mtls", "strict"),
        authorization=settings.value("authorization", "deny-by-default"),
        retries=0 if retries is False else int(retries),
        route_timeout=settings.optional("route_timeout", "derived from the calls of each route"),
        max_ejection=settings.optional("max_ejection", "derived from what each callee needs"),
        max_connections=settings.optional("max_connections", "derived from what each callee needs"),
    )
