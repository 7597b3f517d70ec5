"""What stands around services: teams, contexts, platform, environments."""

from __future__ import annotations

from typing import Any

from .draws import Written
from .services import Services


class Surroundings(Services):
    """Writes what is no service."""

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
