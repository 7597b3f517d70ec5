"""Derived values against figures worked out by hand from the formulas of SPEC 6.3."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from resolved_specs import service, system

from msgen.topology.model import Call, Topology


def ms(milliseconds: int) -> timedelta:
    return timedelta(milliseconds=milliseconds)


def call(topology: Topology, path: str) -> Call:
    operation, _, target = path.partition("->")
    service_name, _, name = operation.partition(".")
    return next(item for item in topology.operation(service_name, name).calls if item.path.split("->")[1] == target)


def two_hops(caller: str = "", callee: str = "", more: str = "") -> Topology:
    """`front.Ask` calls `back.Tell`, which calls nobody; `caller` and `callee` are keys of the two."""
    return system(f"""
        {more}
        services:
          front:
            store: none
            api: {{operations: {{Ask: {{kind: query, calls: [{{to: back.Tell{caller}}}]}}}}}}
          back:
            store: none
            api: {{operations: {{Tell: {{kind: query{callee}}}}}}}
    """)


# deadlines


def test_a_deadline_is_at_least_500_ms() -> None:
    # own p99 100 ms (assumed), no calls: 100 -> 500
    assert two_hops().operation("back", "Tell").timeout == ms(500)


def test_a_deadline_covers_its_own_p99_and_every_try_of_its_calls() -> None:
    # back.Tell 500; two tries of 500 and a wait of 50: 1050; and 100 of its own: 1150
    topology = two_hops()
    assert call(topology, "front.Ask->back.Tell").retry.attempts == 2
    assert topology.operation("front", "Ask").timeout == ms(1150)


def test_a_deadline_is_rounded_up_to_50_ms() -> None:
    # 720 + 100 -> 820 -> 850; the caller: 2 x 850 + 50 + 100 = 1850
    topology = two_hops(callee=", latency: {p50: 10ms, p99: 820ms}")
    assert topology.operation("back", "Tell").timeout == ms(850)
    assert topology.operation("front", "Ask").timeout == ms(1850)


def test_calls_of_one_group_count_once_and_groups_one_after_the_other() -> None:
    # group a: max(2 x 500 + 50, 2 x 500 + 50) = 1050; then one of 1050; and 100: 2200
    topology = system("""
        services:
          front:
            store: none
            api: {operations: {Ask: {kind: query, calls: [
              {to: back.Tell, group: a}, {to: back.Say, group: a}, {to: back.Sing, group: b}]}}}
          back: {store: none, api: {operations: {Tell: {kind: query}, Say: {kind: query}, Sing: {kind: query}}}}
    """)
    assert topology.operation("front", "Ask").timeout == ms(2200)


def test_inside_a_call_cycle_a_deadline_is_one_second() -> None:
    topology = system("""
        services:
          one: {store: none, api: {operations: {Ask: {kind: query, calls: [two.Ask]}}}}
          two: {store: none, api: {operations: {Ask: {kind: query, calls: [one.Ask]}}}}
          front: {store: none, api: {operations: {Ask: {kind: query, calls: [one.Ask]}}}}
    """)
    assert topology.operation("one", "Ask").timeout == topology.operation("two", "Ask").timeout == ms(1000)
    # one try of 1 s, since `one.Ask` calls others; and 100
    assert topology.operation("front", "Ask").timeout == ms(1100)


def test_a_call_that_waits_for_ever_counts_with_the_deadline_of_its_callee() -> None:
    # timeout `none`: 2 x 500 + 50 + 100 = 1150, as if nothing were written
    topology = two_hops(caller=", timeout: none")
    assert call(topology, "front.Ask->back.Tell").timeout is None
    assert topology.operation("front", "Ask").timeout == ms(1150)


# timeouts of calls


def test_a_call_may_take_as_long_as_its_callee() -> None:
    assert call(two_hops(callee=", timeout: 700ms"), "front.Ask->back.Tell").timeout == ms(700)


@pytest.mark.parametrize(("latency", "timeout"), [("latency: {p50: 80ms, p99: 400ms}", 800), ("egress: true", 1000)])
def test_a_call_to_an_external_may_take_twice_its_p99_or_a_second(latency: str, timeout: int) -> None:
    topology = system(f"""
        externals: {{psp: {{{latency}}}}}
        services: {{pay: {{store: none, api: {{operations: {{Pay: {{calls: [psp]}}}}}}}}}}
    """)
    assert call(topology, "pay.Pay->psp").timeout == ms(timeout)


def share(calls: str, deadline: str = "1s") -> Topology:
    """`front.Ask` has a deadline and 100 ms of its own work; each operation of `back` has 800 ms and p99 300 ms."""
    operations = ", ".join(
        f"{name}: {{kind: query, timeout: 800ms, latency: {{p50: 10ms, p99: 300ms}}}}" for name in ("A", "B", "C")
    )
    return system(f"""
        services:
          front: {{store: none, api: {{operations: {{Ask: {{kind: query, timeout: {deadline}, calls: [{calls}]}}}}}}}}
          back: {{store: none, api: {{operations: {{{operations}}}}}}}
    """)


def test_under_a_written_deadline_each_group_gets_an_equal_share() -> None:
    # (1000 - 100) / 2 = 450
    topology = share("back.A, back.B")
    assert [item.timeout for item in topology.operation("front", "Ask").calls] == [ms(450), ms(450)]


def test_a_written_timeout_is_taken_off_before_the_rest_is_shared() -> None:
    # 1000 - 100 - 200 = 700
    topology = share("{to: back.A, timeout: 200ms}, back.B")
    assert [item.timeout for item in topology.operation("front", "Ask").calls] == [ms(200), ms(700)]


def test_a_share_never_falls_below_the_p99_of_the_callee() -> None:
    # (500 - 100) / 3 = 133, but the p99 is 300
    topology = share("back.A, back.B, back.C", deadline="500ms")
    assert {item.timeout for item in topology.operation("front", "Ask").calls} == {ms(300)}


def test_written_tries_share_the_share() -> None:
    # 900 ms for three tries and waits of 50 and 100: (900 - 150) / 3 = 250, but the p99 is 300
    # and with 2 s: (1900 - 150) / 3 = 583.333
    assert share("{to: back.A, retry: {attempts: 3}}").operation("front", "Ask").calls[0].timeout == ms(300)
    roomy = share("{to: back.A, retry: {attempts: 3}}", deadline="2s").operation("front", "Ask").calls[0]
    assert roomy.timeout == ms(1750) / 3


# tries


@pytest.mark.parametrize(
    ("callee", "tries"),
    [
        ("Tell: {kind: query}", 2),
        ("Tell: {kind: command}", 1),
        ("Tell: {kind: command, idempotent: true}", 2),
        ("Tell: {kind: command, input: {key: uuid}, idempotency_key: key}", 2),
        ("Tell: {kind: command, idempotency_key: Idempotency-Key}", 2),
        ("Tell: {kind: query, calls: [back.Say]}, Say: {kind: query}", 1),
    ],
)
def test_a_call_is_tried_twice_where_that_is_safe_and_the_last_hop(callee: str, tries: int) -> None:
    topology = system(f"""
        services:
          front: {{store: none, api: {{operations: {{Ask: {{kind: query, calls: [back.Tell]}}}}}}}}
          back: {{store: none, api: {{operations: {{{callee}}}}}}}
    """)
    assert call(topology, "front.Ask->back.Tell").retry.attempts == tries


@pytest.mark.parametrize(("deadline", "tries"), [("760ms", 2), ("740ms", 1)])
def test_two_tries_must_fit_a_written_deadline(deadline: str, tries: int) -> None:
    # 100 of its own, two tries of 300 and a wait of 50: 750
    topology = share("{to: back.A, timeout: 300ms}", deadline)
    assert topology.operation("front", "Ask").calls[0].retry.attempts == tries


def test_a_second_try_leaves_the_share_of_the_others_alone() -> None:
    # 1000 - 100 - 200 = 700 for B, which may use all of it: no room for a second try of A
    first, second = share("{to: back.A, timeout: 200ms}, back.B").operation("front", "Ask").calls
    assert (first.retry.attempts, second.retry.attempts, second.timeout) == (1, 1, ms(700))


def test_the_minimal_profile_never_tries_twice() -> None:
    assert call(two_hops(more="profile: minimal"), "front.Ask->back.Tell").retry.attempts == 1


def loaded(peak: str, more: str = "", scaling: str = "") -> Call:
    """`front.Ask` calls the callee with a p99 of 100 ms; a journey brings the load to 2 pods of `front`."""
    topology = system(f"""
        journeys: {{ask: {{entry: front.Ask, peak: {peak}}}}}
        services:
          front:
            store: none
            {scaling}
            api: {{operations: {{Ask: {{kind: query, calls: [{{to: back.Tell{more}}}]}}}}}}
          back: {{store: none, api: {{operations: {{Tell: {{kind: query}}}}}}}}
    """)
    return call(topology, "front.Ask->back.Tell")


# breaker and bulkhead


@pytest.mark.parametrize(
    ("peak", "calls"),
    [("0.5/s", 5), ("1.5/s", 7), ("3/s", 15), ("200/s", 20)],
)
def test_a_breaker_looks_at_the_calls_that_one_pod_makes_in_its_window(peak: str, calls: int) -> None:
    # peak / 2 pods x 10 s, at least 5, at most 20, never more than there are: 0.75/s x 10 s = 7.5 -> 7
    breaker = loaded(peak).circuit_breaker
    assert breaker is not None
    assert breaker.min_calls == calls


@pytest.mark.parametrize(("peak", "bulkhead"), [("10/s", 4), ("200/s", 10), ("210/s", 11), ("1200/s", 60)])
def test_a_bulkhead_holds_what_little_says(peak: str, bulkhead: int) -> None:
    # peak / 2 pods x 0.1 s: 200/s -> 10, 210/s -> 10.5 -> 11; at least 4
    assert loaded(peak).bulkhead == bulkhead


def test_a_bulkhead_is_not_rounded_up_for_nothing() -> None:
    # 900/s / 3 pods x 20 ms = 6 exactly
    topology = system("""
        journeys: {ask: {entry: front.Ask, peak: 900/s}}
        services:
          front: {store: none, scaling: {min: 3}, api: {operations: {Ask: {kind: query, calls: [back.Tell]}}}}
          back: {store: none, api: {operations: {Tell: {kind: query, latency: {p50: 4ms, p99: 20ms}}}}}
    """)
    assert call(topology, "front.Ask->back.Tell").bulkhead == 6


def test_without_a_load_a_bulkhead_holds_32_and_a_breaker_looks_at_20() -> None:
    found = call(two_hops(), "front.Ask->back.Tell")
    assert found.bulkhead == 32
    assert found.circuit_breaker is not None
    assert found.circuit_breaker.min_calls == 20


def test_bulkheads_together_never_hold_more_than_the_written_concurrency() -> None:
    # three of 32 under 60: 20 each
    topology = system("""
        services:
          front:
            store: none
            scaling: {concurrency: 60}
            api: {operations: {Ask: {kind: query, calls: [back.A, back.B]}, See: {kind: query, calls: [back.A]}}}
          back: {store: none, api: {operations: {A: {kind: query}, B: {kind: query}}}}
    """)
    assert [item.bulkhead for item in topology.services["front"].calls()] == [20, 20, 20]


# load


def test_a_journey_grows_and_calls_multiply() -> None:
    # 100/s x 1.6 x 3 per request / 2 pods x 0.1 s = 24
    topology = system("""
        journeys: {ask: {entry: front.Ask, peak: 100/s, growth: 60%}}
        services:
          front: {store: none, api: {operations: {Ask: {kind: query, calls: [{to: back.Tell, per_request: 3}]}}}}
          back: {store: none, api: {operations: {Tell: {kind: query}}}}
    """)
    assert call(topology, "front.Ask->back.Tell").bulkhead == 24


def test_a_call_back_into_its_own_path_is_not_followed() -> None:
    # 100/s / 2 x 0.1 = 5; without the rule every round would add its share
    topology = system("""
        journeys: {ask: {entry: one.Ask, peak: 100/s}}
        services:
          one: {store: none, api: {operations: {Ask: {kind: query, calls: [two.Ask]}}}}
          two: {store: none, api: {operations: {Ask: {kind: query, calls: [one.Ask]}}}}
    """)
    assert call(topology, "one.Ask->two.Ask").bulkhead == 5
    assert call(topology, "two.Ask->one.Ask").bulkhead == 32


def test_saga_steps_run_at_the_rate_of_their_trigger() -> None:
    # 240/s; the step calls the psp: 240 / 2 x 0.4 s = 48
    topology = system("""
        externals: {psp: {latency: {p50: 100ms, p99: 400ms}}}
        journeys: {order: {entry: orders.Place, peak: 240/s}}
        sagas: {place: {trigger: OrderPlaced, steps: [{name: pay, do: payments.Pay}]}}
        services:
          orders: {api: {operations: {Place: {publishes: [OrderPlaced]}}}}
          payments: {api: {operations: {Pay: {calls: [psp]}}}}
    """)
    assert call(topology, "payments.Pay->psp").bulkhead == 48


def test_calls_of_a_handler_run_at_the_rate_of_its_event() -> None:
    # 100/s -> OrderPlaced -> the mailer's call: 100 / 2 x 0.1 = 5
    topology = system("""
        journeys: {order: {entry: orders.Place, peak: 100/s}}
        services:
          orders: {api: {operations: {Place: {publishes: [OrderPlaced]}}}}
          mailer: {store: none, subscribes: [OrderPlaced], calls: [mail.Send]}
          mail: {store: none, api: {operations: {Send: {}}}}
    """)
    (subscription,) = topology.services["mailer"].subscriptions
    assert subscription.calls[0].bulkhead == 5


# stores, pods, deployment


@pytest.mark.parametrize(
    ("written", "pool"),
    [
        ("scaling: {max: 6}", 10),  # (200 - 10) / 6 = 31 -> 10 at most
        ("scaling: {max: 25}", 7),  # 190 / 25 = 7.6
        ("scaling: {max: 400}", 2),  # 190 / 400 = 0 -> 2 at least
        ("store: {max_connections: 50}", 6),  # 40 / 6 = 6.7
    ],
)
def test_a_pool_is_its_part_of_the_connections(written: str, pool: int) -> None:
    assert service(f"api: rest\naggregates: {{Order: {{}}}}\n{written}").store.pool == pool


@pytest.mark.parametrize(("deadline", "seconds"), [("500ms", 11), ("2s", 12), ("2100ms", 13)])
def test_a_pod_has_ten_seconds_and_its_longest_deadline_to_stop(deadline: str, seconds: int) -> None:
    orders = service(f"store: none\napi: {{operations: {{Get: {{}}, Place: {{timeout: {deadline}}}}}}}")
    assert orders.deployment.grace == timedelta(seconds=seconds)


def test_a_worker_scales_by_its_lag() -> None:
    topology = system("services: {a: {api: rest, publishes: [E]}, b: {store: none, subscribes: [E]}}")
    assert topology.services["b"].scaling.metric == "lag"


@pytest.mark.parametrize(("own", "metric"), [("{p50: 20ms, p99: 100ms}", "cpu"), ("{p50: 2ms, p99: 10ms}", "rate")])
def test_a_service_scales_by_its_rate_where_it_mostly_waits(own: str, metric: str) -> None:
    # the callee takes 20/100 ms: half of the time, or ten parts of eleven, are spent waiting
    topology = system(f"""
        services:
          front: {{store: none, api: {{operations: {{Ask: {{kind: query, latency: {own}, calls: [back.Tell]}}}}}}}}
          back: {{store: none, api: {{operations: {{Tell: {{kind: query}}}}}}}}
    """)
    assert topology.services["front"].scaling.metric == metric


@pytest.mark.parametrize(
    ("profile", "pods", "zones", "replicas", "strategy", "mesh"),
    [
        ("minimal", (1, 1), 1, 1, "rolling", "none"),
        ("standard", (2, 6), 1, 1, "rolling", "istio"),
        ("production", (3, 12), 3, 2, "canary", "istio"),
    ],
)
def test_a_profile_sets_its_bundle(
    profile: str, pods: tuple[int, int], zones: int, replicas: int, strategy: str, mesh: str
) -> None:
    topology = system(f"profile: {profile}\nservices: {{orders: {{api: rest}}}}")
    orders = topology.services["orders"]
    assert (orders.scaling.minimum, orders.scaling.maximum) == pods
    assert (topology.platform.zones, orders.store.replicas) == (zones, replicas)
    assert (orders.deployment.strategy, topology.platform.mesh.kind) == (strategy, mesh)


# bistro


def test_a_retry_costs_what_is_written_of_it() -> None:
    # storefront.TrackOrder of bistro: budget 20%, jitter full, cap 1 s are built in
    retry = call(two_hops(), "front.Ask->back.Tell").retry
    assert (retry.backoff, retry.cap, retry.budget, retry.jitter, retry.owner) == (
        ms(50),
        ms(1000),
        Decimal(20),
        True,
        "app",
    )
