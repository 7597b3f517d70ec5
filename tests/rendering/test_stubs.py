from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from msgen.plan.model import StubJob
from msgen.rendering.errors import StubsFailed
from msgen.rendering.stubs import compile_stubs
from msgen.rendering.stubs.process import Answers, CompilerProcess
from msgen.rendering.tree import REGULAR, File, Tree

ORDERS = """\
syntax = "proto3";
package shop.orders.v1;
import "google/protobuf/empty.proto";
import "google/protobuf/timestamp.proto";
import "shop/money/v1/money-amount.proto";

message Order {
  message Line { string sku = 1; }
  string id = 1;
  repeated Line lines = 2;
  google.protobuf.Timestamp placed_at = 3;
  shop.money.v1.Amount total = 4;
}
message GetOrderRequest { string id = 1; }

service Orders {
  rpc GetOrder(GetOrderRequest) returns (Order);
  rpc Watch(GetOrderRequest) returns (stream Order);
  rpc AddLines(stream Order.Line) returns (Order);
  rpc Talk(stream Order.Line) returns (stream Order);
  rpc Ping(google.protobuf.Empty) returns (google.protobuf.Empty);
}
"""
MONEY = 'syntax = "proto3";\npackage shop.money.v1;\nmessage Amount { int64 units = 1; string currency = 2; }\n'

ROOT = "services/orders/contracts/proto"
PROTO = f"{ROOT}/shop/orders/v1/orders.proto"
PB = "services/orders/src/orders/pb"

USE = """\
import asyncio
from collections.abc import AsyncIterator

import grpc.aio
from google.protobuf import empty_pb2

from .pb import money_amount_pb2, orders_pb2, orders_pb2_grpc


class Servicer(orders_pb2_grpc.OrdersServicer):
    async def GetOrder(
        self,
        request: orders_pb2.GetOrderRequest,
        context: grpc.aio.ServicerContext[orders_pb2.GetOrderRequest, orders_pb2.Order],
    ) -> orders_pb2.Order:
        return orders_pb2.Order(id=request.id, total=money_amount_pb2.Amount(units=7))

    async def Watch(
        self,
        request: orders_pb2.GetOrderRequest,
        context: grpc.aio.ServicerContext[orders_pb2.GetOrderRequest, orders_pb2.Order],
    ) -> AsyncIterator[orders_pb2.Order]:
        for number in range(2):
            yield orders_pb2.Order(id=f"{request.id}-{number}")

    async def AddLines(
        self,
        request_iterator: AsyncIterator[orders_pb2.Order.Line],
        context: grpc.aio.ServicerContext[orders_pb2.Order.Line, orders_pb2.Order],
    ) -> orders_pb2.Order:
        return orders_pb2.Order(lines=[line async for line in request_iterator])

    async def Ping(
        self,
        request: empty_pb2.Empty,
        context: grpc.aio.ServicerContext[empty_pb2.Empty, empty_pb2.Empty],
    ) -> empty_pb2.Empty:
        return empty_pb2.Empty()


async def lines() -> AsyncIterator[orders_pb2.Order.Line]:
    yield orders_pb2.Order.Line(sku="a")
    yield orders_pb2.Order.Line(sku="b")


async def main() -> None:
    server = grpc.aio.server()
    orders_pb2_grpc.add_OrdersServicer_to_server(Servicer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = orders_pb2_grpc.OrdersStub(channel)
        order = await stub.GetOrder(orders_pb2.GetOrderRequest(id="o1"), timeout=5)
        watched = [each.id async for each in stub.Watch(orders_pb2.GetOrderRequest(id="w"))]
        added = await stub.AddLines(lines())
        await stub.Ping(empty_pb2.Empty())
    await server.stop(None)
    print(order.id, order.total.units, watched, [line.sku for line in added.lines])
    print(orders_pb2.DESCRIPTOR.name)


if __name__ == "__main__":
    asyncio.run(main())
"""


def proto_tree(**files: str) -> Tree:
    texts = {PROTO: ORDERS, f"{ROOT}/shop/money/v1/money-amount.proto": MONEY} | files
    return Tree({path: File(text.encode(), REGULAR, "G", "contracts", path) for path, text in texts.items()})


def compiled_stubs(jobs: tuple[StubJob, ...], tree: Tree, cache: Path) -> Tree:
    with CompilerProcess() as compiler:
        return compile_stubs(jobs, tree, cache, compiler)


@pytest.fixture
def package(tmp_path: Path, cache: Path) -> Path:
    """A Python package `orders` with the compiled stubs in `orders/pb` and code that uses them."""
    compiled = compiled_stubs((StubJob(PROTO, ROOT, PB),), proto_tree(), cache).below("services/orders/src")
    for path, file in compiled.items():
        target = tmp_path / "src" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    (tmp_path / "src/orders/__init__.py").touch()
    (tmp_path / "src/orders/use.py").write_text(USE)
    return tmp_path / "src"


def test_stubs_lie_flat_beside_each_other(cache: Path) -> None:
    compiled = compiled_stubs((StubJob(PROTO, ROOT, PB),), proto_tree(), cache)

    assert [path.removeprefix(f"{PB}/") for path in compiled] == [
        "__init__.py",
        "money_amount_pb2.py",
        "money_amount_pb2.pyi",
        "money_amount_pb2_grpc.py",
        "money_amount_pb2_grpc.pyi",
        "orders_pb2.py",
        "orders_pb2.pyi",
        "orders_pb2_grpc.py",
        "orders_pb2_grpc.pyi",
    ]
    assert {file.owner for file in compiled.values()} == {"G"}


def test_only_imports_of_local_stubs_become_relative(cache: Path) -> None:
    compiled = compiled_stubs((StubJob(PROTO, ROOT, PB),), proto_tree(), cache)
    text = compiled[f"{PB}/orders_pb2_grpc.py"].content.decode()

    imports = [line for line in text.splitlines() if line.startswith(("from ", "import "))]
    assert imports == [
        "import grpc",
        "import warnings",
        "from google.protobuf import empty_pb2 as google_dot_protobuf_dot_empty__pb2",
        "from . import orders_pb2 as shop_dot_orders_dot_v1_dot_orders__pb2",
    ]


def test_a_server_and_a_client_talk_through_the_stubs(package: Path) -> None:
    command = [sys.executable, "-m", "orders.use"]

    output = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)

    assert output.stdout == "o1 7 ['w-0', 'w-1'] ['a', 'b']\nshop/orders/v1/orders.proto\n", output.stderr


def run_mypy(package: Path) -> str:
    configuration = package / "mypy.ini"
    configuration.write_text("[mypy]\nstrict = true\n[mypy-*.pb.*]\nignore_errors = true\n")
    command = [sys.executable, "-m", "mypy", "--config-file", configuration, "--cache-dir", package / "cache"]
    return subprocess.run([*command, "-p", "orders"], cwd=package, capture_output=True, text=True, check=False).stdout


def test_code_that_uses_the_stubs_is_clean_under_strict_mypy(package: Path) -> None:
    assert run_mypy(package).startswith("Success")


def test_code_that_misuses_the_stubs_is_not(package: Path) -> None:
    (package / "orders/misuse.py").write_text(
        dedent(
            """\
            import grpc.aio

            from .pb import orders_pb2, orders_pb2_grpc


            async def misuse(stub: orders_pb2_grpc.OrdersStub) -> int:
                await stub.GetOrder(orders_pb2.Order())
                return await stub.GetOrder(orders_pb2.GetOrderRequest())
            """
        )
    )

    complaints = [line for line in run_mypy(package).splitlines() if "misuse.py" in line]
    assert [line.split(":")[1] for line in complaints] == ["7", "8"]


class Counting(CompilerProcess):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def answers_to(self, request: Mapping[str, Any]) -> Answers:
        self.asked.append(len(request))
        return super().answers_to(request)


def test_a_contract_that_two_services_use_is_compiled_once(cache: Path) -> None:
    consumed = "services/billing/contracts/consumed/orders"
    copies = {path.replace(ROOT, consumed): file.content.decode() for path, file in proto_tree().items()}
    tree = proto_tree(**copies)
    jobs = (
        StubJob(PROTO, ROOT, PB),
        StubJob(PROTO.replace(ROOT, consumed), consumed, "services/billing/src/billing/pb"),
    )

    with Counting() as compiler:
        first, second = (compile_stubs(jobs, tree, cache, compiler) for _ in range(2))

    assert compiler.asked == [1]
    assert first == second
    assert first.below(PB) == first.below("services/billing/src/billing/pb")


def test_batch_after_batch_is_compiled_by_one_process(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    original: Any = subprocess.Popen

    def counted(*arguments: object, **keywords: object) -> subprocess.Popen[bytes]:
        started.append(original(*arguments, **keywords))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", counted)

    with CompilerProcess() as compiler:
        for number in range(3):
            tree = Tree({"a.proto": File(f'syntax = "proto3";\nmessage A{number} {{}}\n'.encode(), REGULAR, "G")})
            compiled = compile_stubs((StubJob("a.proto", "", "pb"),), tree, cache, compiler)
            assert f"class A{number}" in compiled["pb/a_pb2.pyi"].content.decode()

    assert [each.returncode for each in started] == [0]


def test_a_compiler_that_was_killed_is_told_and_started_anew() -> None:
    tree = Tree({"a.proto": File(b'syntax = "proto3";\nmessage A {}\n', REGULAR, "G")})
    job = StubJob("a.proto", "", "pb")
    with CompilerProcess() as compiler:
        compile_stubs((job,), tree, None, compiler)
        assert compiler._running is not None
        compiler._running[0].kill()

        with pytest.raises(StubsFailed, match="the proto compiler ended unexpectedly"):
            compile_stubs((job,), tree, None, compiler)

        assert "pb/a_pb2.py" in compile_stubs((job,), tree, None, compiler)


def test_a_spoilt_cache_entry_is_compiled_again(cache: Path) -> None:
    job = StubJob(PROTO, ROOT, PB)
    compiled = compiled_stubs((job,), proto_tree(), cache)
    for entry in (cache / "stubs").iterdir():
        entry.write_text("not json")

    assert compiled_stubs((job,), proto_tree(), cache) == compiled


def test_a_changed_import_is_compiled_again(cache: Path) -> None:
    job = StubJob(PROTO, ROOT, PB)
    before = compiled_stubs((job,), proto_tree(), cache)
    money = MONEY.replace("currency = 2", "currency_code = 2")

    after = compiled_stubs((job,), proto_tree(**{f"{ROOT}/shop/money/v1/money-amount.proto": money}), cache)

    assert before[f"{PB}/money_amount_pb2.pyi"] != after[f"{PB}/money_amount_pb2.pyi"]


def test_a_contract_that_does_not_compile_shows_what_the_compiler_says(cache: Path) -> None:
    broken = ORDERS.replace("string id = 1;", "strung id = 1;", 1)

    with pytest.raises(
        StubsFailed, match=r'(?s)`shop/orders/v1/orders.proto` does not compile:.*:9:3: "strung" is not'
    ):
        compiled_stubs((StubJob(PROTO, ROOT, PB),), proto_tree(**{PROTO: broken}), cache)


def test_a_contract_that_nobody_wrote_is_named(cache: Path) -> None:
    with pytest.raises(StubsFailed, match=r"`contracts/x\.proto` is to be compiled, but no blueprint wrote it"):
        compiled_stubs((StubJob("contracts/x.proto", "contracts", PB),), proto_tree(), cache)


def test_a_contract_without_services_or_package_compiles_too(cache: Path) -> None:
    tree = Tree({"a.proto": File(b'syntax = "proto3";\nmessage A {}\n', REGULAR, "G")})

    compiled = compiled_stubs((StubJob("a.proto", "", "pb"),), tree, cache)

    assert list(compiled) == ["pb/__init__.py", "pb/a_pb2.py", "pb/a_pb2.pyi", "pb/a_pb2_grpc.py", "pb/a_pb2_grpc.pyi"]


def test_two_contracts_of_one_name_in_one_folder_are_refused(cache: Path) -> None:
    tree = Tree(
        {
            f"{version}/a.proto": File(f'syntax = "proto3";\npackage {version};\n'.encode(), REGULAR, "G")
            for version in ("v1", "v2")
        }
    )

    with pytest.raises(StubsFailed, match=r"`pb/a_pb2.py` would hold the stubs of two files"):
        compiled_stubs((StubJob("v1/a.proto", "", "pb"), StubJob("v2/a.proto", "", "pb")), tree, cache)
