"""Starts a generated bistro, places an order at its front door and follows it through the system.

`python tools/demo_check.py build/bistro` exits 0 if the order reaches the kitchen's own store within five seconds, the
front door finds it again, and one trace id stands in the logs of every service touched.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

TOUCHED = ("storefront", "ordering", "accounts", "kitchen", "order-history")
SECONDS_TO_START = 120
SECONDS_TO_ARRIVE = 5


def main() -> int:
    """Run the check and give the exit code."""
    system = Path(sys.argv[1]).resolve()
    with running(system):
        ports = json.loads((system / ".local" / "ports.json").read_text())
        front_door = f"http://127.0.0.1:{ports['storefront']}"
        customer = add_customer(system)
        order, trace = str(uuid4()), os.urandom(16).hex()
        placed = ask("POST", f"{front_door}/v1/orders", order_of(order, customer), trace=trace, key=order)
        print(f"placed    {placed}")
        results = [
            shown("kitchen's store holds the order", wait_for(lambda: ticket_of(system, order))),
            shown("the front door finds it again", wait_for(lambda: tracked(front_door, order))),
            *(shown(f"trace {trace} in {name}", wait_for(partial(logged, system, name, trace))) for name in TOUCHED),
        ]
    return 0 if all(results) else 1


@contextmanager
def running(system: Path) -> Iterator[None]:
    """`msgen up` in the background, ready; stopped in the end."""
    command = [shutil.which("msgen", path=str(Path(sys.executable).parent)) or "msgen", "up", str(system)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_until_ready(process, system)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS_TO_START)


def wait_until_ready(process: subprocess.Popen[str], system: Path) -> None:
    """Pass the output on until the system says that it is ready."""
    assert process.stdout is not None
    seen: list[str] = []
    timer = threading.Timer(SECONDS_TO_START, process.kill)
    timer.start()
    try:
        for line in process.stdout:
            seen.append(line)
            if " is ready: " in line:
                threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
                print(line, end="")
                return
    finally:
        timer.cancel()
    sys.exit("".join([*seen[-40:], f"{system.name} did not become ready\n"]))


def _drain(stream: TextIO) -> None:
    """Keep reading: a full pipe would stop every service."""
    for _ in stream:
        pass


def add_customer(system: Path) -> str:
    """A customer in the store of accounts, whose API only reads."""
    customer = uuid4()
    with closing(sqlite3.connect(system / ".local" / "db" / "accounts.db")) as database, database:
        database.execute(
            "INSERT INTO customer (id, version, email, name, phones, tier, active) VALUES (?, 1, ?, ?, '[]', ?, 1)",
            (customer.hex, f"{customer.hex}@example.org", "Ada", "plain"),
        )
    return str(customer)


def order_of(order: str, customer: str) -> dict[str, Any]:
    """The body of an order."""
    price = {"amount": "12.50", "currency": "EUR"}
    return {
        "order_id": order,
        "customer_id": customer,
        "address": {"street": "Main Street 1", "city": "Utrecht", "postcode": "1234 AB"},
        "lines": [{"dish_id": str(uuid4()), "name": "Soup", "quantity": 2, "price": price}],
    }


def ask(method: str, url: str, body: object = None, *, trace: str = "", key: str = "") -> Any:
    """The answer of a request as JSON; an error of the service ends the check."""
    headers = {"content-type": "application/json"}
    if trace:
        headers["traceparent"] = f"00-{trace}-{os.urandom(8).hex()}-01"
    if key:
        headers["idempotency-key"] = key
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=content, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.loads(response.read())
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {url}: {error.code} {error.read().decode()}")


def ticket_of(system: Path, order: str) -> str:
    """What kitchen itself has stored of an order; empty where there is nothing."""
    with closing(sqlite3.connect(system / ".local" / "db" / "kitchen.db")) as database:
        row = database.execute(
            "SELECT state, lines FROM ticket WHERE order_id = ?", (order.replace("-", ""),)
        ).fetchone()
    return f"{row[0]}, {row[1]}" if row else ""


def tracked(front_door: str, order: str) -> str:
    """The answer of track-order; empty while the read side does not know the order."""
    try:
        with urllib.request.urlopen(f"{front_door}/v1/orders/{order}", timeout=5) as response:
            return str(response.read().decode())
    except urllib.error.HTTPError:
        return ""


def logged(system: Path, service: str, trace: str) -> str:
    """The first line of a service's log that has the trace."""
    for line in (system / ".local" / "logs" / f"{service}.jsonl").read_text().splitlines():
        if trace in line:
            return str(json.loads(line).get("event", "logged"))
    return ""


def wait_for(look: Callable[[], str]) -> str:
    """What is found within five seconds; empty where nothing is."""
    end = time.monotonic() + SECONDS_TO_ARRIVE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    return ""


def shown(what: str, found: str) -> bool:
    print(f"{'ok' if found else 'MISSING':9} {what}{': ' if found else ''}{found[:90]}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
