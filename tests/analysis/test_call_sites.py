"""Who calls whom, and what is reached along calls."""

from __future__ import annotations

from analysed_specs import analysed, example

SHOP = """
    services:
      shop:
        api: {operations: {Buy: {kind: command, calls: [stock.Take, {to: bank, fallback: {kind: call, to: desk.Note}}]}}}
        store: none
        versions:
          v1: {weight: 80%}
          v2: {weight: 20%, calls: [fraud.Check]}
      stock: {api: {operations: {Take: {kind: command, idempotent: true, publishes: [Taken]}}}, aggregates: {Item: {events: [Taken]}}}
      desk: {api: {operations: {Note: {kind: command, idempotent: true}}}}
      fraud: {api: {operations: {Check: {kind: query, calls: [bank]}}}, store: none}
      mailer: {store: none, subscribes: [Taken], calls: [smtp]}
    externals: {bank: {}, smtp: {}}
"""


def test_every_call_site_has_its_place() -> None:
    calls = analysed(SHOP).calls
    assert [(site.caller, site.callee, site.is_hard, site.version, site.event) for site in calls.sites] == [
        ("shop.Buy", "stock.Take", True, None, None),
        ("shop.Buy", "bank", False, None, None),
        ("shop.Buy", "fraud.Check", True, "v2", None),
        ("fraud.Check", "bank", True, None, None),
        ("mailer.onTaken", "smtp", True, None, "Taken"),
    ]
    assert len(calls.by_path) == 5
    assert [site.caller for site in calls.to("bank")] == ["shop.Buy", "fraud.Check"]
    assert [site.path for site in calls.fallbacks["desk.Note"]] == ["shop.Buy->bank"]


def test_what_is_reached_with_and_without_soft_calls() -> None:
    calls = analysed(SHOP).calls
    assert calls.reached("shop.Buy") == {"stock.Take", "bank", "fraud.Check"}
    assert calls.reached("shop.Buy", hard=True) == {"stock.Take", "bank", "fraud.Check"}
    assert calls.reached("stock.Take") == frozenset()


def test_the_longest_chain_counts_external_systems() -> None:
    assert analysed(SHOP).calls.longest_chain("shop.Buy") == ("shop.Buy", "fraud.Check", "bank")
    assert example("bistro").calls.longest_chain("storefront.PlaceOrder") == (
        "storefront.PlaceOrder",
        "ordering.PlaceOrder",
        "payments.Authorize",
        "psp",
    )


def test_a_ring_of_calls_has_a_longest_chain() -> None:
    calls = analysed("""
        services:
          a: {api: {operations: {Do: {kind: query, calls: [b.Do]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, calls: [a.Do]}}}, store: none}
    """).calls
    assert calls.longest_chain("a.Do") == ("a.Do", "b.Do")
    assert calls.reached("a.Do") == {"a.Do", "b.Do"}
