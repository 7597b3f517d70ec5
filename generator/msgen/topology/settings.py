"""Settings of one service by topic: store, messaging, scaling, deployment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from math import ceil, floor

from msgspec import Struct

from msgen.design.defaults import Defaults
from msgen.design.delivery import CanaryStep as WrittenStep
from msgen.design.service import ReadModel as WrittenReadModel
from msgen.design.service import Service as WrittenService
from msgen.topology.levels import Level, Settings, Sources, YamlPath
from msgen.topology.model import Backup, CanaryStep, Deployment, Messaging, Resources, Scaling, Slo, Store
from msgen.topology.profiles import Profile
from msgen.topology.timing import LONGEST

_DRAIN = timedelta(seconds=10)
_MOSTLY = 0.8
_MEBIBYTE = 1024**2


class ServiceSettings(Struct, frozen=True):
    """Reads the topics of one service through all levels."""

    name: str
    service: WrittenService
    context: str
    context_defaults: Defaults | None
    defaults: Defaults | None
    profile: Profile
    sources: Sources

    def topic(self, topic: str, *, own: bool = True) -> Settings:
        """The levels of a topic: the service, its context's defaults, the system's."""
        return Settings(self.sources, f"{self.name}.{topic}", self._levels(topic, self.service if own else None))

    def _levels(self, topic: str, service: WrittenService | None) -> Sequence[Level]:
        return tuple(
            Level((*path, topic), getattr(model, topic, None) if model is not None else None)
            for path, model in self._places(service)
        )

    def _places(self, service: WrittenService | None) -> tuple[tuple[YamlPath, WrittenService | Defaults | None], ...]:
        return (
            (("services", self.name), service),
            (("contexts", self.context, "defaults"), self.context_defaults),
            (("defaults",), self.defaults),
        )

    def scaling(self, *, is_worker: bool, waiting: float) -> Scaling:
        """`waiting` is the share of its service time that it waits for its callees."""
        settings = self.topic("scaling")
        least = settings.value("min", self.profile.minimum_pods, self.profile.source)
        most = settings.value("max", max(least, self.profile.maximum_pods), self.profile.source)
        derived = "lag" if is_worker else "rate" if waiting > _MOSTLY else "cpu"
        return Scaling(
            minimum=least,
            maximum=max(least, most),
            per_pod=settings.value("per_pod", Decimal(50), "assumed"),
            target=settings.value("target", Decimal(70)),
            metric=settings.value("metric", derived, "derived from what the service does"),
            concurrency=self.concurrency(),
            startup=settings.value("startup", timedelta(seconds=10), "assumed"),
        )

    def concurrency(self) -> int | None:
        """Requests in flight per pod; `None` where nothing says."""
        value: int | None = self.topic("scaling").optional("concurrency")
        return value

    def availability(self) -> Decimal:
        """Of the service's own pods, in percent."""
        places: tuple[tuple[YamlPath, WrittenService | Defaults | None], ...] = self._places(self.service)
        settings = Settings(self.sources, self.name, tuple(Level(path, model) for path, model in places))
        value: Decimal = settings.value("availability", Decimal("99.99"), "assumed")
        return value

    def slo(self) -> Slo | None:
        """What the service promises; `None` where no level promises anything."""
        settings = self.topic("slo")
        if all(level.model is None for level in settings.levels):
            return None
        latency = settings.below("latency")
        return Slo(
            availability=settings.optional("availability"),
            latency_p50=latency.optional("p50"),
            latency_p99=latency.optional("p99"),
            freshness=settings.optional("freshness"),
            window=settings.value("window", timedelta(days=30)),
            alerts=settings.value("alerts", "multi-window"),
        )

    def store(self, scaling: Scaling, *, keeps_rows: bool) -> Store:
        settings = self.topic("store")
        written = self.service.store
        if not keeps_rows and (written is None or written.engine is None):
            engine = self.sources.note(f"{self.name}.store.engine", "none", "derived: it keeps nothing of its own")
        else:
            engine = settings.value("engine", "postgres")
        return self._store(settings, engine, self.name, scaling)

    def read_model_store(self, name: str, model: WrittenReadModel, scaling: Scaling) -> Store:
        own = Level(("services", self.name, "read_models", name, "store"), model.store)
        levels = (own, *self._levels("store", None))
        settings = Settings(self.sources, f"{self.name}.read_models.{name}.store", levels)
        return self._store(settings, settings.value("engine", "postgres"), name, scaling)

    def _store(self, settings: Settings, engine: str, name: str, scaling: Scaling) -> Store:
        most = settings.value("max_connections", 200)
        pool = min(10, max(2, floor((most - 10) / scaling.maximum)))
        return Store(
            engine=engine,
            name=settings.value("name", name, "derived from its owner"),
            replicas=settings.value("replicas", self.profile.store_replicas, self.profile.source),
            availability=settings.value("availability", Decimal("99.95"), "assumed"),
            pool=settings.value("pool", pool, "derived from max_connections and scaling.max"),
            max_connections=most,
            backup=_backup(settings),
        )

    def messaging(self, *, has_store: bool) -> Messaging:
        settings = self.topic("messaging")
        delivery = "outbox" if has_store else "direct"
        queue = settings.value("queue", 100)
        partitions = settings.value("partitions", "none")
        return Messaging(
            delivery=settings.value("delivery", delivery, "built-in" if has_store else "derived: it has no store"),
            batch=settings.value("batch", 100),
            poll=settings.value("poll", timedelta(milliseconds=100)),
            queue=None if queue == "unbounded" else queue,
            partitions=None if partitions == "none" else partitions,
            propagate=settings.value("propagate", True),
        )

    def deployment(
        self, scaling: Scaling, longest_deadline: timedelta, rate: Decimal | None, slo: Slo | None
    ) -> Deployment:
        """`rate` is the service's load; `None` where no journey gives one."""
        settings = self.topic("deployment")
        grace = timedelta(seconds=ceil((_DRAIN + longest_deadline).total_seconds()))
        pdb = settings.value("pdb", 1 if scaling.maximum > 1 else "off")
        strategy = settings.value("strategy", self.profile.strategy, self.profile.source)
        return Deployment(
            strategy=strategy,
            grace=settings.value("grace", grace, "derived from the longest deadline"),
            pdb=None if pdb == "off" else f"{pdb}%" if isinstance(pdb, Decimal) else str(pdb),
            spread=settings.value("spread", "zone"),
            resources=_resources(settings.below("resources")),
            steps=self._steps(settings, strategy, rate, slo),
            state=settings.value("state", "none"),
        )

    def _steps(
        self, settings: Settings, strategy: str, rate: Decimal | None, slo: Slo | None
    ) -> tuple[CanaryStep, ...]:
        written = settings.optional("steps")
        if strategy != "canary":
            return ()
        steps = written or tuple(WrittenStep(share=f"{share}%") for share in (5, 25, 50))
        promised = slo.availability if slo and slo.availability is not None else Decimal("99.9")
        return tuple(
            CanaryStep(
                step.share,
                step.dwell or _dwell(step.share, rate, promised),
                None if step.metric == "none" else step.metric or "slo",
            )
            for step in steps
        )


def _dwell(share: Decimal, rate: Decimal | None, promised: Decimal) -> timedelta:
    """Until 10 / (1 - SLO) requests have come to the new version, at least 5 min; 30 min where no load is known."""
    if not rate or promised >= 100 or share <= 0:
        return timedelta(minutes=30)
    requests = 10 / (1 - promised / 100)
    needed = min(ceil(requests / (rate * share / 100)), LONGEST // timedelta(seconds=1))
    return max(timedelta(minutes=5), timedelta(seconds=needed))


def _backup(settings: Settings) -> Backup | None:
    if all(getattr(level.model, "backup", None) is None for level in settings.levels):
        return None
    inner = settings.below("backup")
    return Backup(inner.optional("rpo"), inner.optional("rto"))


def _resources(settings: Settings) -> Resources:
    cpu = _number(settings.value("cpu", 250))
    memory = _number(settings.value("memory", 256 * _MEBIBYTE))
    cpu_limit = settings.value("cpu_limit", "none" if cpu is None else 4 * cpu, "derived from cpu")
    memory_limit = settings.value("memory_limit", "none" if memory is None else 2 * memory, "derived from memory")
    return Resources(cpu, memory, _number(cpu_limit), _number(memory_limit))


def _number(value: int | str) -> int | None:
    return None if isinstance(value, str) else value
