from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import grpc.aio
import pytest
from fake_system import Bench

from msgen.local.checks import CheckResult, check
from msgen.local.ports import Slot, first_choice
from msgen.local.queries import GrpcQuery, HttpQuery
from msgen.local.system import LocalService, LocalSystem

PROBLEM = """
def answer(path):
    return 404, "application/problem+json", b'{"status": 404}'
"""


def test_a_check_asks_everything_shows_a_table_and_stops_the_system(bench: Bench) -> None:
    bench.service("orders", query=HttpQuery("ListOrders", "GET", "/v1/orders"))
    bench.service("worker", protocols=())

    assert bench.run(check=True) == 0

    orders, worker = first_choice("orders"), first_choice("worker") + 2
    table = bench.out.getvalue().partition("service  asked")[2].splitlines()[1:]
    assert [" ".join(row.split()) for row in table] == [
        f"orders http://127.0.0.1:{orders}/livez 200 ok",
        f"orders http://127.0.0.1:{orders}/readyz 200 ok",
        f"orders http://127.0.0.1:{orders}/startupz 200 ok",
        "orders ListOrders: GET /v1/orders 200 ok",
        f"worker http://127.0.0.1:{worker}/livez 200 ok",
        f"worker http://127.0.0.1:{worker}/readyz 200 ok",
        f"worker http://127.0.0.1:{worker}/startupz 200 ok",
        "7 checks passed",
    ]
    assert sorted(bench.diary[-2:]) == ["orders stopped", "worker stopped"]


def test_a_query_for_an_invented_id_may_be_answered_by_a_problem(bench: Bench) -> None:
    bench.service("orders", PROBLEM, query=HttpQuery("GetOrder", "GET", "/v1/orders/1", is_made_up=True))

    assert bench.run(check=True) == 0


def test_a_query_that_needs_nothing_must_not_be_answered_by_a_problem(bench: Bench) -> None:
    bench.service("orders", PROBLEM, query=HttpQuery("ListOrders", "GET", "/v1/orders"))

    assert bench.run(check=True) == 1

    assert "1 of 4 checks failed\n" in bench.out.getvalue()
    assert "last lines of orders:\n    hello from orders\n" in bench.err.getvalue()


def test_a_check_fails_at_the_first_death_with_the_last_lines_of_the_service(bench: Bench) -> None:
    bench.service("orders", callees=("payments",))
    bench.service("payments", 'sys.exit("KeyError: the PSP")')

    assert bench.run(check=True) == 1

    assert bench.err.getvalue().endswith(
        "error: payments is not ready: ended with code 1; its last lines:\n"
        "    KeyError: the PSP\n"
        f"hint: the whole log is in `{bench.root}/.local/logs/payments.jsonl`\n"
    )
    assert bench.diary == []


def test_a_check_does_not_wait_for_ever(bench: Bench) -> None:
    bench.service("orders", "def is_ready(): return False")

    assert bench.run(check=True, ready_within=timedelta(seconds=1)) == 1

    assert "error: orders is not ready: http://127.0.0.1:" in bench.err.getvalue()


def test_an_interrupted_check_has_not_passed(bench: Bench) -> None:
    bench.service("orders", "def is_ready(): return False")

    async def started() -> None:
        await bench.out.shows("hello from orders")

    assert bench.run_until(started, check=True) == 130


def _status(code: grpc.StatusCode) -> object:
    async def refuse(_request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        await context.abort(code)
        return b""

    return refuse


async def _serving(_request: bytes, _context: object) -> bytes:
    return b"\x08\x01"


async def _not_serving(_request: bytes, _context: object) -> bytes:
    return b"\x08\x02"


@asynccontextmanager
async def _grpc_server(health: object, query: object) -> AsyncIterator[int]:
    server = grpc.aio.server()
    for service, method, handler in (
        ("grpc.health.v1.Health", "Check", health),
        ("shop.payments.v1.PaymentsService", "GetPayment", query),
    ):
        handlers = {method: grpc.unary_unary_rpc_method_handler(handler)}
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield port
    finally:
        await server.stop(None)


async def _grpc_results(health: object, query: object) -> list[CheckResult]:
    method = "/shop.payments.v1.PaymentsService/GetPayment"
    service = LocalService(
        "payments", "payments", Path("/nowhere"), protocols=("grpc",), query=GrpcQuery("GetPayment", method)
    )
    async with _grpc_server(health, query) as port:
        system = LocalSystem("shop", Path("/nowhere"), (service,))
        results = await check(system, {"payments": Slot(port - 1)})
    return [result for result in results if "://" not in result.question]


@pytest.mark.parametrize("code", [grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT])
def test_a_grpc_service_that_refuses_an_empty_request_has_answered(code: grpc.StatusCode) -> None:
    health, query = asyncio.run(_grpc_results(_serving, _status(code)))

    assert (health.answer, health.passed) == ("SERVING", True)
    assert query.question == "GetPayment: /shop.payments.v1.PaymentsService/GetPayment"
    assert (query.answer, query.passed) == (code.name, True)


def test_a_grpc_service_that_does_not_serve_or_fails_is_told_apart() -> None:
    health, query = asyncio.run(_grpc_results(_not_serving, _status(grpc.StatusCode.UNIMPLEMENTED)))

    assert (health.answer, health.passed) == ("NOT_SERVING", False)
    assert (query.answer, query.passed) == ("UNIMPLEMENTED", False)
