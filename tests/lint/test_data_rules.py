"""Rules of data beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

from datetime import date

import pytest
from ruled_designs import HEADER, found, looking, mended, offered, text

from msgen.lint.looking import Looking
from msgen.lint.registry import rule
from msgen.spec import read_text


@pytest.mark.parametrize(
    ("service", "wrong", "fixed"),
    [
        ("{publishes: [Paid], messaging: {delivery: direct}", True, "outbox"),
        ("{publishes: [Paid], store: sqlite, messaging: {delivery: direct}", True, "outbox"),
        ("{publishes: [Paid], store: redis, messaging: {delivery: direct}", True, "cdc"),
        ("{publishes: [Paid], store: cassandra, messaging: {delivery: direct}", True, "cdc"),
        ("{publishes: [Paid], messaging: {delivery: outbox}", False, "outbox"),
        ("{publishes: [Paid], messaging: {delivery: cdc}", False, "cdc"),
        ("{messaging: {delivery: direct}", False, "direct"),
    ],
)
def test_what_is_written_and_published_needs_one_transaction(service: str, wrong: bool, fixed: str) -> None:
    design = f"services: {{bank: {service}, api: rest}}}}\n"

    assert list(found("DAT01", design)) == (["bank.messaging.delivery"] if wrong else [])
    assert text(mended("DAT01", design)) == design.replace("delivery: direct", f"delivery: {fixed}")


def test_an_operation_that_writes_elsewhere_has_no_place_for_an_outbox() -> None:
    design = """\
services:
  bank: {api: rest}
  front: {store: none, api: {operations: {Pay: {writes: [bank.Bank], publishes: [Paid]}, Ask: {publishes: [Asked]}}}}
"""
    assert list(found("DAT01", design)) == ["front.messaging.delivery"]
    assert [edited for _, edited in offered("DAT01", design)] == [False]


@pytest.mark.parametrize(
    ("service", "wrong"),
    [
        ("store: redis, publishes: [Paid]", True),
        ("store: cassandra, publishes: [Paid]", True),
        ("store: mongodb, publishes: [Paid]", False),
        ("store: redis", False),
        ("store: redis, publishes: [Paid], messaging: {delivery: cdc}", False),
        ("store: none, publishes: [Paid], messaging: {delivery: outbox}", False),
    ],
)
def test_an_outbox_that_is_used_needs_transactions(service: str, wrong: bool) -> None:
    design = f"services: {{bank: {{api: rest, {service}}}}}\n"

    assert list(found("DAT02", design)) == (["bank.messaging.delivery"] if wrong else [])
    if wrong:
        assert mended("DAT02", design, 1).result.open == ()
        assert "store: postgres" in text(mended("DAT02", design, 2))


ACCOUNT = """\
contexts: {{sales: {{events: {{Paid: {event}}}}}}}
services:
  bank: {{context: sales, api: rest, aggregates: {{Account: {{persistence: {persistence}, events: [Paid]}}}}}}
"""


@pytest.mark.parametrize(
    ("persistence", "event", "fixed"),
    [
        ("event-sourced, snapshot_every: 9", "{version: 3}", "{version: 3}"),
        ("event-sourced, snapshot_every: 9", "{version: 3, upcasts: [1]}", "{version: 3, upcasts: [1, 2]}"),
        ("event-sourced, snapshot_every: 9", "{version: 2, upcasts: []}", "{version: 2, upcasts: [1]}"),
        ("event-sourced, snapshot_every: 9", "{version: 1, upcasts: []}", "{version: 1, upcasts: []}"),
        ("state", "{version: 3, upcasts: [1]}", "{version: 3, upcasts: [1]}"),
    ],
)
def test_every_version_that_is_kept_for_good_can_be_read(persistence: str, event: str, fixed: str) -> None:
    design = ACCOUNT.format(persistence=persistence, event=event)

    assert list(found("DAT03", design)) == (["contexts.sales.events.Paid"] if event != fixed else [])
    assert text(mended("DAT03", design)) == ACCOUNT.format(persistence=persistence, event=fixed)


def test_how_many_events_are_read_at_once_is_for_a_person_to_say() -> None:
    design = ACCOUNT.format(persistence="event-sourced", event="{}")

    assert list(found("DAT03", design)) == ["bank.aggregates.Account"]
    assert offered("DAT03", design) == []


@pytest.mark.parametrize(
    ("subdomain", "aggregate", "wrong"),
    [
        ("generic", "persistence: event-sourced, events: [Opened, Closed]", True),
        ("generic", "persistence: event-sourced, snapshot_every: 9, events: [Opened]", True),
        ("generic", "persistence: event-sourced, events: [Opened, Closed, Moved]", False),
        ("generic", "persistence: event-sourced, events: [Opened], invariants: [never below zero]", False),
        ("generic", "persistence: state, events: [Opened]", False),
        ("supporting", "persistence: event-sourced, events: [Opened]", False),
    ],
)
def test_hardly_any_history_is_no_reason_for_event_sourcing(subdomain: str, aggregate: str, wrong: bool) -> None:
    design = f"""\
contexts: {{money: {{subdomain: {subdomain}}}}}
services:
  bank: {{context: money, api: rest, publishes: [Opened, Closed, Moved], aggregates: {{Account: {{{aggregate}}}}}}}
"""
    assert list(found("DAT04", design)) == (["bank.aggregates.Account"] if wrong else [])
    plain = aggregate.replace("event-sourced", "state").replace("snapshot_every: 9, ", "")
    assert text(mended("DAT04", design)) == (design.replace(aggregate, plain) if wrong else design)


VIEW = """\
services:
  bank: {{api: rest, publishes: [Paid], messaging: {{delivery: {delivery}, poll: {poll}}}}}
  view: {{api: rest, read_models: {{all: {{sources: [Paid], staleness: {staleness}}}}}{slo}}}
"""


@pytest.mark.parametrize(
    ("delivery", "poll", "staleness", "slo", "severity"),
    [
        ("outbox", "50ms", "200ms", "", None),
        ("outbox", "50ms", "199ms", "", "warning"),
        ("outbox", "2s", "2049ms", "", "error"),
        ("outbox", "2s", "2050ms", "", "warning"),
        ("cdc", "50ms", "199ms", "", "warning"),
        ("direct", "50ms", "150ms", "", None),
        ("direct", "50ms", "149ms", "", "warning"),
        ("outbox", "50ms", "1s", ", slo: {freshness: 200ms}", None),
        ("outbox", "50ms", "1s", ", slo: {freshness: 199ms}", "warning"),
    ],
)
def test_a_read_model_is_as_old_as_the_way_to_it_is_long(
    delivery: str, poll: str, staleness: str, slo: str, severity: str | None
) -> None:
    design = VIEW.format(delivery=delivery, poll=poll, staleness=staleness, slo=slo)
    _, result = looking("DAT05")(read_text(HEADER + design))

    assert [finding.severity for finding in result.open] == ([severity] if severity else [])
    assert mended("DAT05", design, 1).result.open == ()


def test_a_broken_freshness_is_missed_by_the_larger_of_two_gaps() -> None:
    design = VIEW.format(delivery="outbox", poll="300ms", staleness="400ms", slo=", slo: {freshness: 300ms}")
    _, result = looking("DAT05")(read_text(HEADER + design))

    (finding,) = result.open
    assert finding.smell.cost is not None
    assert (finding.smell.cost.amount, finding.smell.cost.unit) == (150, "ms")
    assert "`staleness` is 400ms and `freshness` is 300ms" in finding.smell.message
    assert "poll: 150ms" in text(mended("DAT05", design, 1))
    assert "staleness: 450ms" in text(mended("DAT05", design, 2))
    assert "freshness: 450ms" in text(mended("DAT05", design, 2))


def test_only_the_handlers_that_build_a_read_model_count_for_it() -> None:
    design = """\
services:
  bank: {api: rest, publishes: [Paid]}
  view:
    api: rest
    subscribes: [{event: Paid, latency: {p50: 1s, p99: 9s}}]
    read_models: {all: {sources: [Paid]}, nothing: {sources: [], staleness: 1ms}}
"""
    assert found("DAT05", design) == {}


def test_a_promise_below_the_handlers_time_cannot_be_kept_by_looking_more_often() -> None:
    design = VIEW.format(delivery="outbox", poll="50ms", staleness="150ms", slo="")

    assert [words for words, _ in offered("DAT05", design)] == ["promise 200ms"]


JOURNEY = """\
services:
  orders: {{api: rest, publishes: [Paid]}}
  view:
    api: {{operations: {{GetView: {{{strategy}}}, Tell: {{kind: command}}, FindOther: {{}}}}}}
    read_models: {{all: {{sources: [Paid]{serves}}}}}
journeys: {{buy: {{entry: {entry}}}}}
"""


@pytest.mark.parametrize(
    ("entry", "strategy", "serves", "wrong"),
    [
        ("[orders.CreateOrder, view.GetView]", "", "", True),
        ("[orders.CreateOrder, orders.GetOrder, view.GetView]", "", "", True),
        ("[view.GetView, orders.CreateOrder]", "", "", False),
        ("[orders.GetOrder, view.GetView]", "", "", False),
        ("[orders.CreateOrder, orders.GetOrder]", "", "", False),
        ("[orders.CreateOrder, view.GetView]", "strategy: eventual", "", False),
        ("[orders.CreateOrder, view.GetView]", "", ", serves: [GetView]", True),
        ("[orders.CreateOrder, view.GetView]", "", ", serves: [FindOther]", False),
        ("[orders.CreateOrder, view.Tell]", "", ", serves: [Tell]", False),
        ("view.GetView", "", "", False),
    ],
)
def test_a_query_behind_a_command_says_how_it_shows_the_change(
    entry: str, strategy: str, serves: str, wrong: bool
) -> None:
    design = JOURNEY.format(entry=entry, strategy=strategy, serves=serves)

    assert list(found("DAT06", design)) == (["view.GetView"] if wrong else [])
    assert mended("DAT06", design, 1).result.open == ()


def test_a_derived_query_gets_its_strategy_from_a_person() -> None:
    design = """\
services:
  orders: {api: rest, publishes: [Paid]}
  view: {api: rest, read_models: {all: {sources: [Paid]}}}
journeys: {buy: {entry: [orders.CreateOrder, view.GetAll, view.GetAll]}}
"""
    assert [edited for _, edited in offered("DAT06", design)] == [False, False, False]


@pytest.mark.parametrize(
    ("read", "sources", "peak", "wrong"),
    [
        ("view.GetAll", "Paid", "19/s", True),
        ("view.ListAlls", "Paid", "20/s", False),
        ("view.GetAll", "Paid, Sent", "1/s", False),
        ("orders.GetOrder", "Paid", "99/s", True),
    ],
)
def test_a_copy_is_read_twice_as_often_as_it_changes(read: str, sources: str, peak: str, wrong: bool) -> None:
    design = f"""\
services:
  orders: {{api: rest, publishes: [Paid, Sent]}}
  view: {{api: rest, read_models: {{all: {{sources: [{sources}]}}}}}}
journeys: {{buy: {{entry: orders.CreateOrder, peak: 10/s}}, look: {{entry: {read}, peak: {peak}}}}}
"""
    assert list(found("DAT07", design)) == (["view.read_models.all"] if wrong else [])


def test_without_a_peak_nothing_is_said_about_rates() -> None:
    design = """\
services:
  orders: {api: rest, publishes: [Paid]}
  view: {api: rest, read_models: {all: {sources: [Paid]}}}
journeys: {buy: {entry: orders.CreateOrder}}
"""
    assert found("DAT07", design) == {}


@pytest.mark.parametrize(("profile", "wrong"), [("minimal", False), ("standard", False), ("production", True)])
def test_only_production_asks_for_backups(profile: str, wrong: bool) -> None:
    design = f"profile: {profile}\nservices: {{orders: {{api: rest}}, mails: {{store: none}}}}\n"

    assert list(found("DAT08", design)) == (["orders.store"] if wrong else [])
    assert [edited for _, edited in offered("DAT08", design)] == ([False] if wrong else [])


def test_a_backup_is_proposed_as_the_strictest_of_the_others() -> None:
    design = """\
profile: production
services:
  bank: {api: rest, store: {backup: {rpo: 5m, rto: 1h}}}
  orders: {api: rest, store: {engine: postgres, backup: {rpo: 90s, rto: 2h}}}
  stock: {api: rest, store: {backup: {rpo: 1h}}}
  view: {api: rest, store: none, read_models: {all: {sources: [Paid], store: sqlite}}, publishes: [Paid]}
"""
    after = text(mended("DAT08", design))
    assert "stock: {api: rest, store: {backup: {rpo: 1h, rto: 1h}}}" in after
    assert "store: {engine: sqlite, backup: {rpo: 90s, rto: 1h}}" in after


@pytest.mark.parametrize("other", ["{rpo: 1m}", "{rto: 1m}"])
def test_half_a_backup_elsewhere_is_no_model(other: str) -> None:
    design = f"""\
profile: production
services:
  bank: {{api: rest, store: {{backup: {other}}}}}
  orders: {{api: rest}}
"""
    assert [edited for _, edited in offered("DAT08", design)] == [False, False]


def test_what_a_store_asks_for_itself_is_kept() -> None:
    design = """\
profile: production
services:
  bank: {api: rest, store: {backup: {rpo: 1m, rto: 1m}}}
  orders: {api: rest, store: {backup: {rto: 1h}}}
  stock: {api: rest, store: {backup: {rpo: 2h}}}
"""
    after = text(mended("DAT08", design))
    assert "orders: {api: rest, store: {backup: {rpo: 1m, rto: 1h}}}" in after
    assert "stock: {api: rest, store: {backup: {rpo: 2h, rto: 1m}}}" in after


JOIN = """\
services:
  one: {{api: rest}}
  two: {{api: rest}}
  three: {{api: rest, store: none}}
  four: {{api: {{operations: {{GetAll: {{kind: {kind}, reads: {reads}, calls: {calls}}}}}}}{more}}}
externals: {{psp: {{}}}}
"""


@pytest.mark.parametrize(
    ("kind", "reads", "calls", "more", "wrong"),
    [
        ("query", "[Four]", "[one, two]", "", True),
        ("query", "[one.One, two.Two, Four]", "[]", "", True),
        ("query", "[one.One, two.Two]", "[one, two]", "", False),
        ("query", "[one.One, two.Two]", "[psp]", "", False),
        ("query", "[]", "[one, two, three]", "", True),
        ("command", "[]", "[one.GetOne, two.GetTwo, three.GetThree]", "", False),
        ("query", "[]", "[one, two]", ", versions: {v1: {}, v2: {calls: [three]}}", True),
    ],
)
def test_the_data_of_three_services_is_a_join(kind: str, reads: str, calls: str, more: str, wrong: bool) -> None:
    design = JOIN.format(kind=kind, reads=reads, calls=calls, more=more)

    assert list(found("DAT09", design)) == (["four.GetAll"] if wrong else [])
    assert not any(edited for _, edited in offered("DAT09", design))


@pytest.mark.parametrize(
    ("role", "two", "first"),
    [
        (
            "bff",
            "publishes: [TwoDone]",
            ("serve it from a read model of the owners' events: then its calls can go", True),
        ),
        ("service", "publishes: [TwoDone]", ("serve it from a read model of the owners' events", False)),
        ("bff", "store: postgres", ("let two publish what changes, and serve it from a read model", False)),
    ],
)
def test_a_read_model_is_made_where_all_owners_publish_and_nothing_is_lost(
    role: str, two: str, first: tuple[str, bool]
) -> None:
    design = f"""\
services:
  one: {{api: rest, publishes: [OneDone]}}
  two: {{api: rest, {two}}}
  three: {{api: rest, publishes: [ThreeDone]}}
  front: {{role: {role}, api: {{operations: {{GetAll: {{reads: [], calls: [one, two, three]}}}}}}}}
"""
    assert offered("DAT09", design) == [first, ("leave the join to the client, with a query for each part", False)]
    assert bool(mended("DAT09", design).result.open) is not first[1]


@pytest.mark.parametrize(
    ("orders", "prices", "ttl"),
    [
        ("slo: {freshness: 10m}, ", "slo: {freshness: 1m}, ", "10m"),
        ("slo: {availability: 99.9%}, ", "slo: {freshness: 1m}, ", "1m"),
        ("", "", None),
    ],
)
def test_a_cached_answer_is_as_fresh_as_is_promised(orders: str, prices: str, ttl: str | None) -> None:
    design = f"""\
services:
  orders: {{{orders}api: rest, calls: [{{to: prices, fallback: cache}}]}}
  prices: {{{prices}api: rest}}
"""
    assert list(found("DAT10", design)) == ["orders.CreateOrder->prices.CreatePrice.fallback"]
    assert text(mended("DAT10", design)) == (
        design.replace("fallback: cache", f"fallback: {{kind: cache, ttl: {ttl}}}") if ttl else design
    )


def test_a_cache_in_front_of_an_external_system_is_looked_at_too() -> None:
    design = "services: {orders: {api: rest, calls: [{to: psp, fallback: cache}]}}\nexternals: {psp: {}}\n"

    assert [edited for _, edited in offered("DAT10", design)] == [False]


def test_an_outbox_is_not_proposed_where_it_would_be_wrong() -> None:
    design = "services: {bank: {api: rest, store: redis, publishes: [Paid], messaging: {delivery: direct}}}\n"
    rules = [found_rule for found_rule in (rule("DAT01"), rule("DAT02")) if found_rule is not None]
    document = mended("DAT01", design).document

    assert Looking(date(2026, 1, 1), rules=rules)(document)[1].open == ()
