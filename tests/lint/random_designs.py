"""Random designs: small systems with everything that the language has, at its extremes. The same text for one seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

_WORDS = ("order", "payment", "rating", "kitchen", "user", "price", "mail", "stock", "route")
_SIZES = (1, 2, 2, 3, 3, 4, 5, 9)
_DURATIONS = ("0ms", "1ms", "5ms", "40ms", "300ms", "2s", "1m", "1h", "30d", "36500d")
_ORDINARY_DURATIONS = ("5ms", "20ms", "150ms", "900ms", "3s")
_PERCENTAGES = ("0%", "0.0001%", "50%", "99%", "99.9%", "99.99%", "99.999999999%", "100%")
_ORDINARY_PERCENTAGES = ("99%", "99.9%", "99.95%", "99.99%")
_RATES = ("0/s", "0.000001/h", "1/m", "1/s", "50/s", "900/s", "1000000000/s")
_ORDINARY_RATES = ("5/s", "40/s", "300/s")
_COUNTS = (1, 2, 3, 10, 100, 1_000_000_000)
_NUMBERS = (0.001, 0.5, 1, 2.5, 1_000_000)
_SCALARS = ("string", "uuid", "int(1..50)", "money", "datetime?", "email pii", "string? pci", "list(string)", "bool")
_FALLBACKS = ("cache", "static", "call", "function", "ignore")
_ENGINES = ("postgres", "sqlite", "mysql", "mongodb", "redis", "cassandra", "none")

Written = dict[str, Any]


@dataclass
class _Sketch:
    """What the other services may know of one."""

    name: str
    context: str
    aggregates: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    is_written: bool = False
    """Its operations are; otherwise they are derived from its aggregates."""
    has_api: bool = True
    is_placed: bool = True
    """Its context is written; otherwise it has one of its own, without types."""
    events: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    """Those of its events that its context declares, so that nobody needs to publish them."""

    @property
    def operations(self) -> list[str]:
        return [*self.queries, *self.commands]


def random_design(seed: int) -> str:
    """The YAML text of a system of one to nine services, nearly always a valid one."""
    return as_yaml(_Author(Random(seed)).system())


def commented(text: str, random: Random) -> str:
    """A design with comments on lines of their own and behind values, each another one."""
    lines: list[str] = []
    for number, line in enumerate(text.splitlines()):
        if random.random() < 0.1:
            indent = len(line) - len(line.lstrip(" "))
            lines.append(f"{' ' * indent}# above line {number}")
        lines.append(f"{line}  # beside line {number}" if random.random() < 0.1 else line)
    return "\n".join(lines) + "\n"


def as_yaml(value: Mapping[str, Any]) -> str:
    """In block style, as a person writes it."""
    return "".join(f"{line}\n" for line in _block(value))


def _block(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = key if key.replace("-", "").replace("_", "").isalnum() and not key[0].isdigit() else json.dumps(key)
            yield from _entry(f"{name}:", item, "  ")
    else:
        for item in value:
            yield from _entry("-", item, "  ")


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping | list):
        yield f"{head} {json.dumps(item)}"
    elif not item:
        yield f"{head} {'{}' if isinstance(item, Mapping) else '[]'}"
    elif head == "-":
        first, *rest = _block(item)
        yield f"- {first}"
        yield from (f"{indent}{line}" for line in rest)
    else:
        yield head
        yield from (f"{indent}{line}" for line in _block(item))


class _Author:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.is_extreme = random.random() < 0.6
        """Otherwise its numbers are such as people write, and what takes the time is the structure."""
        self.density = random.choice((0.05, 0.3, 0.7))
        """How likely an optional key is written."""
        self.contexts = [f"area-{number}" for number in range(random.randint(1, 4))]
        self.teams = [f"team-{number}" for number in range(random.randint(0, 3))]
        self.externals = [f"outside-{number}" for number in range(random.randint(0, 3))]
        self.sketches = [self._sketch(word) for word in random.sample(_WORDS, random.choice(_SIZES))]
        self.events = [event for sketch in self.sketches for event in sketch.events]

    def system(self) -> Written:
        return {
            "msgen": 1,
            "name": "random",
            **self._some(
                profile=lambda: self._one("minimal", "standard", "production"),
                defaults=self._defaults,
                platform=self._platform,
                telemetry=lambda: {"labels": {"tenant": self._count(), "plan": self._count()}},
            ),
            "teams": {team: self._team() for team in self.teams},
            "actors": {"customer": "Buys"},
            "externals": {name: self._external() for name in self.externals},
            "contexts": {name: self._context(name) for name in self.contexts},
            **self._some(context_map=self._context_map),
            "services": {sketch.name: self._service(sketch) for sketch in self.sketches},
            **self._some(
                sagas=self._sagas,
                journeys=self._journeys,
                environments=self._environments,
                experiments=self._experiments,
                decisions=self._decisions,
                waivers=self._waivers,
                likely=True,
            ),
        }

    # Chance

    def _maybe(self, *, likely: bool = False) -> bool:
        return self.random.random() < (0.8 if likely else self.density)

    def _some(self, *, likely: bool = False, **makers: Any) -> Written:
        """Some of these keys; what a maker leaves empty is left out."""
        made = {name.rstrip("_"): make() for name, make in makers.items() if self._maybe(likely=likely)}
        return {name: value for name, value in made.items() if value not in ({}, [], None)}

    def _one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def _several(self, values: Sequence[Any], most: int = 3) -> list[Any]:
        return self.random.sample(list(values), self.random.randint(0, min(most, len(values))))

    def _duration(self) -> str:
        return self._one(*(_DURATIONS if self.is_extreme else _ORDINARY_DURATIONS))

    def _percentage(self) -> str:
        return self._one(*(_PERCENTAGES if self.is_extreme else _ORDINARY_PERCENTAGES))

    def _rate(self) -> str:
        return self._one(*(_RATES if self.is_extreme else _ORDINARY_RATES))

    def _more_than_none(self, draw: Callable[[], str]) -> str:
        drawn = draw()
        return drawn if drawn not in ("0/s", "0%") else self._more_than_none(draw)

    def _count(self) -> int:
        return self._one(*(_COUNTS if self.is_extreme else _COUNTS[:4]))

    def _number(self) -> float:
        return self._one(*(_NUMBERS if self.is_extreme else _NUMBERS[1:4]))

    def _latency(self) -> Written:
        return self._some(p50=self._duration, p99=self._duration, likely=True)

    def _fields(self, *first: str, named: bool = True) -> Written:
        types = (*_SCALARS, "Place", "State") if named else _SCALARS
        return {name: "uuid" for name in first} | {
            f"field_{number}": self._one(*types) for number in range(self.random.randint(0, 3))
        }

    # The whole

    def _team(self) -> Written:
        return self._some(slack=lambda: "#team", oncall=lambda: "rota", runbooks=lambda: self._one("none", "docs/runs"))

    def _external(self) -> Written:
        return self._some(
            availability=self._percentage,
            latency=self._latency,
            rate_limit=self._rate,
            idempotency_key=lambda: self._one(True, False),
            config_key=lambda: "none",
            egress=lambda: self._one(True, False),
        )

    def _context(self, name: str) -> Written:
        own = [event for sketch in self.sketches if sketch.context == name for event in sketch.declared]
        return {
            "types": {"Place": {"street": "string pii", "city": "string"}, "State": "enum(open|shut)"},
            **self._some(
                subdomain=lambda: self._one("core", "supporting", "generic"),
                owner=lambda: self._one(*self.teams) if self.teams else None,
                language=lambda: {self._one("Order", "Basket"): self._one("one thing", "another thing")},
                shared=lambda: self._several(("Place", "State")),
                defaults=self._defaults,
            ),
            **({"events": {event: self._event() for event in own}} if own else {}),
        }

    def _event(self) -> Written:
        return self._some(
            version=lambda: self._one(1, 2, 7),
            key=lambda: self._one("none", "order_id", "id"),
            fields=lambda: self._fields("order_id"),
            contains=lambda: self._several(("pii", "pci")),
            compatibility=lambda: self._one("none", "backward", "forward", "full"),
            public=lambda: self._one(True, False),
            retention=self._duration,
        )

    def _context_map(self) -> list[Written]:
        pairs = [
            (upstream, downstream)
            for upstream in (*self.contexts, *self.externals)
            for downstream in self.contexts
            if upstream != downstream
        ]
        patterns = (
            "upstream-downstream", "customer-supplier", "conformist", "partnership", "shared-kernel", "separate-ways",
        )  # fmt: skip
        return [
            {
                "upstream": upstream,
                "downstream": downstream,
                **self._some(
                    pattern=lambda: self._one(*patterns),
                    upstream_roles=lambda: self._several(("open-host-service", "published-language")),
                    downstream_roles=lambda: self._several(("anticorruption-layer", "conformist")),
                ),
            }
            for upstream, downstream in self._several(pairs, 5)
        ]

    def _platform(self) -> Written:
        return self._some(
            broker=lambda: self._one("nats", "kafka", "rabbitmq"),
            zones=lambda: self._one(1, 2, 3, 1_000_000),
            namespaces=lambda: self._one("context", "system"),
            layout=lambda: self._one("mono-repo", "multi-repo"),
            mesh=self._mesh,
        )

    def _mesh(self) -> Any:
        kinds = ("istio", "istio-ambient", "linkerd", "none")
        if self._maybe():
            return self._one(*kinds)
        return self._some(
            kind=lambda: self._one(*kinds),
            mtls=lambda: self._one("strict", "permissive"),
            authorization=lambda: self._one("deny-by-default", "allow-all"),
            retries=lambda: self._one(False, 0, 2, 10),
            route_timeout=self._duration,
            max_ejection=self._percentage,
            max_connections=self._count,
        )

    def _environments(self) -> Written:
        chosen = self.sketches[: self.random.randint(0, 2)]
        return {
            "dev": self._some(replicas=lambda: self._one("0%", "34%", "100%", "10000%"), mesh=self._mesh),
            "prod": {
                **self._some(region=lambda: ["eu", "us"], promote_from=lambda: "dev"),
                "overrides": {sketch.name: self._settings() for sketch in chosen},
            },
        }

    def _experiments(self) -> Written:
        names = [*self.externals, *(sketch.name for sketch in self.sketches)]
        return {
            f"test-{number}": {
                "on": self._one(*names),
                "fault": self._one("slow", "errors", "down"),
                **self._some(delay=self._duration, share=self._percentage, for_=self._duration),
            }
            for number in range(self.random.randint(0, 3))
        }

    def _decisions(self) -> Written:
        return {
            "0001": {
                "title": "Decide",
                "because": "one must",
                "affects": [self._one(*self.sketches).name],
                "enforced_by": ["RES03"],
            }
        }

    def _waivers(self) -> list[Written]:
        return [
            {
                "rule": self._one("AVL03", "RES03", "EVT02", "COM01", "OBS01"),
                "on": sketch.name,
                "reason": "known and accepted",
                **self._some(until=lambda: self._one("2020-01-01", "2999-12-31")),
            }
            for sketch in self.sketches[:2]
        ]

    # Services

    def _sketch(self, word: str) -> _Sketch:
        noun = word.capitalize()
        sketch = _Sketch(f"{word}s", self._one(*self.contexts))
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

    def _service(self, sketch: _Sketch) -> Written:
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
            return self._one(*_ENGINES)
        return self._some(
            engine=lambda: self._one(*_ENGINES),
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

    def _aggregate(self, sketch: _Sketch) -> Written:
        return self._some(
            fields=lambda: self._fields(named=sketch.is_placed),
            value_objects=lambda: ["Place"] if sketch.is_placed else None,
            events=lambda: self._several(sketch.events),
            persistence=lambda: self._one("state", "event-sourced"),
            snapshot_every=self._count,
            contains=lambda: self._several(("pii", "pci")),
        )

    def _read_models(self, sketch: _Sketch) -> Written:
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

    # What is asked

    def _api(self, sketch: _Sketch) -> Any:
        protocol = self._one("rest", "grpc", ["rest", "grpc"])
        operations = {name: self._operation(sketch, "query") for name in sketch.queries}
        operations |= {name: self._operation(sketch, "command") for name in sketch.commands}
        if not sketch.is_written and self._maybe():
            return protocol
        return {
            "protocol": protocol,
            **self._some(
                exposure=lambda: self._one("internal", "partner", "public"),
                auth=lambda: self._one("none", "jwt", "oauth2", "mtls"),
                version=lambda: self._one("v1", "v2", "none"),
                transcoding=lambda: self._one(True, False),
            ),
            **({"operations": operations} if sketch.is_written else {}),
        }

    def _operation(self, sketch: _Sketch, kind: str) -> Written:
        return {
            "kind": kind,
            **self._some(
                input=lambda: self._one("unknown", self._fields("order_id", named=sketch.is_placed)),
                output=lambda: self._one("unknown", self._fields("id", named=sketch.is_placed)),
                auth=lambda: {"public": self._one(True, False), "scopes": self._several(("read", "write"))},
                idempotent=lambda: self._one(True, False),
                idempotency_key=lambda: "Idempotency-Key",
                pagination=lambda: self._one("cursor", "none") if kind == "query" else None,
                timeout=self._duration,
                rate_limit=lambda: self._one("none", self._rate()),
                latency=self._latency,
                publishes=lambda: self._several(sketch.events),
                reads=lambda: self._accessed(),
                writes=lambda: self._accessed(),
                hedge=lambda: self._one(True, False),
                strategy=lambda: self._one("wait", "primary", "eventual"),
            ),
            **self._some(calls=lambda: self._calls(self._one(0, 0, 1, 1, 2, 3)), likely=True),
        }

    def _accessed(self) -> list[str]:
        stored = [f"{sketch.name}.{name}" for sketch in self.sketches for name in sketch.aggregates]
        return self._several(stored)

    def _target(self) -> str | None:
        """Of a call: an external system, a service or an operation, be it the caller itself."""
        targets = list(self.externals)
        for sketch in self.sketches:
            targets += [f"{sketch.name}.{operation}" for operation in sketch.operations]
            if sketch.has_api and (sketch.operations or not sketch.is_written):
                targets.append(sketch.name)
        return self._one(*targets) if targets else None

    def _calls(self, number: int) -> list[Any]:
        calls = [self._call() for _ in range(number)]
        return [call for call in calls if call is not None]

    def _call(self) -> Any:
        target = self._target()
        if target is None or not self._maybe():
            return target
        replies = [event for sketch in self.sketches if sketch.name == target.partition(".")[0]
                   for event in sketch.events if event not in sketch.declared]  # fmt: skip
        return {
            "to": target,
            **self._some(
                timeout=lambda: self._one("none", self._duration()),
                retry=self._retry,
                circuit_breaker=lambda: self._one("off", self._breaker()),
                bulkhead=lambda: self._one("off", self._count()),
                fallback=self._fallback,
                group=lambda: self._one("a", "b"),
                per_request=self._number,
                deadline=lambda: self._one("propagate", "off"),
                hedge=lambda: self._one("off", self._duration()),
                forward_token=lambda: self._one(True, False),
                await_reply=lambda: self._one(*replies) if replies else None,
            ),
        }

    def _retry(self) -> Written:
        return self._some(
            attempts=lambda: self._one(1, 2, 10),
            backoff=self._duration,
            jitter=lambda: self._one("full", "none"),
            cap=lambda: self._one("none", self._duration()),
            budget=lambda: self._one("none", self._percentage()),
            owner=lambda: self._one("app", "mesh"),
            likely=True,
        )

    def _breaker(self) -> Written:
        return self._some(
            window=self._duration,
            min_calls=self._count,
            failure_rate=self._percentage,
            open_for=self._duration,
            probes=self._count,
            likely=True,
        )

    def _fallback(self) -> Any:
        kind, target = self._one(*_FALLBACKS), self._target()
        if kind == "call":
            return {"kind": kind, "to": target}
        return {"kind": kind, **self._some(ttl=self._duration)} if kind == "cache" else kind

    # Across services

    def _sagas(self) -> Written:
        commands = [f"{sketch.name}.{name}" for sketch in self.sketches for name in sketch.commands]
        published = [event for sketch in self.sketches for event in sketch.events]
        if not commands or not published:
            return {}
        return {
            f"saga-{number}": {
                "trigger": self._one(*published),
                **self._some(
                    style=lambda: self._one("orchestration", "choreography"),
                    coordinator=lambda: self._one(*self.sketches).name,
                    deadline=self._duration,
                    isolation=lambda: self._one("lock", "version", "none"),
                ),
                "steps": [self._step(f"step-{step}", commands) for step in range(self.random.randint(1, 4))],
            }
            for number in range(self.random.randint(0, 2))
        }

    def _step(self, name: str, commands: Sequence[str]) -> Written:
        return {
            "name": name,
            "do": self._one(*commands),
            **self._some(
                compensate=lambda: self._one(*commands), pivot=lambda: self._one(True, False), timeout=self._duration
            ),
        }

    def _journeys(self) -> Written:
        entries = [f"{sketch.name}.{name}" for sketch in self.sketches for name in sketch.operations]
        number = self.random.randint(0, 4) if entries else 0
        return {f"journey-{index}": self._journey(entries) for index in range(number)}

    def _journey(self, entries: list[str]) -> Written:
        return {
            "entry": self._one(self._one(*entries), self._several(entries)) or entries,
            **self._some(actor=lambda: "customer", peak=self._rate, availability=self._percentage, likely=True),
            **self._some(
                growth=lambda: self._one("0%", "60%", "10000%") if self.is_extreme else "60%",
                peak_factor=self._number,
                ramp=self._duration,
                latency_p99=self._duration,
                criticality=lambda: self._one("high", "normal"),
            ),
        }
