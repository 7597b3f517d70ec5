"""Rules of availability beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import HEADER, found, mended, offered, text

from msgen.lint.registry import all_rules
from msgen.lint.runner import Surroundings, check
from msgen.spec import parse, read_text
from msgen.topology import resolve

SHOP = """\
defaults: {availability: 100%, store: {availability: 99.9%, replicas: 2}}
externals: {psp: {availability: 99.9%}, bank: {availability: 99.9%}}
services:
  orders: {aggregates: {Order: {}}, api: {operations: {Place: {kind: command, calls: [CALLS]}}}, publishes: [Placed]}
  payments: {aggregates: {Payment: {}}, api: {operations: {Pay: {kind: command, idempotent: true, calls: [psp]}}}}
"""


def shop(calls: str, target: str = "99.9%", more: str = "") -> str:
    return f"{SHOP.replace('CALLS', calls)}{more}journeys: {{place: {{entry: orders.Place, availability: {target}}}}}\n"


def with_its_roots(identifier: str, design: str) -> list[tuple[str, str, str]]:
    """Findings of a rule and of AVL01: object, fate, and from what it follows."""
    document = read_text(HEADER + design)
    rules = [rule for rule in all_rules() if rule.id in ("AVL01", identifier)]
    result = check(resolve(parse(document)), Surroundings(document, rules=rules))
    return [(each.object_path, each.fate, each.reason) for each in result.findings if each.rule.id == identifier]


@pytest.mark.parametrize(
    ("calls", "target", "sentence"),
    [
        ("", "99.9%", None),
        ("", "99.901%", "99.901% but hard dependencies allow 99.9000% (43.2 min/30 d against 42.8); orders-db 43.2"),
        ("", "99.99%", "99.99% but hard dependencies allow 99.900% (43 min/30 d against 4); orders-db 43.2"),
        (
            "payments.Pay",
            "99.9%",
            "99.90% but hard dependencies allow 99.700% (129 min/30 d against 43); "
            "orders-db 43.2, payments-db 43.2, psp 43.2",
        ),
        ("{to: payments.Pay, fallback: ignore}", "99.9%", None),
        (
            "{to: payments.Pay, fallback: {kind: call, to: bank}}",
            "99.9%",
            "99.90% but hard dependencies allow 99.899% (43.3 min/30 d against 43.2); "
            "orders-db 43.2, what has a fallback 0.086",
        ),
    ],
)
def test_a_journey_promises_no_more_than_its_parts_allow(calls: str, target: str, sentence: str | None) -> None:
    message = found("AVL01", shop(calls, target)).get("journeys.place.availability")

    assert message == (sentence and f"target {sentence.replace('; ', '; largest: ')}")


SAGA = "sagas: {pay: {trigger: Placed, steps: [{name: pay, do: payments.Pay, pivot: true}]}}\n"


@pytest.mark.parametrize(
    ("design", "fixes"),
    [
        (
            shop("", "99.99%"),
            [("raise `orders-db` to 99.99%", True), ("lower the target to 99.9%", True)],
        ),
        (
            shop("payments.Pay"),
            [
                (
                    "take `payments.Pay` out of the synchronous path: reach it later, or say what stands in",
                    False,
                ),
                ("raise `orders-db`, `payments-db`, `psp` to 99.97% each", True),
                ("lower the target to 99.7%", True),
            ],
        ),
        (
            shop("payments.Pay", more=SAGA),
            [
                ("take `payments.Pay` out of the synchronous path, the saga `pay` does it already", False),
                ("raise `orders-db`, `payments-db`, `psp` to 99.97% each", True),
                ("lower the target to 99.7%", True),
            ],
        ),
        (
            shop("{to: payments.Pay, fallback: ignore}", "99.99%", SAGA),
            [("raise `orders-db` to 99.99%", True), ("lower the target to 99.9%", True)],
        ),
        (
            shop("").replace("availability: 100%", "availability: 99.8%").replace("99.9%, rep", "99.7%, rep"),
            [("raise `orders-db`, `orders` to 99.95% each", True), ("lower the target to 99.5%", True)],
        ),
        (shop("", "100%"), [("lower the target to 99.9%", True)]),
    ],
)
def test_what_mends_a_journey(design: str, fixes: list[tuple[str, bool]]) -> None:
    assert offered("AVL01", design) == fixes
    for number, (_, has_edits) in enumerate(fixes, 1):
        result = mended("AVL01", design, number)
        assert bool(result.result.open) is not has_edits


def test_a_shared_store_is_raised_wherever_it_is_described() -> None:
    design = """\
defaults: {availability: 100%}
services:
  orders:
    api: {operations: {Place: {kind: command, calls: [stock.Take]}}}
    store: {engine: postgres, name: one, availability: 99.9%, replicas: 1}
  stock:
    api: {operations: {Take: {kind: command}}}
    store: {engine: postgres, name: one, availability: 99.999%, replicas: 2}
journeys: {place: {entry: orders.Place, availability: 99.95%}}
"""

    assert text(mended("AVL01", design, 1)) == design.replace("99.9%", "99.95%")
    assert text(mended("AVL05", design)) == design.replace("replicas: 1", "replicas: 2")


PROMISE = """\
defaults: {availability: 100%, store: none}
externals: {psp: {availability: 99.9%}, bank: {availability: 99.8%}, unknown: {}}
services:
  orders: {api: {operations: {Place: {calls: [CALLS]}, Look: {}}}, slo: {availability: SLO}}
  payments: {api: {operations: {Pay: {calls: [bank]}, Ask: {calls: [psp]}}}}
  mails: {subscribes: [Placed], calls: [bank], slo: {latency: {p99: 1s}}, publishes: [Placed]}
"""


def promise(calls: str, slo: str, more: str = "") -> str:
    return PROMISE.replace("CALLS", calls).replace("SLO", slo) + more


@pytest.mark.parametrize(
    ("calls", "slo", "sentence"),
    [
        ("psp", "99.9%", None),
        ("psp, unknown", "99.91%", "99.91% but its hard dependency `psp` allows 99.900% (43 min/30 d against 39)"),
        ("psp, bank", "99.9%", "99.90% but its hard dependency `bank` allows 99.800% (86 min/30 d against 43)"),
        ("psp, {to: bank, fallback: ignore}", "99.9%", None),
        ("payments.Ask", "99.9%", None),
        ("payments.Pay", "99.9%", "99.90% but its hard dependency `payments` allows 99.800% (86 min/30 d against 43)"),
        ("unknown", "100%", None),
        ("", "100%", None),
    ],
)
def test_a_service_promises_no_more_than_each_dependency_allows(calls: str, slo: str, sentence: str | None) -> None:
    assert found("AVL02", promise(calls, slo)) == ({"orders.slo": f"promises {sentence}"} if sentence else {})


def test_what_mends_an_objective() -> None:
    design = promise("bank", "99.9%")

    assert [has_edits for _, has_edits in offered("AVL02", design)] == [False, True]
    assert text(mended("AVL02", design, 2)) == design.replace("slo: {availability: 99.9%", "slo: {availability: 99.8%")
    assert text(mended("AVL03", design, 2)) == design.replace("slo: {availability: 99.9%", "slo: {availability: 98%")


@pytest.mark.parametrize("identifier", ["AVL02", "AVL03"])
@pytest.mark.parametrize(("entry", "follows"), [("orders.Place", True), ("orders.Look", False)])
def test_a_journey_says_it_for_the_services_on_its_path_only(identifier: str, entry: str, follows: bool) -> None:
    journeys = (
        "journeys: {place: {entry: ENTRY, availability: 99.95%}, pay: {entry: payments.Pay, availability: 99.9%}}"
    )
    design = promise("bank", "99.9%", journeys.replace("ENTRY", entry))
    ((_, fate, reason),) = with_its_roots(identifier, design)

    assert (fate, reason) == (("follows", "AVL01 journeys.place.availability") if follows else ("open", ""))


@pytest.mark.parametrize(
    ("calls", "slo", "sentence"),
    [
        ("psp", "99%", None),
        ("psp", "99.01%", "`psp` 43.2 of the 427.7 min/30 d that 99.01% leaves it: more than a tenth"),
        ("bank, psp", "99%", "`bank` 86.4 of the 432 min/30 d that 99% leaves it: more than a tenth"),
        (
            "bank, psp",
            "99.5%",
            "`bank` 86.4, `psp` 43.2 of the 216 min/30 d that 99.5% leaves it: more than a tenth each",
        ),
        ("{to: psp, fallback: ignore}", "99.99%", None),
        ("unknown", "99.99%", None),
    ],
)
def test_a_dependency_is_ten_times_better(calls: str, slo: str, sentence: str | None) -> None:
    assert found("AVL03", promise(calls, slo)) == ({"orders": sentence} if sentence else {})


def test_no_objective_is_offered_where_nothing_would_be_left_of_it() -> None:
    design = promise("bank", "99%").replace("bank: {availability: 99.8%", "bank: {availability: 90%")

    assert [has_edits for _, has_edits in offered("AVL03", design)] == [False]


@pytest.mark.parametrize(
    ("zones", "scaling", "after"),
    [
        (1, "min: 1, max: 4", "min: 2, max: 4"),
        (2, "min: 1, max: 1", "min: 2, max: 2"),
        (3, "min: 1, max: 2", "min: 3, max: 3"),
    ],
)
def test_the_pods_of_an_objective(zones: int, scaling: str, after: str) -> None:
    design = (
        f"platform: {{zones: {zones}}}\n"
        f"services: {{orders: {{api: rest, slo: {{freshness: 5s}}, scaling: {{{scaling}}}}}}}\n"
    )

    assert list(found("AVL04", design)) == ["orders"]
    assert text(mended("AVL04", design)) == design.replace(scaling, after)


@pytest.mark.parametrize("profile", ["minimal", "standard"])
def test_the_profile_minimal_may_run_single_pods(profile: str) -> None:
    services = "services: {orders: {api: rest, slo: {availability: 99%}, scaling: {min: 1}}}"
    document = read_text(f"{HEADER}profile: {profile}\n{services}")
    result = check(resolve(parse(document)), Surroundings(document))

    assert ("AVL04" in {finding.rule.id for finding in result.open}) is (profile == "standard")


def test_a_single_pod_gets_a_second_one() -> None:
    design = """\
services:
  orders: {api: {operations: {Place: {kind: command}}}, store: {replicas: 2}, scaling: {min: 1, max: 1}}
journeys: {place: {entry: orders.Place}}
"""

    assert found("AVL05", design) == {"orders": "`orders` has one pod and no way round it, place needs it"}
    assert text(mended("AVL05", design)) == design.replace("min: 1, max: 1", "min: 2, max: 2")
    assert text(mended("AVL05", design.replace("max: 1", "max: 4"))) == design.replace(
        "min: 1, max: 1", "min: 2, max: 4"
    )


@pytest.mark.parametrize(
    ("browse", "place", "lost"),
    [
        ("peak: 50/s", "peak: 50/s", {}),
        ("peak: 50/s", "peak: 49/s", {"catalog": "50.5%", "externals.feed": "50.5%"}),
        ("peak: 98/s, criticality: normal", "peak: 49/s", {}),
        ("peak: 50/s", "peak: 100/s, criticality: normal", {}),
        ("peak: 25/s, growth: 100%", "peak: 50/s", {}),
        ("peak: 50/s", "growth: 5%", {"catalog": "100%", "externals.feed": "100%"}),
        ("growth: 5%", "growth: 5%", {}),
    ],
)
def test_how_much_is_lost(browse: str, place: str, lost: dict[str, str]) -> None:
    design = f"""\
externals: {{feed: {{}}}}
services:
  catalog: {{api: {{operations: {{Browse: {{http: GET /dishes, calls: [feed]}}}}}}}}
  orders: {{api: {{operations: {{Place: {{kind: command}}}}}}}}
journeys: {{browse: {{entry: catalog.Browse, {browse}}}, place: {{entry: orders.Place, {place}}}}}
"""

    assert found("AVL06", design) == {
        path: f"{share} of the journeys' peak traffic is lost while it is down: browse" for path, share in lost.items()
    }


@pytest.mark.parametrize(
    ("zones", "peak", "left"),
    [
        (1, 301, None),
        (2, 150, None),
        (2, 151, "leaves 3 of 6 pods (150/s), the peak is 151/s"),
        (3, 200, None),
        (4, 201, "leaves 4 of 6 pods (200/s), the peak is 201/s"),
    ],
)
def test_what_the_loss_of_a_zone_leaves(zones: int, peak: int, left: str | None) -> None:
    design = f"""\
platform: {{zones: {zones}}}
services:
  orders: {{api: {{operations: {{Look: {{}}}}}}, scaling: {{min: 2, max: 6, per_pod: 50/s}}}}
journeys: {{look: {{entry: orders.Look, peak: {peak}/s}}}}
"""

    assert found("AVL07", design) == ({"orders": f"the loss of one of {zones} zones {left}"} if left else {})
    assert mended("AVL07", design).result.open == ()
