"""Services: what they keep, hear and are set to."""

from __future__ import annotations

from typing import Any

from .asked import Asked
from .draws import ENGINES, Sketch, Written


class Services(Asked):
    """Writes services."""

    def _sketch(self, word: str) -> Sketch:
        noun = word.capitalize()
        sketch = Sketch(f"{word}s", self._one(*self.contexts))
        sketch.has_api = self._maybe(likely=True)
        sketch.events = [f"{noun}{past}" for past in self._several(("Placed", "Changed", "Closed"))]
        sketch.is_placed = self._maybe(likely=True)
        sketch.declared = self._several(sketch.events) if sketch.is_placed else []
        sketch.aggregates = self._one([], [noun], [noun], [noun, f"{noun}Line"])
        sketch.is_written = sketch.has_api and self._maybe(likely=True)
        if sketch.is_written:
            sketch.queries = [f"{verb}{noun}" for verb in self._several(("Find", "Show", "Get"))]
            sketch.commands = [f"{verb}{noun}" for verb in self._several(("Place", "Close", "Move"))]
        elif sketch.has_api and sketch.aggregates:
            sketch.queries = [f"Get{noun}"]
            sketch.commands = [f"Create{noun}", f"Update{noun}"]
        return sketch

    def _service(self, sketch: Sketch) -> Written:
        return {
            **({"context": sketch.context} if sketch.is_placed else {}),
            **({"api": self._api(sketch)} if sketch.has_api else {}),
            "aggregates": {name: self._aggregate(sketch) for name in sketch.aggregates},
            "publishes": [event for event in sketch.events if event not in sketch.declared or self._maybe()],
            **self._some(
                subscribes=lambda: [self._subscription(event) for event in self._several(self.events)],
                calls=lambda: self._calls(self.random.randint(0, 3)),
                likely=True,
            ),
            **self._some(
                role=lambda: self._one("service", "bff", "gateway", "read-model"),
                owner=lambda: self._one(*self.teams) if self.teams else None,
                read_models=lambda: self._read_models(sketch),
                versions=self._versions,
                config=lambda: {self._one("LIMIT", "API_PASSWORD"): "string"},
                secrets=lambda: ["API_KEY"],
            ),
            **self._settings(),
        }

    def _settings(self) -> Written:
        """What defaults and overrides may hold too, but for the interface."""
        return self._some(
            availability=self._percentage,
            store=self._store,
            messaging=self._messaging,
            scaling=self._scaling,
            deployment=self._deployment,
            slo=self._slo,
            probes=self._probes,
            runtime=lambda: self._some(
                language=lambda: self._one("python", "go"), model=lambda: self._one("async", "sync"), likely=True
            ),
        )

    def _defaults(self) -> Written:
        return self._settings()

    def _store(self) -> Any:
        if self._maybe():
            return self._one(*ENGINES)
        return self._some(
            engine=lambda: self._one(*ENGINES),
            name=lambda: self._one("shared", "other"),
            replicas=self._count,
            availability=self._percentage,
            pool=self._count,
            max_connections=self._count,
            backup=lambda: {"rpo": self._duration(), "rto": self._duration()},
        )

    def _messaging(self) -> Written:
        return self._some(
            delivery=lambda: self._one("outbox", "direct", "cdc"),
            batch=self._count,
            poll=self._duration,
            partitions=lambda: self._one("none", self._count()),
            queue=lambda: self._one("unbounded", self._count()),
            propagate=lambda: self._one(True, False),
        )

    def _scaling(self) -> Written:
        low, high = sorted((self._count(), self._count()))
        return self._some(
            min=lambda: self._one(0, low) if self.is_extreme else low,
            max=lambda: high,
            per_pod=lambda: self._more_than_none(self._rate),
            concurrency=self._count,
            target=lambda: self._more_than_none(self._percentage),
            startup=self._duration,
            metric=lambda: self._one("cpu", "rate", "lag"),
        )

    def _deployment(self) -> Written:
        return self._some(
            strategy=lambda: self._one("rolling", "canary", "blue-green"),
            steps=lambda: [
                self._one("5%", "100%"),
                {"share": self._percentage(), "dwell": self._duration(), "metric": self._one("slo", "none")},
            ],
            grace=self._duration,
            pdb=lambda: self._one("off", 0, 1, 10_000, "0%", "25%", "100%"),
            spread=lambda: self._one("zone", "node", "none"),
            resources=lambda: self._one("none", {"cpu": "250m", "memory": "none"}, {"cpu": 0, "memory_limit": "1Gi"}),
            state=lambda: self._one("none", "disk", "sticky"),
        )

    def _slo(self) -> Written:
        return self._some(
            availability=self._percentage,
            latency=self._latency,
            freshness=self._duration,
            window=self._duration,
            alerts=lambda: self._one("multi-window", "single", "none"),
        )

    def _probes(self) -> Written:
        names = ["store", "broker", *self.externals, *(sketch.name for sketch in self.sketches)]
        return self._some(liveness=lambda: self._several(names), readiness=lambda: self._several(names))

    def _aggregate(self, sketch: Sketch) -> Written:
        return self._some(
            fields=lambda: self._fields(named=sketch.is_placed),
            value_objects=lambda: ["Place"] if sketch.is_placed else None,
            events=lambda: self._several(sketch.events),
            persistence=lambda: self._one("state", "event-sourced"),
            snapshot_every=self._count,
            contains=lambda: self._several(("pii", "pci")),
        )

    def _read_models(self, sketch: Sketch) -> Written:
        sources = self._several(self.events)
        serves = self._several(sketch.queries) if sketch.is_written else []
        if not sources:
            return {}
        return {
            f"{sketch.name}-view": {
                "sources": sources,
                **self._some(
                    store=self._store,
                    staleness=self._duration,
                    serves=lambda: serves,
                    fields=lambda: self._fields(named=False),
                ),
            }
        }

    def _versions(self) -> Written:
        weight = self._one("0%", "10%", "100%")
        return {
            "v1": self._some(calls=lambda: self._calls(1), likely=True),
            "v2": {"weight": weight, **self._some(calls=lambda: self._calls(2))},
            "v3": {"match": {"header": {"end-user": "jason"}}},
        }

    def _subscription(self, event: str) -> Any:
        if not self._maybe():
            return event
        return {
            "event": event,
            **self._some(
                retries=lambda: self._one("unlimited", 0, self._count()),
                dead_letter=lambda: self._one("on", "off"),
                idempotency=lambda: self._one("inbox", "natural", "none"),
                ordering=lambda: self._one("key", "none"),
                latency=self._latency,
            ),
        }
