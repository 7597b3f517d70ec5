"""Measures the routes of a generated service `orders`, whose source folder is the argument, in this process.

All sides run the same use cases, as generated, over the same ports in memory, and must give the same answers. As on a
server each request is a task of its own and each leaves a line in the access log, which is not thinned out here.

Writes one JSON object to stderr: microseconds of CPU per request, by side and method. Stdout gets the access log, which
the parent sends to nowhere. FastAPI reads annotations as values here: no postponed ones.
"""

import asyncio
import importlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Path, Response

SOURCE = sys.argv[1]
ROUNDS, REQUESTS = 60, 60
"""Many short rounds: the best one is then one that nothing else on the machine has disturbed."""
SAMPLED = {"1 %": 0.01, "100 %": 1.0}
IDENTITY = UUID("3ed8b514-158e-48a6-b544-ee06aa960ed4")
EVERY_LINE = 10**9


def part(name: str) -> Any:
    """A module of the generated service."""
    return importlib.import_module(f"orders.{name}")


class StoredOrder:
    """The repository: one order is there, and what is added counts as stored."""

    def __init__(self) -> None:
        price = part("domain._gen.scalars").Money(amount=Decimal("12.50"), currency="EUR")
        line = part("domain._gen.types").Line
        lines = [line(sku=f"S{number}", quantity=number, price=price) for number in range(1, 4)]
        self.order = part("domain.order").Order(id=IDENTITY, customer="Ada", total=price, lines=lines)
        self.order._version = 1

    async def get(self, _kind: object, _identity: object, /) -> Any:
        return self.order

    async def add(self, order: Any, /) -> None:
        order._version = 1


@asynccontextmanager
async def no_transaction() -> AsyncIterator[None]:
    yield


def bare_app(ports: Any) -> FastAPI:
    """The two routes as a careful person writes them, and nothing else."""
    models = part("app.messages")
    app = FastAPI()
    create_order, get_order = part("app.create_order").CreateOrder(ports), part("app.get_order").GetOrder(ports)

    async def create(body: models.CreateOrderInput, response: Response) -> models.CreateOrderOutput:  # type: ignore[name-defined]
        output = await create_order(body)
        response.headers["ETag"] = f'"{output.etag}"'
        response.headers["Location"] = f"/v1/orders/{output.id}"
        return output

    async def get(id: Annotated[UUID, Path()], response: Response) -> models.GetOrderOutput:  # type: ignore[name-defined]
        output = await get_order(models.GetOrderInput(id=id))
        response.headers["ETag"] = f'"{output.etag}"'
        return output

    app.post("/v1/orders", status_code=201)(create)
    app.get("/v1/orders/{id}")(get)
    return app


def generated_app(ports: Any, ratio: float) -> FastAPI:
    """The app as `bootstrap.py` makes it, without servers and a database."""
    registry = part("platform.metrics").MetricsRegistry()
    telemetry = part("platform.telemetry").Telemetry(part("platform.trace").Sampler(ratio), exporting_nowhere(registry))
    http = part("platform.http")
    http.AccessLog = partial(part("platform.logging").AccessLog, successes_per_second=EVERY_LINE)
    app: FastAPI = part("adapters.http._gen.app").create_app(
        part("bootstrap").create_use_cases(ports),
        health=part("platform.health").Health(),
        telemetry=telemetry,
        registry=registry,
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


Answer = tuple[int, dict[str, str], Any]
"""The status, the headers and the content."""


async def cost(app: FastAPI, method: str, path: str, body: bytes) -> tuple[float, Answer]:
    """Microseconds of CPU per request, and the last answer."""
    headers = [(b"host", b"shop"), (b"user-agent", b"benchmark"), (b"accept", b"*/*")]
    if body:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    sent = False
    received: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        """The body once; then nothing comes until the client leaves, as on a server."""
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        received.append(message)

    started = time.process_time()
    for _ in range(REQUESTS):
        sent = False
        received.clear()
        await asyncio.create_task(app(scope_of(method, path, headers), receive, send))
    taken = (time.process_time() - started) / REQUESTS * 1e6
    start, *parts = received
    named = {name.decode().lower(): value.decode() for name, value in sorted(start["headers"])}
    return taken, (start["status"], named, json.loads(b"".join(each["body"] for each in parts)))


def scope_of(method: str, path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method,
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers,
        "server": ("shop", 80), "client": ("127.0.0.1", 1), "state": {},
    }  # fmt: skip


def without_identity(answer: Answer) -> str:
    """What two answers to the same request have in common."""
    status, headers, content = answer
    return str((status, headers, content)).replace(content["id"], "ID")


async def main() -> None:
    sys.path.insert(0, SOURCE)
    os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
    part("platform.logging").configure_logging("orders", "INFO")
    stored = StoredOrder()
    ports = part("app.ports").Ports(clock=lambda: datetime.now(UTC), transaction=no_transaction, orders=stored)
    apps = {"bare": bare_app(ports), **{name: generated_app(ports, ratio) for name, ratio in SAMPLED.items()}}
    body = stored.order.model_dump_json(exclude={"id", "status"}).encode()
    requests = (("GET", f"/v1/orders/{IDENTITY}", b""), ("POST", "/v1/orders", body))
    best: dict[str, dict[str, float]] = {name: {} for name in apps}
    for _ in range(ROUNDS):
        for method, path, content in requests:
            answers = set()
            for name, app in apps.items():
                taken, answer = await cost(app, method, path, content)
                best[name][method] = min(taken, best[name].get(method, taken))
                answers.add(without_identity(answer))
            if len(answers) != 1:
                raise SystemExit(f"{method}: the answers differ: {sorted(answers)}")
    json.dump(best, sys.stderr)


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
