"""The longest time of an operation against a player that waits for everything as long as it may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from analysed_specs import analysed, example
from hypothesis import given, settings
from hypothesis import strategies as st

from msgen.topology.model import Operation


def milliseconds(count: int) -> timedelta:
    return timedelta(milliseconds=count)


def played(operation: Operation) -> int:
    """Microseconds until the last try has run into its timeout, event by event."""
    now = operation.latency_p99 // timedelta(microseconds=1)
    calls = list(operation.calls)
    while calls:
        first = calls.pop(0)
        together = [first]
        while calls and first.group is not None and calls[0].group == first.group:
            together.append(calls.pop(0))
        ends = []
        for call in together:
            end, wait = now, call.retry.backoff // timedelta(microseconds=1)
            for number in range(call.retry.attempts):
                if number:
                    end += min(wait, call.retry.cap // timedelta(microseconds=1))
                    wait *= 2
                end += call.timeout // timedelta(microseconds=1)
            ends.append(end)
        now = max(ends)
    return now


@pytest.mark.parametrize(
    ("operation", "needed", "deadline", "fits"),
    [
        ("storefront.PlaceOrder", 3075, 2000, False),
        ("ordering.PlaceOrder", 1380, 1500, True),
        ("payments.Authorize", 940, 950, True),
    ],
)
def test_deadlines_of_the_tutorial(operation: str, needed: int, deadline: int, fits: bool):
    nesting = example("bistro").deadlines[operation]
    assert (nesting.needed, nesting.deadline, nesting.fits) == (milliseconds(needed), milliseconds(deadline), fits)


def test_only_one_deadline_of_the_tutorial_is_too_short():
    assert [name for name, item in example("bistro").deadlines.items() if not item.fits] == ["storefront.PlaceOrder"]
    assert all(item.fits for item in example("bistro-fixed").deadlines.values())


def test_the_waterfall_tells_what_is_left_at_each_hop():
    hops = example("bistro").waterfall("storefront.PlaceOrder")
    assert [(hop.depth, hop.nesting.operation, hop.given, hop.left) for hop in hops] == [
        (0, "storefront.PlaceOrder", milliseconds(2000), milliseconds(-1075)),
        (1, "ordering.PlaceOrder", milliseconds(1500), milliseconds(120)),
        (2, "accounts.GetCustomer", milliseconds(150), milliseconds(120)),
        (2, "payments.Authorize", milliseconds(950), milliseconds(10)),
    ]


CALLS = st.lists(
    st.tuples(
        st.integers(1, 2000), st.integers(1, 5), st.integers(1, 200), st.integers(10, 400), st.sampled_from("ab-")
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(CALLS, st.integers(0, 4), st.integers(1, 500))
def test_every_operation_takes_as_long_as_one_that_waits_for_everything(calls: list, raised: int, more: int):
    def nesting_of(calls: list):
        written = ", ".join(
            f"{{to: b.Get{', group: ' + group if group != '-' else ''}, timeout: {t}ms, "
            f"retry: {{attempts: {n}, backoff: {wait}ms, cap: {cap}ms}}}}"
            for t, n, wait, cap, group in calls
        )
        analysis = analysed(f"""
            services:
              a: {{api: {{protocol: rest, operations: {{Get: {{latency: {{p50: 1ms, p99: 7ms}}, calls: [{written}]}}}}}}}}
              b: {{api: {{protocol: rest, operations: {{Get: {{}}}}}}}}
        """)
        operation = analysis.topology.operation("a", "Get")
        return analysis.deadlines["a.Get"], played(operation)

    nesting, longest = nesting_of(calls)
    assert nesting.needed == timedelta(microseconds=longest)
    t, *rest = calls[raised % len(calls)]
    longer = [*calls]
    longer[raised % len(calls)] = (t + more, *rest)
    assert nesting_of(longer)[0].needed >= nesting.needed, "a longer timeout never lowers the worst case"


def test_a_call_that_waits_for_ever_counts_with_the_timeout_that_would_be_derived():
    analysis = analysed("""
        externals: {psp: {latency: {p50: 100ms, p99: 300ms}}, bank: {}}
        services:
          a:
            api:
              protocol: rest
              operations: {Get: {timeout: 5s, latency: {p50: 1ms, p99: 10ms}, calls: [{to: psp, timeout: none}, {to: bank, timeout: none}]}}
    """)
    assert analysis.deadlines["a.Get"].needed == milliseconds(10 + 600 + 1000)
