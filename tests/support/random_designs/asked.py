"""What is asked of services: operations and calls."""

from __future__ import annotations

from typing import Any

from .draws import FALLBACKS, Draws, Sketch, Written


class Asked(Draws):
    """Writes what is asked."""

    def _api(self, sketch: Sketch) -> Any:
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

    def _operation(self, sketch: Sketch, kind: str) -> Written:
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
        kind, target = self._one(*FALLBACKS), self._target()
        if kind == "call":
            return {"kind": kind, "to": target}
        return {"kind": kind, **self._some(ttl=self._duration)} if kind == "cache" else kind
