"""`/livez`, `/readyz`, `/startupz` and `/metrics`, on any port and without a framework."""

from __future__ import annotations

from .asgi import TEXT, Receive, Scope, Send, respond, respond_json
from .health import Health
from .metrics import MetricsRegistry

PROBE_PATHS = frozenset({"/livez", "/readyz", "/startupz"})


class Probes:
    """Answers the paths in `PROBE_PATHS`."""

    def __init__(self, health: Health) -> None:
        self._health = health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["path"]:
            case "/livez":
                await respond_json(send, 200, {"status": "alive"})
            case "/startupz":
                started = self._health.started
                status = "started" if started else "starting"
                await respond_json(send, 200 if started else 503, {"status": status})
            case _:
                await self._tell_readiness(send)

    async def _tell_readiness(self, send: Send) -> None:
        readiness = await self._health.readiness()
        word = "draining" if self._health.draining else "not ready"
        content = {"status": "ready" if readiness.ready else word, "checks": readiness.checks}
        await respond_json(send, 200 if readiness.ready else 503, content)


class ManagementApp:
    """What runs on the metrics port."""

    def __init__(self, health: Health, registry: MetricsRegistry) -> None:
        self._probes = Probes(health)
        self._registry = registry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/metrics":
            await respond(send, 200, self._registry.render().encode(), TEXT)
        elif scope["path"] in PROBE_PATHS:
            await self._probes(scope, receive, send)
        else:
            await respond_json(send, 404, {"status": "not found"})
