"""Rules of boundaries beyond their pages: further clauses, what is just not bad, and what is offered."""

from __future__ import annotations

import pytest
from ruled_designs import found, mended, offered, text

CALLS_ITSELF = """\
services:
  a: {api: {exposure: partner, operations: {GetA: {}, GetB: {}, GetC: {}, GetD: {}}}, calls: [nano.GetN]}
  nano: {store: none, api: {operations: {GetN: {calls: [nano.GetN]}}}}
"""
TEAMS = "teams: {red: {}, blue: {}}\n"
TWO_OWNERS = f"""\
{TEAMS}contexts: {{sales: {{owner: red}}}}
services:
  orders: {{context: sales, api: rest}}
  offers: {{context: sales, api: rest, owner: blue}}
  quotes: {{context: sales, api: rest, owner: blue}}
"""
CORE = """\
externals: {psp: {}}
contexts: {sales: {subdomain: core}}
"""
CIRCLE = """\
services:
  a: {api: rest, publishes: [Aged], subscribes: [Baked]}
  b: {api: rest, publishes: [Baked], subscribes: [Cooked]}
  c: {api: rest, publishes: [Cooked], subscribes: [Aged]}
"""
READ_TOGETHER = """\
services:
  orders:
    api: {exposure: partner, operations: {GetOrder: {reads: [Order, Line]}, GetRate: {reads: [Rate]}}}
    aggregates: {Order: {}, Line: {}, Rate: {}, A: {}, B: {}, C: {}, D: {}, E: {}}
"""


def test_calls_of_a_service_to_itself_are_no_calls_from_a_caller() -> None:
    assert list(found("BND02", CALLS_ITSELF)) == ["nano"]


def test_a_mega_service_is_told_what_stands_together() -> None:
    assert offered("BND03", READ_TOGETHER) == [
        ("split it by what its operations read and write together, keeping together Line and Order", False)
    ]
    assert offered("BND03", READ_TOGETHER.replace("[Order, Line]", "[Order]")) == [
        ("split it by what its operations read and write together", False)
    ]


def test_a_circle_of_contexts_is_opened_by_a_partnership() -> None:
    result = mended("BND05", CIRCLE, 2)

    assert result.result.open == ()
    assert "context_map: [{upstream: b, downstream: a, pattern: partnership}]" in text(result)


def test_a_written_entry_in_a_circle_of_contexts_becomes_a_partnership() -> None:
    written = f"context_map: [{{upstream: b, downstream: a, pattern: conformist}}]\n{CIRCLE}"

    assert "[{upstream: b, downstream: a, pattern: partnership}]" in text(mended("BND05", written, 2))


def test_a_call_in_a_circle_can_become_an_event_that_its_operation_publishes() -> None:
    design = """\
services:
  a: {api: {operations: {X: {calls: [b.Y], publishes: [Xed]}, Z: {publishes: [Zed]}}}}
  b: {api: {operations: {Y: {calls: [a.X], publishes: [Yed]}}}}
"""
    assert offered("BND06", design)[1:] == [("let a hear Yed instead of being called", True)]
    assert mended("BND06", design, 2).result.open == ()


@pytest.mark.parametrize(
    ("roles", "after"),
    [
        ("downstream_roles: [conformist]", "downstream_roles: []"),
        ("upstream_roles: [open-host-service, published-language]", "upstream_roles: [published-language]"),
    ],
)
def test_roles_that_do_not_go_with_the_pattern_are_left_out(roles: str, after: str) -> None:
    design = f"""\
context_map: [{{upstream: a, downstream: b, pattern: customer-supplier, {roles}}}]
services: {{a: {{api: rest}}, b: {{api: rest, calls: [a]}}}}
"""
    result = mended("BND07", design)

    assert result.result.open == ()
    assert after in text(result)


def test_separate_ways_are_crossed_by_a_read_model() -> None:
    design = """\
context_map: [{upstream: a, downstream: b, pattern: separate-ways}]
services:
  a: {api: rest, publishes: [Aged]}
  b: {api: rest, read_models: {view: {sources: [Aged]}}}
"""
    message = "declared `separate-ways`, but crossed by b.read_models.view"

    assert found("BND08", design) == {"context_map.a.b": message}
    assert mended("BND08", design).result.open == ()


@pytest.mark.parametrize(
    ("entry", "after"),
    [
        ("", "context_map: [{upstream: psp, downstream: sales, downstream_roles: [anticorruption-layer]}]"),
        (
            "context_map: [{upstream: psp, downstream: sales}]\n",
            "[{upstream: psp, downstream: sales, downstream_roles: [anticorruption-layer]}]",
        ),
        (
            "context_map: [{upstream: psp, downstream: sales, pattern: conformist, downstream_roles: [conformist]}]\n",
            "pattern: upstream-downstream, downstream_roles: [anticorruption-layer]",
        ),
    ],
)
def test_a_core_context_gets_a_layer_before_an_external_system(entry: str, after: str) -> None:
    design = f"{CORE}{entry}services: {{orders: {{context: sales, api: rest, calls: [psp]}}}}\n"
    result = mended("BND10", design)

    assert result.result.open == ()
    assert after in text(result)


def test_owners_are_asked_for_where_teams_are_written() -> None:
    alone = "contexts: {sales: {}}\nservices: {orders: {context: sales, api: rest}}\n"

    assert found("BND11", alone) == {}
    assert offered("BND11", TEAMS + alone) == [("let red answer for it", True), ("let blue answer for it", True)]


def test_a_context_of_two_owners_is_given_to_one_of_them_or_split() -> None:
    assert offered("BND11", TWO_OWNERS.replace("blue: {}", "blue: {}, green: {}")) == [
        ("give offers and quotes to red", True),
        ("give orders to blue", True),
        ("split sales, so that each team has a context of its own", False),
    ]
    assert mended("BND11", TWO_OWNERS).result.open == ()


def test_steps_of_a_saga_count_as_calls_between_teams() -> None:
    design = f"""\
{TEAMS}contexts: {{sales: {{owner: red}}, money: {{owner: blue}}}}
services:
  orders: {{context: sales, api: rest, publishes: [Ordered]}}
  bills: {{context: money, api: {{operations: {{Charge: {{}}}}}}}}
sagas: {{buy: {{trigger: Ordered, steps: [{{name: bill, do: bills.Charge}}]}}}}
"""
    assert list(found("BND12", design)) == ["teams.red"]


def test_a_command_is_left_with_one_aggregate() -> None:
    design = """\
services:
  orders: {api: {exposure: partner, operations: {Place: {writes: [Order, Basket, Order]}}}, aggregates: {Order: {}, Basket: {}}}
"""
    assert found("BND13", design) == {"orders.Place.writes": "one command changes 2 aggregates: Order, Basket"}
    assert "{writes: [Basket]}" in text(mended("BND13", design, 2))


def test_no_cut_is_weak_where_no_operation_touches_two_aggregates() -> None:
    assert found("BND14", "services: {orders: {api: rest}, bills: {api: rest}}\n") == {}


@pytest.mark.parametrize(
    ("relation", "meaning", "is_ambiguous"),
    [
        ("pattern: shared-kernel", "same", False),
        ("pattern: shared-kernel", "other", True),
        ("downstream_roles: [anticorruption-layer]", "same", True),
        ("downstream_roles: [anticorruption-layer]", "other", False),
        ("pattern: partnership", "other", True),
    ],
)
def test_a_term_is_clear_where_the_map_says_how_two_contexts_meet(
    relation: str, meaning: str, is_ambiguous: bool
) -> None:
    design = f"""\
contexts: {{a: {{language: {{Order: same}}}}, b: {{language: {{Order: {meaning}}}}}}}
context_map: [{{upstream: a, downstream: b, {relation}}}]
services: {{orders: {{context: a, api: rest}}}}
"""
    assert bool(found("BND15", design)) is is_ambiguous


def test_two_contexts_that_follow_each_other_by_the_map_are_a_circle() -> None:
    design = """\
context_map:
  - {upstream: a, downstream: b, pattern: customer-supplier}
  - {upstream: b, downstream: a, pattern: conformist}
services: {a: {api: rest}, b: {api: rest}}
"""
    assert found("BND05", design) == {"contexts.a": "downstream of itself: a -> b -> a"}
    assert [each for each, _ in offered("BND05", design)][1:] == [
        "say that a and b are planned together, as partners",
        "say that b and a are planned together, as partners",
    ]
