"""Rules of resilience beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import HEADER, found, looking, mended, offered, text

from msgen.spec import read_text

CALL = """\
externals: {psp: {latency: {p50: 10ms, p99: 50ms}, idempotency_key: true}}
platform: {mesh: {MESH}}
services:
  shop: {api: {operations: {Show: {OPERATION, calls: [{to: stock.Get, CALL}]}}}, store: none, scaling: {SCALING}}
  stock: {api: {operations: {Get: {latency: {p50: 10ms, p99: 40ms}}}}, store: none}
journeys:
  look: {entry: shop.Show, JOURNEY}
"""


def call(settings: str, **others: str) -> str:
    """One call of one operation, 10 times a second and pod."""
    usual = {"OPERATION": "http: GET /shop", "MESH": "kind: none", "SCALING": "min: 2, max: 6", "JOURNEY": "peak: 20/s"}
    design = CALL.replace("CALL}", f"{settings}}}")
    for key, value in {**usual, **{name.upper(): value for name, value in others.items()}}.items():
        design = design.replace(key, value)
    return design


def test_a_timeout_cannot_be_computed_without_a_latency() -> None:
    design = call("timeout: none").replace("stock.Get,", "psp,").replace("latency: {p50: 10ms, p99: 50ms}, ", "")

    assert offered("RES01", design) == [("set one: with psp.latency given, the p99.9 of psp can be computed", False)]


@pytest.mark.parametrize(
    ("settings", "operation", "there"),
    [
        ("timeout: 39ms", "http: GET /shop", 1),
        ("timeout: 40ms", "http: GET /shop", 0),
        ("group: a", "timeout: 20ms", 0),
        ("timeout: none", "http: GET /shop", 0),
    ],
)
def test_a_timeout_holds_the_tail_of_the_callee(settings: str, operation: str, there: int) -> None:
    assert len(found("RES02", call(settings, operation=operation))) == there


def test_a_tail_that_nobody_knows_is_below_every_timeout() -> None:
    design = call("timeout: 1ms").replace("stock.Get,", "psp,").replace("latency: {p50: 10ms, p99: 50ms}, ", "")

    assert found("RES02", design) == {}


LOOP = """\
services:
  one: {api: {operations: {GetOne: {CALLER, calls: [{to: two.GetTwo, CALL}]}}}, store: none}
  two: {api: {operations: {GetTwo: {latency: {p50: 100ms, p99: 3s}, calls: [one.GetOne]}}}, store: none}
"""


@pytest.mark.parametrize("rule", ["RES02", "RES03", "RES12"])
def test_what_is_derived_inside_a_call_cycle_is_nobodys_choice(rule: str) -> None:
    assert found(rule, LOOP.replace("CALLER", "kind: query").replace("CALL}", "group: a}")) == {}


@pytest.mark.parametrize(
    ("rule", "caller", "settings", "there"),
    [
        ("RES02", "timeout: 900ms", "group: a", {"two.GetTwo->one.GetOne.timeout"}),
        ("RES03", "timeout: 900ms", "group: a", {"one.GetOne.timeout"}),
        ("RES03", "kind: query", "timeout: 4s", {"one.GetOne.timeout"}),
        ("RES03", "kind: query", "retry: {attempts: 2}", {"one.GetOne.timeout"}),
    ],
)
def test_what_is_written_inside_a_call_cycle_is_judged(rule: str, caller: str, settings: str, there: set[str]) -> None:
    assert there <= found(rule, LOOP.replace("CALLER", caller).replace("CALL}", f"{settings}}}")).keys()


def test_deadlines_offer_only_what_fits() -> None:
    tight = call("timeout: 100ms, retry: {attempts: 2, backoff: 10ms}", operation="timeout: 250ms")
    tail_only = call("timeout: 40ms, retry: {attempts: 1}", operation="timeout: 120ms")

    assert offered("RES03", tight) == [
        ("raise it to 310ms", True),
        ("try stock.Get once", True),
        ("give one try less time: stock.Get 70ms", True),
    ]
    assert offered("RES03", tail_only) == [("raise it to 140ms", True)]
    assert [finding.assumed for finding in looking("RES03")(read_text(HEADER + tight))[1].open] == [
        ("shop.Show.latency.p99 100ms",)
    ]


def test_a_try_less_is_not_offered_where_one_is_too_long() -> None:
    design = call("timeout: 200ms, retry: {attempts: 2, backoff: 10ms}", operation="timeout: 250ms")

    assert [text for text, _ in offered("RES03", design)] == [
        "raise it to 510ms",
        "give one try less time: stock.Get 70ms",
    ]


def test_only_what_is_tried_again_is_tried_once_and_only_what_is_too_long_gets_less() -> None:
    design = call("timeout: 100ms, retry: {attempts: 2, backoff: 10ms}, group: a", operation="timeout: OPEN")
    second = "{to: stock.Get, timeout: 150ms, retry: {attempts: 1}, group: a}"
    design = design.replace("group: a}]", f"group: a}}, {second}]")

    assert offered("RES03", design.replace("OPEN", "250ms")) == [
        ("raise it to 310ms", True),
        ("try stock.Get once", True),
        ("give one try less time: stock.Get 70ms", True),
    ]
    assert [text for text, _ in offered("RES03", design.replace("OPEN", "249ms"))] == [
        "raise it to 310ms",
        "give one try less time: stock.Get 69ms, stock.Get 149ms",
    ]


TREE = """\
platform: {mesh: {MESH}}
services:
  front: {api: {operations: {Show: {calls: [{to: middle.Get, retry: {ABOVE}}]}}}, store: none}
  middle: {api: {operations: {Get: {calls: [{to: last.Get, retry: {BELOW}}]}}}, store: none}
  last: {api: {operations: {Get: {}}}, store: none}
"""


def tree(above: str, below: str, mesh: str = "kind: istio") -> str:
    return TREE.replace("ABOVE", above).replace("BELOW", below).replace("MESH", mesh)


@pytest.mark.parametrize(
    ("design", "severity"),
    [
        (tree("attempts: 2, budget: none", "attempts: 2, budget: none"), []),
        (tree("attempts: 5, budget: none", "attempts: 1"), ["warning"]),
        (tree("attempts: 5, budget: none", "attempts: 2, budget: none"), ["warning"]),
        (tree("attempts: 5, budget: none", "attempts: 3, budget: none"), ["error"]),
        (tree("attempts: 5", "attempts: 5"), []),
        (tree("attempts: 5, budget: 100%", "attempts: 5, budget: 100%"), []),
        (tree("attempts: 1", "attempts: 1", "kind: istio, retries: 2"), ["warning"]),
        (tree("attempts: 1", "attempts: 1", "kind: none, retries: 2"), []),
        (tree("attempts: 1, owner: mesh", "attempts: 1", "kind: istio, retries: 2"), []),
    ],
)
def test_tries_multiply_over_hops_and_with_those_of_the_mesh(design: str, severity: list[str]) -> None:
    _, result = looking("RES05")(read_text(HEADER + design))

    assert [finding.severity for finding in result.open] == severity


@pytest.mark.parametrize(
    ("design", "edits"),
    [
        (
            tree("attempts: 5, budget: none", "attempts: 4, budget: none"),
            {"front.Show->middle.Get.retry.attempts": 1},
        ),
        (
            tree("attempts: 1", "attempts: 5, budget: none"),
            {"middle.Get->last.Get.retry.budget": "20%"},
        ),
        (
            tree("attempts: 1", "attempts: 1", "kind: istio, retries: 2"),
            {"platform.mesh.retries": False},
        ),
    ],
)
def test_only_the_last_hop_keeps_its_tries(design: str, edits: dict[str, object]) -> None:
    _, result = looking("RES05")(read_text(HEADER + design))

    assert {edit.path: edit.value for finding in result.open for fix in finding.fixes for edit in fix.edits} == edits
    assert mended("RES05", design).result.open == ()


@pytest.mark.parametrize(
    ("retry", "mesh", "there"),
    [
        ("attempts: 2", "kind: none", 1),
        ("attempts: 1", "kind: none", 0),
        ("attempts: 1", "kind: istio, retries: 1", 1),
        ("attempts: 1, owner: mesh", "kind: istio, retries: 1", 0),
    ],
)
def test_a_command_is_repeated_by_the_application_or_by_the_mesh(retry: str, mesh: str, there: int) -> None:
    design = call(f"retry: {{{retry}}}", mesh=mesh).replace("Get: {latency", "Get: {kind: command, latency")

    assert len(found("RES06", design)) == there


def test_a_query_has_no_effect_whatever_is_said_of_it() -> None:
    assert (
        found("RES06", call("retry: {attempts: 2}").replace("Get: {latency", "Get: {idempotent: false, latency")) == {}
    )


def test_a_derived_command_takes_its_author() -> None:
    design = "services: {orders: {api: rest}, shop: {api: {operations: {Buy: {calls: [{to: orders.CreateOrder, retry: "
    design += "{attempts: 2}}]}}}, store: none}}\n"

    assert offered("RES06", design) == [
        ("write the operations of orders, CreateOrder with `idempotency_key: Idempotency-Key`", False)
    ]


@pytest.mark.parametrize(("mesh", "there"), [("kind: none, retries: 1", 0), ("kind: istio, retries: 1", 1)])
def test_a_mesh_that_is_not_there_tries_nothing(mesh: str, there: int) -> None:
    assert len(found("RES07", call("retry: {attempts: 2}", mesh=mesh))) == there


def test_what_is_missing_of_a_call_is_mended_at_once() -> None:
    both = call("circuit_breaker: off, bulkhead: off, timeout: 1s").replace("stock.Get,", "psp,")

    assert found("RES08", both) == {
        "shop.Show->psp": "no circuit breaker: it is asked on while it fails; "
        "no bulkhead: an external system that hangs takes every pod with it"
    }
    assert "{to: psp, timeout: 1s}" in text(mended("RES08", both))


def test_waits_between_tries_are_mended_at_once() -> None:
    result = mended("RES09", call("retry: {attempts: 2, backoff: 0ms, jitter: none, cap: none}"))

    assert "retry: {attempts: 2, backoff: 50ms, jitter: full, cap: 1s}" in text(result)


def test_a_bulkhead_is_judged_by_the_load_and_only_where_it_is_written() -> None:
    slow = call("bulkhead: 3", scaling="min: 1, max: 6").replace("p99: 40ms", "p99: 200ms")

    assert found("RES11", slow) == {"shop.Show->stock.Get.bulkhead": "bulkhead 3 is below 4 (20/s on 1 pod x 200 ms)"}
    assert found("RES11", slow.replace("bulkhead: 3", "bulkhead: 4")) == {}
    assert found("RES11", slow.replace("bulkhead: 3", "bulkhead: off")) == {}
    assert found("RES11", slow.replace(", peak: 20/s", "")) == {}
    assert found("RES11", slow.replace("stock.Get,", "psp,").replace("latency: {p50: 10ms, p99: 50ms}, ", "")) == {}


def test_calls_of_another_version_are_made_by_other_pods() -> None:
    versions = """\
services:
  shop:
    api: {operations: {Show: {calls: [{to: stock.Get, bulkhead: 4}]}}}
    store: none
    scaling: {concurrency: 8}
    versions:
      v1: {weight: 50%, calls: [{to: stock.List, bulkhead: 4}]}
      v2: {weight: 50%, calls: [{to: stock.List, bulkhead: WIDTH}]}
  stock: {api: {operations: {Get: {}, List: {}}}, store: none}
"""

    assert found("RES11", versions.replace("WIDTH", "4")) == {}
    assert list(found("RES11", versions.replace("WIDTH", "5"))) == ["shop.scaling.concurrency"]


def test_a_derived_bulkhead_is_nobodys_choice() -> None:
    """It is derived from the callee's own work, here much shorter than its calls."""
    design = CHAIN.replace("OUTER", "2s").replace("INNER", "timeout: 2s").replace("p99: 50ms", "p99: 900ms")
    design = design.replace("p50: 10ms", "p50: 800ms") + "journeys: {look: {entry: front.Show, peak: 40/s}}\n"

    assert found("RES11", design) == {}
    assert list(found("RES11", design.replace("timeout: 2s}", "timeout: 2s, bulkhead: 4}", 1))) == [
        "front.Show->middle.Get.bulkhead"
    ]


def test_only_written_bulkheads_are_taken_away() -> None:
    design = """\
services:
  shop:
    api: {operations: {Show: {calls: [{to: stock.Get, bulkhead: 9}, {to: stock.List}, {to: stock.Find, bulkhead: off}]}}}
    store: none
    scaling: {concurrency: LIMIT}
  stock: {api: {operations: {Get: {}, List: {}, Find: {}}}, store: none}
"""

    assert offered("RES11", design.replace("LIMIT", "2")) == [
        ("take away shop.Show->stock.Get.bulkhead: derived ones share 2", True)
    ]
    assert offered("RES11", design.replace("LIMIT", "1")) == [
        ("raise it to 2 at least, one for each call with a bulkhead", False)
    ]


def test_handlers_of_a_worker_count_as_well() -> None:
    worker = """\
services:
  mails: {subscribes: [Placed], calls: [{to: stock.Get, bulkhead: 4}], store: none, scaling: {concurrency: 3}}
  stock: {api: {operations: {Get: {}}}, publishes: [Placed]}
"""

    assert list(found("RES11", worker)) == ["mails.scaling.concurrency"]


def test_more_calls_than_requests_take_a_person() -> None:
    calls = ", ".join("{to: stock.Get, bulkhead: 1}" for _ in range(3))
    design = f"""\
services:
  shop: {{api: {{operations: {{Show: {{calls: [{calls}]}}}}}}, store: none, scaling: {{concurrency: 2}}}}
  stock: {{api: {{operations: {{Get: {{}}}}}}, store: none}}
"""

    assert offered("RES11", design) == [("raise it to 3 at least, one for each call with a bulkhead", False)]


CHAIN = """\
services:
  front: {api: {operations: {Show: {calls: [{to: middle.Get, timeout: OUTER}]}}}, store: none}
  middle: {api: {operations: {Get: {calls: [{to: last.Get, INNER}]}}}, store: none}
  last: {api: {operations: {Get: {latency: {p50: 10ms, p99: 50ms}}}}, store: none}
"""


def chain(outer: str, inner: str) -> str:
    return CHAIN.replace("OUTER", outer).replace("INNER", inner)


@pytest.mark.parametrize(
    ("outer", "inner", "texts"),
    [
        ("100ms", "timeout: 100ms, retry: {attempts: 1}", []),
        ("99ms", "timeout: 100ms, retry: {attempts: 1}", ["set its `timeout` to 99ms", "let the caller wait 100ms"]),
        ("40ms", "timeout: 100ms, retry: {attempts: 1}", ["let the caller wait 100ms"]),
        (
            "220ms",
            "timeout: 100ms, retry: {attempts: 3, backoff: 10ms}",
            ["set `retry.attempts` to 2", "set its `timeout` to 63ms", "let the caller wait 330ms"],
        ),
        ("10ms", "retry: {attempts: 2, backoff: 10ms}", ["let the caller wait 1010ms"]),
        ("1ms", "group: a", []),
        ("none", "timeout: 9s, retry: {attempts: 1}", []),
    ],
)
def test_tries_end_before_the_caller_leaves(outer: str, inner: str, texts: list[str]) -> None:
    result = [text.partition(": front")[0] for text, _ in offered("RES12", chain(outer, inner))]

    assert result == texts


@pytest.mark.parametrize(
    ("breaker", "pods", "text"),
    [
        ("min_calls: 100", 2, []),  # 10 calls per second and pod in 10 s
        ("min_calls: 101", 2, [("set `min_calls` to 100", True)]),
        ("window: 1s, min_calls: 20", 2, [("set `min_calls` to 10", True)]),
        ("window: 60s, min_calls: 301", 2, [("set `min_calls` to 300", True)]),
        ("window: 1s", 40, [("set `window` to 30s and `min_calls` to 15", True)]),
        ("window: 1s", 1000, [
            ("no breaker sees a call within 30s: take these settings away, and give it a `fallback`", False)
        ]),
        ("open_for: 9s", 1000, []),
        ("off", 2, []),
    ],
)  # fmt: skip
def test_a_breaker_sees_enough_calls_in_time(breaker: str, pods: int, text: list[tuple[str, bool]]) -> None:
    settings = "circuit_breaker: off" if breaker == "off" else f"circuit_breaker: {{{breaker}}}"

    assert offered("RES13", call(settings, scaling=f"min: {pods}, max: {pods}")) == text


@pytest.mark.parametrize("journey", ["peak: 1/h}\n  more: {entry: shop.Show", "criticality: normal"])
def test_a_load_that_is_not_known_says_nothing_of_a_breaker(journey: str) -> None:
    assert found("RES13", call("circuit_breaker: {min_calls: 1000}", journey=journey)) == {}


EDGE = """\
services:
  shop: {api: {exposure: EXPOSURE, operations: {Show: {http: GET /shop}, Find: {http: GET /find}}}, store: none}
JOURNEY
"""
PEAK = "journeys: {look: {entry: shop.Show, peak: 75/s}}"


def test_a_public_operation_gets_twice_its_load_and_a_hundred_at_least() -> None:
    result = mended("RES14", EDGE.replace("EXPOSURE", "public").replace("JOURNEY", PEAK))

    assert "Show: {http: GET /shop, rate_limit: 150/s}, Find: {http: GET /find, rate_limit: 100/s}" in text(result)
    assert found("RES14", EDGE.replace("EXPOSURE", "partner").replace("JOURNEY", PEAK)) == {}


def test_a_limit_is_not_invented() -> None:
    unknown = EDGE.replace("EXPOSURE", "public").replace("JOURNEY", "")
    derived = f"services: {{shop: {{api: {{exposure: public}}}}}}\n{PEAK.replace('Show', 'ListShops')}\n"

    assert {fix for fix in offered("RES14", unknown)} == {
        ("write a `rate_limit`; with the `peak` of a journey it can be computed", False)
    }
    assert {fix for fix in offered("RES14", derived)} == {
        ("write the operations of shop, each with a `rate_limit`", False)
    }


@pytest.mark.parametrize(("delivery", "there"), [("direct", {"shop.Show->one.Get.fallback"}), ("outbox", set())])
def test_the_broker_is_shared_by_those_who_publish_directly(delivery: str, there: set[str]) -> None:
    design = """\
services:
  shop:
    api: {operations: {Show: {calls: [{to: one.Get, fallback: {kind: call, to: two.Get}}]}}}
    store: none
  one: {api: {operations: {Get: {publishes: [A]}}}, publishes: [A], messaging: {delivery: DELIVERY}}
  two: {api: {operations: {Get: {publishes: [B]}}}, publishes: [B], messaging: {delivery: DELIVERY}}
"""

    assert found("RES17", design.replace("DELIVERY", delivery)).keys() == there


def test_a_store_that_decides_over_life_decides_over_traffic_instead() -> None:
    design = "services: {orders: {api: rest, probes: {liveness: [store, broker], readiness: []}}}\n"

    assert "probes: {liveness: [], readiness: [store]}" in text(mended("RES18", design))
    assert "probes: {liveness: []}" in text(mended("RES18", design.replace(", readiness: []", "")))
    assert "probes: {liveness: [], readiness: []}" in text(
        mended("RES18", design.replace("[store, broker]", "[broker]"))
    )


@pytest.mark.parametrize(
    ("others", "there"),
    [
        ("a: {store: none}", 0),
        ("a: {store: none, api: {operations: {Get: {calls: [psp]}}}}", 1),
        ("a: {store: none, api: {operations: {Get: {calls: [{to: b.Get, fallback: {kind: call, to: psp}}]}}}}, "
         "b: {api: {operations: {Get: {}}}}", 1),
        ("a: {store: none, probes: {readiness: [psp]}}", 2),
        ("a: {api: rest, probes: {readiness: [store, broker]}}", 0),
        ("a: {api: rest, probes: {readiness: [store, broker]}}, b: {publishes: [Done]}", 1),
    ],
)  # fmt: skip
def test_a_dependency_is_shared_by_whoever_calls_it_or_waits_for_it(others: str, there: int) -> None:
    design = f"""\
externals: {{psp: {{availability: 99%}}}}
services: {{orders: {{api: rest, calls: [psp], probes: {{readiness: [store, psp]}}}}, {others}}}
"""

    assert len(found("RES19", design)) == there


def test_a_shared_store_is_shared_under_its_name() -> None:
    design = """\
services:
  one: {api: rest, store: {engine: postgres, name: all}, probes: {readiness: [store]}}
  two: {api: rest, store: {engine: postgres, name: all}}
  six: {api: rest, probes: {readiness: [store]}}
"""

    assert list(found("RES19", design)) == ["one.probes.readiness"]


@pytest.mark.parametrize(
    ("grace", "deadline", "there"), [("12s", "2s", 0), ("11s", "2s", 1), ("12s", "2100ms", 1), ("10s", "0s", 0)]
)
def test_grace_is_written_in_full_seconds(grace: str, deadline: str, there: int) -> None:
    operations = f"api: {{operations: {{Get: {{timeout: {deadline}}}}}}}, " if deadline != "0s" else ""
    design = f"services: {{shop: {{{operations}store: none, deployment: {{grace: {grace}}}}}}}\n"
    result = mended("RES20", design)

    assert len(result.applied) == there
    assert result.result.open == ()
    assert "100ms}" not in text(result).partition("deployment")[2]


PLAN = """\
externals: {psp: {availability: 99%}}
services: {shop: {api: {operations: {Buy: {calls: [psp]}}}, store: none}}
journeys: {buy: {entry: shop.Buy}, again: {entry: shop.Buy}}
experiments: EXPERIMENTS
"""


@pytest.mark.parametrize(
    ("experiments", "there"),
    [
        ("{}", ["externals.psp", "shop"]),
        ("{a: {on: shop, fault: down}, b: {on: externals.psp, fault: down}}", []),
        ("{a: {on: shop, fault: down}, b: {on: shop.Buy->psp, fault: errors}}", []),
        ("null", []),
    ],
)
def test_a_plan_that_is_written_covers_what_critical_journeys_need(experiments: str, there: list[str]) -> None:
    design = PLAN.replace("EXPERIMENTS", experiments)

    assert sorted(found("RES21", design)) == there
    assert mended("RES21", design).result.open == ()


def test_a_store_is_not_a_service_that_has_its_name() -> None:
    design = """\
services: {orders: {api: rest}, orders-db: {api: rest}}
journeys: {look: {entry: orders.ListOrders}}
experiments: {}
"""

    assert list(found("RES21", design)) == ["orders"]


def test_an_experiment_gets_a_name_that_no_other_has() -> None:
    result = text(mended("RES21", PLAN.replace("EXPERIMENTS", "{psp-down: {on: shop, fault: down}}")))

    assert "psp-down-2: {on: externals.psp, fault: down}" in result
