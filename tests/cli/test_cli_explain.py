"""`msgen explain`: every value with its source, under its name in the design or in the YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Msgen, Outcome
from ruamel.yaml import YAML

SPEC = """\
msgen: 1
name: shop
profile: production
defaults:
  store: {availability: 99.99%}
contexts:
  billing:
    purpose: Takes the money.
    defaults: {scaling: {min: 4}}
services:
  orders:
    description: Takes orders.
    api:
      operations:
        Place:
          timeout: 2500ms
          calls:
            - {to: payments.CreatePayment, timeout: 1000ms, retry: {attempts: 3}}
            - {to: psp, circuit_breaker: {window: 30s}}
    publishes: [OrderPlaced]
    aggregates: {Order: {fields: {total: money}}}
  payments:
    context: billing
    api: grpc
    store: sqlite
    subscribes:
      - {event: OrderPlaced, retries: 2}
    deployment: {resources: {cpu: 100m}}
externals:
  psp: {}
"""

VALUES = [
    ("payments.store.engine", "sqlite  from msgen.yaml:25"),
    ("payments.store.availability", "99.99%  from msgen.yaml:5"),
    ("payments.scaling.min", "4  from msgen.yaml:9"),
    ("payments.deployment.resources.cpu", "100m  from msgen.yaml:28"),
    ("payments.deployment.resources.cpu_limit", "400m  derived from cpu"),
    ("payments.deployment.resources.memory", "256Mi  built-in"),
    ("payments.subscribes.OrderPlaced.retries", "2  from msgen.yaml:27"),
    ("payments.subscribes.OrderPlaced.dead_letter", "on  built-in"),
    ("orders.store.engine", "postgres  built-in"),
    ("orders.store.replicas", "2  from profile:production"),
    ("orders.store.name", "orders  derived from its owner"),
    ("orders.scaling.per_pod", "50/s  assumed"),
    ("orders.scaling.target", "70%  built-in"),
    ("orders.Place.timeout", "2500ms  from msgen.yaml:16"),
    ("orders.Place.kind", "command  derived from the name `Place`"),
    ("orders.Place->payments.CreatePayment.timeout", "1000ms  from msgen.yaml:18"),
    ("orders.Place->payments.CreatePayment.retry.attempts", "3  from msgen.yaml:18"),
    ("orders.Place->payments.CreatePayment.retry.backoff", "50ms  built-in"),
    ("orders.Place->psp.timeout", "500ms  derived from what the caller's deadline leaves"),
    ("payments.CreatePayment.timeout", "500ms  derived from its own p99 and its calls"),
    ("platform.layout", "mono-repo  built-in"),
    ("profile", "production  from msgen.yaml:3"),
    ("name", "shop  from msgen.yaml:2"),
    ("contexts.billing.purpose", "Takes the money.  from msgen.yaml:8"),
]
YAML_PATHS = [
    ("services.payments.store.engine", "payments.store.engine"),
    ("services.payments.store", "payments.store"),
    ("services.orders.api.operations.Place.timeout", "orders.Place.timeout"),
    ("services.orders.api.operations.Place", "orders.Place"),
    (
        "services.orders.api.operations.Place.calls.0.retry.backoff",
        "orders.Place->payments.CreatePayment.retry.backoff",
    ),
    ("services.orders.api.operations.Place.calls.1", "orders.Place->psp"),
    ("services.payments.subscribes.0.dead_letter", "payments.subscribes.OrderPlaced.dead_letter"),
]


@pytest.fixture
def system(tmp_path: Path) -> Path:
    (tmp_path / "msgen.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(("path", "said"), VALUES)
def test_a_value_is_told_with_its_source(msgen: Msgen, path: str, said: str) -> None:
    assert msgen("explain", path) == Outcome(0, f"{said}\n", "")


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(("path", "name"), YAML_PATHS)
def test_a_path_of_the_yaml_means_what_the_object_path_means(msgen: Msgen, path: str, name: str) -> None:
    outcome = msgen("explain", path)

    assert outcome == msgen("explain", name)
    assert outcome.code == 0


@pytest.mark.usefixtures("system")
def test_an_object_is_told_with_all_its_values(msgen: Msgen) -> None:
    assert msgen("explain", "orders.Place->psp.circuit_breaker") == Outcome(
        0,
        """\
orders.Place->psp.circuit_breaker.failure_rate: 50%  # built-in
orders.Place->psp.circuit_breaker.min_calls: 20  # derived from the load
orders.Place->psp.circuit_breaker.open_for: 5s  # built-in
orders.Place->psp.circuit_breaker.probes: 1  # built-in
orders.Place->psp.circuit_breaker.window: 30s  # from msgen.yaml:19
""",
        "",
    )


@pytest.mark.usefixtures("system")
def test_a_default_is_told_with_every_value_that_it_sets(msgen: Msgen) -> None:
    assert msgen("explain", "contexts.billing.defaults") == Outcome(
        0, "payments.scaling.min: 4  # from msgen.yaml:9\n", ""
    )


@pytest.mark.usefixtures("system")
def test_a_dot_tells_everything_as_yaml(msgen: Msgen) -> None:
    outcome = msgen("explain", ".")

    assert (outcome.code, outcome.stderr) == (0, "")
    values = YAML(typ="safe").load(outcome.stdout)
    assert len(values) == len(outcome.stdout.splitlines()) > 100
    assert values["orders.Place->payments.CreatePayment.retry.attempts"] == 3
    assert all("  # " in line for line in outcome.stdout.splitlines())


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("orders.store.engin", "did you mean `orders.store.engine` or `orders.store.name` or `orders.store.replicas`"),
        ("services.payment.store.engine", "did you mean `services.payments.store`"),
        ("order", "did you mean `orders`"),
        ("xyzzy", "`msgen explain .` tells all"),
    ],
)
def test_a_path_that_names_nothing_is_told_with_the_nearest(msgen: Msgen, path: str, hint: str) -> None:
    outcome = msgen("explain", path)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"error: nothing is called `{path}`\nhint: {hint}")


def test_places_are_told_as_they_can_be_opened_from_here(msgen: Msgen, system: Path) -> None:
    (system / "below").mkdir()

    outcome = msgen("explain", "name", "--spec", "..", cwd=system / "below")

    assert outcome == Outcome(0, "shop  from ../msgen.yaml:2\n", "")


def test_a_value_of_a_context_file_is_found_in_it(msgen: Msgen, tmp_path: Path) -> None:
    (tmp_path / "contexts").mkdir()
    (tmp_path / "msgen.yaml").write_text("msgen: 1\nname: shop\nservices: {}\n", encoding="utf-8")
    context = "context: billing\nservices:\n  payments: {api: grpc, store: sqlite}\n"
    (tmp_path / "contexts/billing.yaml").write_text(context, encoding="utf-8")

    assert msgen("explain", "payments.store.engine") == Outcome(0, "sqlite  from contexts/billing.yaml:3\n", "")


def test_the_code_of_a_rule_is_its_page(msgen: Msgen) -> None:
    outcome = msgen("explain", "EVT01")

    assert (outcome.code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("# EVT01: declared but never published\n")


def test_an_unreadable_spec_is_told(msgen: Msgen, system: Path) -> None:
    (system / "msgen.yaml").write_text("msgen: 1\nname: shop\nservices: {orders: {api: gprc}}\n", encoding="utf-8")

    outcome = msgen("explain", ".")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "hint: did you mean `grpc`\n" in outcome.stderr
