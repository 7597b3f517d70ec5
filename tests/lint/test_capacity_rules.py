"""Rules of capacity beyond their pages: unknown loads, assumed facts, and fixes at their limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from ruled_designs import HEADER, found, looking, mended, offered, text

from msgen.lint.fixing import mend
from msgen.lint.looking import Looking
from msgen.lint.pages import designs, unmarked
from msgen.lint.registry import all_rules, page
from msgen.lint.rule import Rule
from msgen.spec import read_text

AUTOMATIC = [rule for rule in all_rules() if rule.family in ("RES", "CAP") and rule.fix == "automatic"]

ONE = """\
services:
  search:
    api: {{operations: {{Find: {{http: GET /dishes, timeout: 1s, latency: {{p50: 80ms, p99: 80ms}}}}}}}}
    store: none
    scaling: {scaling}
journeys:
  look: {{entry: search.Find{journey}}}
"""


def one(scaling: str, journey: str = ", peak: 100/s, peak_factor: 2, ramp: 10m") -> str:
    return ONE.format(scaling=f"{{{scaling}}}", journey=journey)


@pytest.mark.parametrize("rule", AUTOMATIC, ids=lambda rule: rule.id)
def test_an_automatic_fix_mends_what_was_found_and_breaks_nothing(rule: Rule) -> None:
    bad, _ = unmarked(designs(page(rule.id) or "")["bad"])

    mended = mend(read_text(bad), Looking(date(2026, 1, 1)), {})

    assert mended.refused == []
    assert [f.fingerprint for f in mended.result.open if f.rule is rule and any(fix.edits for fix in f.fixes)] == []
    again = mend(mended.document, Looking(date(2026, 1, 1)), {})
    assert again.document.contents == mended.document.contents


@pytest.mark.parametrize("rule", ["CAP01", "CAP02", "CAP03"])
def test_without_a_peak_there_is_no_verdict(rule: str) -> None:
    assert found(rule, one("min: 1, max: 1, per_pod: 1/s, concurrency: 1", "")) == {}


@pytest.mark.parametrize(("rule", "scaling"), [("CAP01", "max: 1"), ("CAP02", "min: 1, max: 9")])
def test_a_verdict_on_an_assumed_rate_is_one_step_less_severe(rule: str, scaling: str) -> None:
    _, sure = looking(rule)(read_text(HEADER + one(f"{scaling}, per_pod: 40/s")))
    _, assumed = looking(rule)(read_text(HEADER + one(scaling, ", peak: 120/s, peak_factor: 2, ramp: 10m")))

    assert [item.assumed for item in sure.open] == [()]
    assert [item.assumed for item in assumed.open] == [("search.scaling.per_pod 50/s",)]
    assert sure.open[0].severity != assumed.open[0].severity


def test_a_rise_rests_on_the_ramp_and_the_start_as_well() -> None:
    design = one("min: 1, max: 9, per_pod: 60/s", ", peak: 100/s, peak_factor: 2, ramp: 25s")
    _, result = looking("CAP02")(read_text(HEADER + design))

    assert [item.assumed for item in result.open] == [("search.scaling.startup 10s",)]
    assert [item.smell.cost.amount for item in result.open if item.smell.cost] == [
        Decimal(50) - Decimal(60) * 30 / 70,
    ]


def test_the_floor_is_raised_together_with_a_ceiling_that_is_lower() -> None:
    design = one("min: 1, max: 2, per_pod: 60/s", ", peak: 120/s, peak_factor: 2, ramp: 5s")

    result = mended("CAP02", design)

    assert "scaling: {min: 3, max: 3, per_pod: 60/s}" in text(result)
    assert result.result.open == ()


def test_a_floor_up_to_the_ceiling_leaves_the_ceiling() -> None:
    assert "{min: 2, max: 2, per_pod: 60/s}" in text(mended("CAP02", one("min: 1, max: 2, per_pod: 60/s")
        .replace("peak: 100/s", "peak: 130/s")))  # fmt: skip


@pytest.mark.parametrize(
    ("minimum", "text"),
    [
        (1, "lower `scaling.target`: at 100% no number of pods has anything left for a rising load"),
        (2, "lower `scaling.target`: at 100% no number of pods has anything left for a rising load"),
    ],
)
def test_no_floor_helps_where_pods_are_to_be_busy_all_the_time(minimum: int, text: str) -> None:
    assert offered("CAP02", one(f"min: {minimum}, max: 9, target: 100%, per_pod: 30/s")) == [(text, False)]


def test_without_a_rise_a_target_of_all_is_no_obstacle() -> None:
    design = one("min: 1, max: 9, target: 100%, per_pod: 30/s", ", peak: 100/s, peak_factor: 1")

    assert offered("CAP02", design) == [("raise `scaling.min` to 4", True)]


@pytest.mark.parametrize(
    ("scaling", "after"),
    [
        # the autoscaler would go as far, but may not
        ("min: 1, max: 2, per_pod: 20/s, concurrency: 3", "{min: 1, max: 4, per_pod: 20/s, concurrency: 3}"),
        # it may, but would not
        ("min: 1, max: 9, per_pod: 90/s, concurrency: 3", "{min: 4, max: 9, per_pod: 90/s, concurrency: 3}"),
        # neither
        ("min: 1, max: 2, per_pod: 90/s, concurrency: 3", "{min: 4, max: 4, per_pod: 90/s, concurrency: 3}"),
    ],
)
def test_a_line_gets_as_many_pods_as_it_needs(scaling: str, after: str) -> None:
    result = mended("CAP03", one(scaling))

    assert after in text(result)
    assert result.result.open == ()


def test_a_service_that_nobody_asks_has_no_line() -> None:
    idle = "  idle: {api: {operations: {Get: {}}}, store: none, scaling: {concurrency: 1}}\njourneys:"

    assert found("CAP03", one("min: 9, max: 9, per_pod: 50/s, concurrency: 9").replace("journeys:", idle)) == {}


@pytest.mark.parametrize(
    ("concurrency", "severity", "unit"), [(9, "warning", "requests/s"), (8, "error", "requests/s"), (10, None, None)]
)
def test_a_line_is_worse_from_full_time_on(concurrency: int, severity: str | None, unit: str | None) -> None:
    design = one(f"min: 1, max: 1, per_pod: 90/s, concurrency: {concurrency}").replace("timeout: 1s", "timeout: 60s")
    _, result = looking("CAP03")(read_text(HEADER + design))

    assert [finding.severity for finding in result.open] == [severity] * (severity is not None)
    assert [finding.smell.cost.unit for finding in result.open if finding.smell.cost] == [unit] * (unit is not None)


def test_a_database_that_has_not_one_connection_for_each_pod_needs_more() -> None:
    design = "services: {orders: {api: rest, store: {engine: postgres, max_connections: %s}, scaling: {max: 6}}}\n"

    assert offered("CAP04", design % 16) == [("set `pool` to 1", True)]
    assert offered("CAP04", design % 15) == [
        ("raise `max_connections` to 16 at least: 15 are not one for each pod", False)
    ]


EXTERNAL = """\
externals: {psp: {RATE}}
platform: {mesh: {kind: istio, retries: 1}}
services:
  shop: {api: {operations: {Buy: {calls: [{to: orders.Place, retry: {attempts: 1}}]}}}, store: none}
  orders: {api: {operations: {Place: {calls: [{to: psp, retry: {attempts: 2}}]}}}, store: none}
journeys:
  buy: {entry: shop.Buy, peak: 10/s}
"""


def quota(limit: str, design: str = EXTERNAL) -> str:
    return design.replace("RATE", limit)


def test_a_quota_below_the_worst_case_is_kept_by_trying_once() -> None:
    result = mended("CAP05", quota("rate_limit: 10/s"), 2)

    assert "calls: [{to: psp, retry: {attempts: 1}}]" in text(result)
    assert "mesh: {kind: istio, retries: false}" in text(result)
    assert result.result.open == ()


@pytest.mark.parametrize(("limit", "severity"), [("9/s", ["error"]), ("10/s", ["warning"]), ("80/s", []), ("", [])])
def test_a_quota_holds_the_load_and_should_hold_the_tries(limit: str, severity: list[str]) -> None:
    design = quota(f"rate_limit: {limit}" if limit else "availability: 99%")
    _, result = looking("CAP05")(read_text(HEADER + design))

    assert [finding.severity for finding in result.open] == severity


def test_a_quota_over_which_the_load_goes_takes_a_person() -> None:
    assert [edits for _, edits in offered("CAP05", quota("rate_limit: 9/s"))] == [True, False]
    assert found("CAP05", quota("rate_limit: 1/s").replace(", peak: 10/s", "")) == {}


EVENTS = """\
services:
  orders:
    api: {operations: {Place: {}}}
    publishes: [Placed]
    messaging: {MESSAGING}
  mails: {subscribes: [{event: Placed, latency: {p50: 100ms, p99: 100ms}}], scaling: {max: 2}}
  views: {api: rest, read_models: {order-view: {sources: [Placed], staleness: STALENESS}}, scaling: {max: 3}}
journeys:
  buy: {entry: orders.Place, peak: 50/s}
"""


def events(messaging: str, staleness: str = "5s") -> str:
    return EVENTS.replace("MESSAGING", messaging).replace("STALENESS", staleness)


@pytest.mark.parametrize(
    ("messaging", "staleness", "after"),
    [
        ("batch: 10, poll: 1s", "5s", "{batch: 50, poll: 1s}"),
        ("batch: 10, poll: 3s", "5s", "{batch: 125, poll: 2500ms}"),
        ("batch: 200, poll: 3s", "5s", "{batch: 200, poll: 2500ms}"),
        ("batch: 10, poll: 1s", "2s", "{batch: 50, poll: 1s}"),
    ],
)
def test_an_outbox_is_emptied_often_enough_and_far_enough(messaging: str, staleness: str, after: str) -> None:
    result = mended("CAP07", events(messaging, staleness))

    assert f"messaging: {after}" in text(result)
    assert result.result.open == ()


def test_both_reasons_of_a_late_outbox_are_one_sentence() -> None:
    assert found("CAP07", events("batch: 10, poll: 3s")) == {
        "orders.messaging": "50/s events come in at the peak, 3.3/s go out (10 every 3s); "
        "adds up to 6s (2 x 3s), views.read_models.order-view.staleness allows 5s"
    }


def test_no_outbox_is_faster_than_a_millisecond() -> None:
    design = events("poll: 1ms", "1ms").replace("peak: 50/s", "criticality: normal")

    assert offered("CAP07", design) == [("raise views.read_models.order-view.staleness: no outbox is that fast", False)]
    assert found("CAP07", design.replace("poll: 1ms", "poll: 1ms, delivery: direct")) == {}


@pytest.mark.parametrize(("partitions", "there"), [("none", 0), ("2", 1), ("3", 1), ("5", 0)])
def test_partitions_are_enough_for_the_pods_and_for_the_work(partitions: str, there: int) -> None:
    assert len(found("CAP06", events(f"partitions: {partitions}"))) == there


WAITING = """\
externals: {psp: {LATENCY}}
services:
  orders:
    api: {operations: {Place: {latency: {p50: 1ms, p99: 1ms}, calls: [psp]}}}
    store: none
    scaling: {METRIC}
"""


@pytest.mark.parametrize(
    ("metric", "latency", "there"),
    [
        ("metric: cpu", "latency: {p50: 1s, p99: 1s}", 1),
        ("metric: rate", "latency: {p50: 1s, p99: 1s}", 0),
        ("min: 2", "latency: {p50: 1s, p99: 1s}", 0),
        ("metric: cpu", "availability: 99%", 0),
    ],
)
def test_only_a_chosen_metric_is_judged_and_only_with_all_latencies(metric: str, latency: str, there: int) -> None:
    assert len(found("CAP08", WAITING.replace("METRIC", metric).replace("LATENCY", latency))) == there


def test_what_is_waited_for_does_not_rest_on_the_rate_of_a_pod() -> None:
    design = WAITING.replace("METRIC", "metric: cpu").replace("LATENCY", "latency: {p50: 1s, p99: 1s}")
    _, result = looking("CAP08")(read_text(HEADER + design))

    assert [finding.assumed for finding in result.open] == [()]
