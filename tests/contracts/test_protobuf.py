import os
import subprocess
import sys

import pytest
from contract_linters import buf
from contract_systems import crud, operation, service, system

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Numbers
from msgen.contracts.protobuf import full_method, proto_file, proto_path

TYPES = {
    "Address": {"street": "string(1..120)", "line_2": "string?", "a1b": "int", "_odd": "bool"},
    "SKUKind": "enum(a|b-c|9x|unspecified)",
    "Order2Status": "enum(new)",
    "GETProductSku": {"kind": "SKUKind"},
    "Order_Line": {"quantity": "int(1..50)"},
    "Money": {"digits": "int"},
    "Tree": "list(Tree)",
    "Node": {"next": "Node?", "children": "list(Node)"},
    "Skus": "list(string)",
}
EVERYTHING = {
    "id": "uuid",
    "matrix": "list(list(int))",
    "by_zone": "map(list(Address))",
    "maybe": "list(string?)",
    "deep": "map(map(enum(x|y)))",
    "state": "enum(p|q)?",
    "price": "money",
    "prices": "list(money)?",
    "at": "datetime?",
    "took": "duration",
    "any": "json",
    "kind": "SKUKind default=a",
    "status": "Order2Status?",
    "sku": "GETProductSku",
    "own": "Money?",
    "tree": "Tree",
    "node": "Node",
    "skus": "Skus",
    "more_skus": "list(Skus)",
    "line": "Order_Line",
    "class": {"type": "string?", "description": "What it is.\nIn two lines."},
    "address_1": "string",
    "raw": "bytes",
    "day": "date",
    "rate": "float",
    "count": "int default=1",
    "active": "bool",
    "mail": "email",
    "amount": "decimal(9.2)?",
}
SYSTEMS = {
    "every_type": system(
        service("order-history", aggregates={"Order": EVERYTHING}, protocols=("rest", "grpc")),
        types=TYPES,
        name="my-shop",
    ),
    "no_version": system(service("pinger", operation("Ping", "GET /ping"), protocols=("grpc",), version=None)),
    "second_version": system(
        service("orders", aggregates={"Order": {"id": "uuid"}}, protocols=("grpc",), version="v2")
    ),
    "two_services": system(
        service("orders", aggregates={"Order": {"id": "uuid"}}, protocols=("grpc",)),
        service("payments", aggregates={"Payment": {"id": "uuid"}}, protocols=("grpc",)),
    ),
}


def written(topology, folder, numbers=None):
    numbers = numbers or allocate(topology, Numbers())
    for item in topology.services.values():
        path = folder / proto_path(topology, item)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(proto_file(topology, item, numbers))
    (folder / "buf.yaml").write_text("version: v2\nmodules:\n  - path: proto\n")
    return folder


@pytest.mark.parametrize("name", SYSTEMS)
def test_buf_finds_nothing_to_complain_about_and_nothing_to_format(name, tmp_path):
    folder = written(SYSTEMS[name], tmp_path)
    for arguments in (["lint"], ["build"], ["format", "--diff", "--exit-code"]):
        result = buf(folder, *arguments)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_changed_spec_breaks_no_client(tmp_path):
    before = system(
        service("orders", aggregates={"Order": {"id": "uuid", "a": "int", "s": "enum(x|y)"}}, protocols=("grpc",))
    )
    after = system(
        service("orders", aggregates={"Order": {"id": "uuid", "b": "string?", "s": "enum(y|z)"}}, protocols=("grpc",))
    )
    numbers = allocate(before, Numbers())
    written(before, tmp_path / "before", numbers)
    written(after, tmp_path / "after", allocate(after, numbers))
    result = buf(
        tmp_path / "after",
        "breaking",
        "--against",
        str(tmp_path / "before"),
        "--config",
        '{"version":"v2","modules":[{"path":"proto"}],"breaking":{"use":["WIRE_JSON"]}}',
    )
    assert (result.returncode, result.stdout) == (0, "")


def test_a_small_service_in_full():
    order = {"id": "uuid", "total": "money", "status": "enum(draft|placed) default=draft"}
    get, list_ = (item for item in crud("Order", order) if item.role in ("get", "list"))
    topology = system(
        service("orders", get, list_, aggregates={"Order": order}, protocols=("grpc",), description="Owns orders.")
    )
    assert proto_path(topology, topology.service("orders")) == "proto/shop/orders/v1/orders.proto"
    assert full_method(topology, topology.service("orders"), "GetOrder") == "/shop.orders.v1.OrdersService/GetOrder"
    assert proto_file(topology, topology.service("orders"), allocate(topology, Numbers())) == SMALL


SMALL = """\
syntax = "proto3";

package shop.orders.v1;

// Owns orders.
service OrdersService {
  rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);
  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
}

message GetOrderRequest {
  string id = 1;
}

message GetOrderResponse {
  string id = 1;
  Money total = 2;
  optional OrderStatus status = 3;
  // The version of the aggregate.
  string etag = 4;
}

message ListOrdersRequest {
  optional int64 limit = 1;
  optional string cursor = 2;
}

message ListOrdersResponse {
  repeated Order items = 1;
  optional string next_cursor = 2;
}

// An amount in one currency (ISO 4217).
message Money {
  string amount = 1;
  string currency = 2;
}

message Order {
  string id = 1;
  Money total = 2;
  optional OrderStatus status = 3;
}

enum OrderStatus {
  ORDER_STATUS_UNSPECIFIED = 0;
  ORDER_STATUS_DRAFT = 1;
  ORDER_STATUS_PLACED = 2;
}
"""


def test_what_is_removed_is_reserved_by_number_and_name():
    before = system(service("orders", operation("Do", "POST /do", {"a": "int", "s": "enum(x|y)"}), protocols=("grpc",)))
    after = system(service("orders", operation("Do", "POST /do", {"b": "int", "s": "enum(y)"}), protocols=("grpc",)))
    same_enum = system(
        service("orders", operation("Do", "POST /do", {"b": "int", "s": "S"}), protocols=("grpc",)),
        types={"S": "enum(y)"},
    )
    numbers = allocate(before, Numbers())
    text = proto_file(after, after.service("orders"), allocate(after, numbers))
    assert '  reserved 1;\n  reserved "a";\n  DoS s = 2;\n' not in text
    assert '  reserved 1;\n  reserved "a";\n  int64 b = 3;\n  DoS s = 2;\n' in text
    assert '  reserved 1;\n  reserved "DO_S_X";\n  DO_S_UNSPECIFIED = 0;\n  DO_S_Y = 2;\n' in text
    assert "enum S {" in proto_file(same_enum, same_enum.service("orders"), allocate(same_enum, numbers))


def test_a_name_that_comes_back_is_not_reserved_any_more():
    def topology(*names):
        written_fields = dict.fromkeys(names, "int")
        return system(service("orders", operation("Do", "POST /do", written_fields), protocols=("grpc",)))

    numbers = allocate(topology("b"), allocate(topology("a", "b"), Numbers()))
    back = topology("a", "b")
    text = proto_file(back, back.service("orders"), allocate(back, numbers))
    assert "message DoRequest {\n  reserved 1;\n  int64 a = 3;\n  int64 b = 2;\n}" in text


def test_the_text_does_not_depend_on_the_run():
    topology = SYSTEMS["every_type"]
    code = (
        "import sys, test_protobuf as t; topology = t.SYSTEMS['every_type']; "
        "sys.stdout.write(t.proto_file(topology, topology.service('order-history'), t.allocate(topology, t.Numbers())))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
        ).stdout
        for seed in ("1", "2")
    }
    own = proto_file(topology, topology.service("order-history"), allocate(topology, Numbers()))
    assert texts == {own}
