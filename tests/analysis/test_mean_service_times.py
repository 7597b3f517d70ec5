"""Mean times of operations with their calls."""

from __future__ import annotations

import pytest
from analysed_specs import analysed


def test_groups_follow_each_other_and_the_calls_of_one_run_together() -> None:
    times = analysed("""
        services:
          shop:
            api:
              operations:
                Show:
                  kind: query
                  latency: {p50: 5ms, p99: 5ms}
                  calls: [{to: a, group: one}, {to: b, group: one}, {to: c}, {to: a}]
            store: none
        externals:
          a: {latency: {p50: 10ms, p99: 10ms}}
          b: {latency: {p50: 30ms, p99: 30ms}}
          c: {latency: {p50: 50ms, p99: 50ms}}
    """).service_times
    assert times["shop.Show"].own == pytest.approx(0.005)
    assert times["shop.Show"].waiting == pytest.approx(0.030 + 0.050 + 0.010)


def test_a_callee_brings_its_own_waiting_and_a_missing_latency_is_named() -> None:
    times = analysed("""
        services:
          a: {api: {operations: {Do: {kind: query, latency: {p50: 1ms, p99: 1ms}, calls: [b.Do]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, calls: [x]}}}, store: none}
        externals:
          x: {}
    """).service_times
    assert times["a.Do"].missing == ("x.latency",)
    assert times["a.Do"].assumed == ("b.Do.latency.p50", "b.Do.latency.p99")
    assert times["a.Do"].waiting == pytest.approx(times["b.Do"].total)


def test_a_ring_of_calls_has_an_end() -> None:
    times = analysed("""
        services:
          a: {api: {operations: {Do: {kind: query, latency: {p50: 1ms, p99: 1ms}, calls: [b.Do]}}}, store: none}
          b: {api: {operations: {Do: {kind: query, latency: {p50: 2ms, p99: 2ms}, calls: [a.Do]}}}, store: none}
    """).service_times
    assert times["a.Do"].total == pytest.approx(0.003)
