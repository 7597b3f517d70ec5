from __future__ import annotations

from pathlib import Path

from msgen.local.environment import missing_settings, service_environment
from msgen.local.ports import BROKER, Slot, stub_name
from msgen.local.system import LocalExternal, LocalService, LocalSystem

ROOT = Path("/shop")


def _service(name: str, **facts: object) -> LocalService:
    return LocalService(name, name, ROOT / "services" / name, **facts)  # type: ignore[arg-type]


SYSTEM = LocalSystem(
    "shop",
    ROOT,
    (
        _service(
            "orders",
            has_database=True,
            has_events=True,
            callees=("database", "order-history", "payments"),
            externals=("psp", "tax-office"),
            stand_ins={"PSP_KEY": "local"},
        ),
        _service("payments", protocols=("rest", "grpc")),
        _service("order-history"),
        _service("database", protocols=("grpc",)),
    ),
    (LocalExternal("psp", None, "PAYMENT_PROVIDER"), LocalExternal("tax-office", "https://tax.example")),
)
SLOTS = {
    "orders": Slot(20_000),
    "payments": Slot(20_004),
    "order-history": Slot(20_008),
    "database": Slot(20_012),
    BROKER: Slot(20_016),
    stub_name("psp"): Slot(20_020),
}


def _variables(name: str, **inherited: str) -> dict[str, str]:
    return service_environment(SYSTEM, SYSTEM.service(name), SLOTS, inherited)


def test_a_service_finds_its_ports_its_stores_and_its_dependencies() -> None:
    assert _variables("orders") == {
        "HTTP_PORT": "20000",
        "GRPC_PORT": "20001",
        "METRICS_PORT": "20002",
        "DATABASE_URL": "sqlite:////shop/.local/db/orders.db",
        "BROKER_URL": "nats://127.0.0.1:20016",
        "DATABASE_SERVICE_URL": "grpc://127.0.0.1:20013",
        "ORDER_HISTORY_URL": "http://127.0.0.1:20008",
        "PAYMENTS_URL": "grpc://127.0.0.1:20005",
        "PSP_URL": "http://127.0.0.1:20020",
        "PAYMENT_PROVIDER": "http://127.0.0.1:20020",
        "TAX_OFFICE_URL": "https://tax.example",
        "PSP_KEY": "local",
        "PYTHONPATH": "/shop/services/orders/src",
        "PYTHONUNBUFFERED": "1",
    }


def test_a_service_without_stores_gets_no_address_of_one() -> None:
    assert not {"DATABASE_URL", "BROKER_URL"} & _variables("payments").keys()


def test_the_users_environment_reaches_a_service_except_where_it_would_lead_it_astray() -> None:
    variables = _variables(
        "orders",
        OTEL_SERVICE_NAME="mine",
        PSP_KEY="real",
        HTTP_PORT="80",
        PYTHONPATH="/elsewhere",
        VIRTUAL_ENV="/msgen",
    )

    assert variables["OTEL_SERVICE_NAME"] == "mine"
    assert variables["PSP_KEY"] == "real"
    assert variables["HTTP_PORT"] == "20000"
    assert variables["PYTHONPATH"] == "/shop/services/orders/src"
    assert "VIRTUAL_ENV" not in variables


def test_settings_that_the_user_has_not_set_are_named() -> None:
    orders = SYSTEM.service("orders")

    assert missing_settings(orders, {}) == ["PSP_KEY"]
    assert missing_settings(orders, {"PSP_KEY": "real"}) == []
