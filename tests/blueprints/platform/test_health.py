"""Readiness asks the checks, but not more often than needed, and the probes tell it."""

import asyncio
import json

import httpx2
from sample_service.platform.health import Health
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.probes import ManagementApp


class Check:
    def __init__(self, error: Exception | None = None) -> None:
        self.asked = 0
        self.error = error

    async def __call__(self) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error


async def hang() -> None:
    await asyncio.Event().wait()


async def test_a_service_is_ready_between_its_start_and_its_end():
    health = Health()
    assert not (await health.readiness()).ready
    health.mark_started()
    assert (await health.readiness()).ready
    health.mark_draining()
    assert not (await health.readiness()).ready


async def test_a_failed_or_slow_check_makes_the_service_not_ready():
    health = Health()
    health.mark_started()
    health.add_check("database", Check())
    health.add_check("broker", Check(ConnectionError("refused")))
    health.add_check("disk", hang, timeout=0.001)
    readiness = await health.readiness()
    assert not readiness.ready
    assert readiness.checks == {
        "broker": "ConnectionError",
        "database": "ok",
        "disk": "no answer within 0.001 s",
    }


async def test_the_result_of_a_check_is_kept_for_a_while():
    now, check = [100.0], Check()
    health = Health(clock=lambda: now[0])
    health.add_check("database", check, max_age=5)
    await asyncio.gather(*(health.readiness() for _ in range(20)))
    assert check.asked == 1
    now[0] += 5.1
    await health.readiness()
    assert check.asked == 2


async def test_whoever_waits_for_a_change_is_woken():
    health = Health()
    changed = health.changed
    health.mark_started()
    await changed.wait()
    assert not health.changed.is_set()


async def test_the_metrics_port_tells_health_and_metrics():
    health, registry = Health(), MetricsRegistry()
    registry.counter("seen_total", "Seen.").add()
    health.add_check("database", Check())
    transport = httpx2.ASGITransport(ManagementApp(health, registry))
    async with httpx2.AsyncClient(transport=transport, base_url="http://orders") as client:

        async def ask(path: str) -> tuple[int, object]:
            response = await client.get(path)
            return response.status_code, json.loads(response.content)

        assert await ask("/startupz") == (503, {"status": "starting"})
        assert await ask("/readyz") == (503, {"status": "not ready", "checks": {"database": "ok"}})
        health.mark_started()
        assert await ask("/startupz") == (200, {"status": "started"})
        assert await ask("/readyz") == (200, {"status": "ready", "checks": {"database": "ok"}})
        health.mark_draining()
        assert await ask("/readyz") == (503, {"status": "draining", "checks": {"database": "ok"}})
        assert await ask("/livez") == (200, {"status": "alive"})
        assert await ask("/nothing") == (404, {"status": "not found"})
        assert "seen_total 1" in (await client.get("/metrics")).text
