"""Measures the routes of a generated service `orders`, whose source folder is the argument, in this process.

Writes one JSON object to stderr: microseconds of CPU per request, by side and method. Stdout gets the access log, which
the parent sends to nowhere but which must be written. FastAPI reads annotations as values here: no postponed ones.
"""

import asyncio
import importlib
import json
import os
import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Path, Response

SOURCE = sys.argv[1]
ROUNDS, REQUESTS = 9, 400
SAMPLED = {"1 %": 0.01, "100 %": 1.0}
IDENTITY = UUID("3ed8b514-158e-48a6-b544-ee06aa960ed4")


def part(name: str) -> Any:
    """A module of the generated service."""
    return importlib.import_module(f"orders.{name}")


def bare_app() -> FastAPI:
    """The two routes as a careful person writes them, and nothing else."""
    models = part("app.messages")
    app = FastAPI()
    created, order = answers()

    async def create(body: models.CreateOrderInput, response: Response) -> models.CreateOrderOutput:  # type: ignore[name-defined]
        response.headers["ETag"] = '"1"'
        response.headers["Location"] = f"/v1/orders/{created.id}"
        return created

    async def get(id: Annotated[UUID, Path()], response: Response) -> models.GetOrderOutput:  # type: ignore[name-defined]
        response.headers["ETag"] = '"1"'
        return order

    app.post("/v1/orders", status_code=201)(create)
    app.get("/v1/orders/{id}")(get)
    return app


def generated_app(ratio: float) -> FastAPI:
    """The generated app; its use cases answer at once."""
    registry = part("platform.metrics").MetricsRegistry()
    created, order = answers()

    async def create(_request: object) -> object:
        return created.tagged(1)

    async def get(_request: object) -> object:
        return order.tagged(1)

    use_cases = part("app.ports").UseCases(
        create_order=part("platform.use_case").within(0.5, create),
        get_order=part("platform.use_case").within(0.5, get),
        list_orders=get,
        update_order=get,
        delete_order=get,
    )
    telemetry = part("platform.telemetry").Telemetry(part("platform.trace").Sampler(ratio), exporting_nowhere(registry))
    health = part("platform.health").Health()
    app: FastAPI = part("adapters.http._gen.app").create_app(
        use_cases, health=health, telemetry=telemetry, registry=registry
    )
    return app


def exporting_nowhere(registry: Any) -> Any:
    """The real exporter, but for the connection: spans are built, batched, and dropped at the last step."""
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

    class Nowhere(SpanExporter):
        def export(self, spans: object) -> SpanExportResult:
            return SpanExportResult.SUCCESS

    export = part("platform.otlp").OtlpExport("orders", registry)
    export._spans.shutdown()
    export._spans = BatchSpanProcessor(Nowhere())
    return export


def answers() -> tuple[Any, Any]:
    messages, scalars, types = part("app.messages"), part("domain._gen.scalars"), part("domain._gen.types")
    price = scalars.Money(amount=Decimal("12.50"), currency="EUR")
    lines = [types.Line(sku=f"S{number}", quantity=number, price=price) for number in range(1, 4)]
    order = messages.Order(id=IDENTITY, customer="Ada", total=price, lines=lines)
    return messages.CreateOrderOutput(id=IDENTITY), order


async def cost(app: FastAPI, method: str, path: str, body: bytes, wanted: int) -> float:
    """Microseconds of CPU per request."""
    headers = [(b"host", b"shop"), (b"user-agent", b"benchmark"), (b"accept", b"*/*")]
    if body:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    statuses: set[int] = set()

    sent = False

    async def receive() -> dict[str, Any]:
        """The body once; then nothing comes until the client leaves, as on a server."""
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.add(message["status"])

    started = time.process_time()
    for _ in range(REQUESTS):
        sent = False
        await app(scope_of(method, path, headers), receive, send)
    taken = (time.process_time() - started) / REQUESTS * 1e6
    if statuses != {wanted}:
        raise SystemExit(f"{method} {path}: {sorted(statuses)} instead of {wanted}")
    return taken


def scope_of(method: str, path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method,
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
        "server": ("shop", 80), "client": ("127.0.0.1", 1), "state": {},
    }  # fmt: skip


async def main() -> None:
    sys.path.insert(0, SOURCE)
    os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
    part("platform.logging").configure_logging("orders", "INFO")
    apps = {"bare": bare_app(), **{name: generated_app(ratio) for name, ratio in SAMPLED.items()}}
    body = answers()[1].model_dump_json(exclude={"id", "status"}).encode()
    requests = (("GET", f"/v1/orders/{IDENTITY}", b"", 200), ("POST", "/v1/orders", body, 201))
    best: dict[str, dict[str, float]] = {name: {} for name in apps}
    for _ in range(ROUNDS):
        for name, app in apps.items():
            for method, path, content, wanted in requests:
                taken = await cost(app, method, path, content, wanted)
                best[name][method] = min(taken, best[name].get(method, taken))
    json.dump(best, sys.stderr)


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
