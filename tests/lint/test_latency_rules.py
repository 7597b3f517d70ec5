"""Rules of latency beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import found, mended, offered, text

SHOP = """\
externals: {psp: {latency: {p50: 60ms, p99: 200ms}}, unknown: {}}
services:
  orders: {api: {operations: {Place: {latency: {p50: 10ms, p99: 50ms}, calls: [CALLS]}}}}
  stock: {api: {operations: {Take: {latency: {p50: 10ms, p99: 50ms}}, Give: {latency: {p50: 10ms, p99: 40ms}}}}}
journeys: {buy: {entry: ENTRY, latency_p99: TARGET}}
"""


def shop(calls: str, target: str, entry: str = "orders.Place") -> str:
    return SHOP.replace("CALLS", calls).replace("TARGET", target).replace("ENTRY", entry)


def test_one_operation_takes_its_own_p99() -> None:
    assert found("LAT01", shop("", "50ms")) == {}
    assert found("LAT01", shop("", "40ms")) == {
        "journeys.buy.latency_p99": "p99 of orders.Place is 50 ms, the target is 40 ms"
    }


@pytest.mark.parametrize(("target", "is_close"), [("210ms", False), ("211ms", True)])
def test_a_target_within_two_per_cent_is_at_the_limit(target: str, is_close: bool) -> None:
    (message,) = found("LAT01", shop("psp", target)).values()

    assert ("p99 of orders.Place is 215 ms (at the limit)" in message) is is_close


def test_each_entry_has_the_target_and_the_slowest_is_mended() -> None:
    design = shop("psp", "30ms", "[stock.Give, orders.Place]")

    assert found("LAT01", design) == {
        "journeys.buy.latency_p99": "p99 of stock.Give is 40 ms, p99 of orders.Place is 215 ms, the target is 30 ms"
    }
    assert offered("LAT01", design) == [
        ("shorten `psp`, from which 94% of the spread comes, or reach it later, by an event", False),
        ("raise the target to 220ms", True),
    ]
    assert text(mended("LAT01", design, 2)) == design.replace("30ms", "220ms")


@pytest.mark.parametrize("rule", ["LAT01", "LAT02", "LAT04"])
@pytest.mark.parametrize(
    "design", [shop("unknown", "50ms"), shop("stock.Take", "50ms").replace(", latency_p99: 50ms", "")]
)
def test_without_a_latency_or_a_target_there_is_no_verdict(rule: str, design: str) -> None:
    assert found(rule, design) == {}


@pytest.mark.parametrize(
    ("calls", "added"),
    [
        ("", None),
        ("stock.Take", 100),
        ("stock.Take, stock.Give", 140),
        ("{to: stock.Take, group: all}, {to: stock.Give, group: all}", 100),
        ("{to: stock.Take, fallback: ignore}", 100),
    ],
)
def test_what_an_author_adds_up(calls: str, added: int | None) -> None:
    sums = [f"{target}ms" for target in range(40, 160, 10) if found("LAT02", shop(calls, f"{target}ms"))]

    assert sums == ([] if added is None else [f"{added}ms"])


def test_calls_of_a_version_are_added_up_as_well() -> None:
    design = shop("stock.Give", "TARGET").replace(
        "stock.Give]}}}}", "stock.Give]}}}, versions: {v1: {weight: 90%}, v2: {weight: 10%, calls: [stock.Take]}}}"
    )

    assert [target for target in (90, 140) if found("LAT02", design.replace("TARGET", f"{target}ms"))] == [140]


FAN = """\
externals: {psp: {idempotency_key: true, latency: {p50: 60ms, p99: 200ms}}, bank: {latency: {p50: 60ms, p99: 200ms}}}
services:
  trips:
    api: {operations: {Find: {calls: [CALLS]}}}
  north: {api: {operations: {Get: {}, Put: {kind: command, idempotent: true}, Set: {kind: command}, Key: {KEY}}}}
"""


def fan(*calls: str) -> str:
    key = "kind: command, input: {key: uuid}, idempotency_key: key"
    return FAN.replace("KEY", key).replace("CALLS", ", ".join(calls))


def parallel(callee: str, count: int, group: str = "all") -> str:
    return ", ".join([f"{{to: {callee}, group: {group}}}"] * count)


@pytest.mark.parametrize(
    ("calls", "at_once"),
    [
        ((parallel("north.Get", 10),), None),
        ((parallel("north.Get", 11),), 11),
        ((parallel("north.Get", 10), parallel("psp", 2, "then")), None),
        ((parallel("north.Get", 10), "{to: north.Get, group: all, hedge: 50ms}"), None),
        ((parallel("north.Get", 12), "{to: north.Get, group: all, hedge: 50ms}"), 12),
        (("north.Get, " * 10 + "north.Get",), None),
    ],
)
def test_many_at_once(calls: tuple[str, ...], at_once: int | None) -> None:
    messages = found("LAT03", fan(*calls))

    assert list(messages) == ([] if at_once is None else ["trips.Find"])
    assert all(message.startswith(f"waits for {at_once} calls at once: ") for message in messages.values())


def test_a_version_may_ask_many_at_once() -> None:
    versions = f"versions: {{v1: {{weight: 90%}}, v2: {{weight: 10%, calls: [{parallel('north.Get', 11)}]}}}}"
    design = fan().replace("  north:", f"    {versions}\n  north:")

    assert list(found("LAT03", design)) == ["trips.Find"]


@pytest.mark.parametrize(("callee", "may_be_repeated"), [
    ("north.Get", True), ("north.Put", True), ("north.Key", True), ("psp", True), ("north.Set", False), ("bank", False),
])  # fmt: skip
def test_only_what_may_be_asked_twice_is_hedged(callee: str, may_be_repeated: bool) -> None:
    design = fan(parallel(callee, 11))

    assert [has_edits for _, has_edits in offered("LAT03", design)] == [True, False][not may_be_repeated :]
    if may_be_repeated:
        assert mended("LAT03", design).result.open == ()


def test_a_second_request_is_sent_at_the_p95_of_the_callee() -> None:
    result = text(mended("LAT03", fan(parallel("psp", 10), parallel("bank", 1))))

    assert result.count("{to: psp, group: all, hedge: 141ms}") == 10
    assert "{to: bank, group: all}" in result


@pytest.mark.parametrize(
    ("calls", "target", "hop"),
    [
        ("psp", "268ms", "externals.psp"),
        ("psp", "269ms", None),
        ("", "62ms", "orders.Place"),
        ("", "63ms", None),
        ("stock.Take, stock.Take", "100ms", "stock.Take"),
        ("stock.Take, stock.Give", "100ms", None),
    ],
)
def test_a_hop_is_named_where_the_target_is_near(calls: str, target: str, hop: str | None) -> None:
    assert list(found("LAT04", shop(calls, target))) == ([] if hop is None else [hop])
