"""Designs at the edge of what can be written, each of which once made an analysis or a rule fail."""

from __future__ import annotations

from decimal import Decimal

import pytest
from ruled_designs import HEADER, found, offered

from msgen.analysis import Analysis
from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text
from msgen.topology import resolve

CENTURY = "36500d"


def analysed(design: str) -> Analysis:
    return Analysis(resolve(parse(read_text(HEADER + design))))


def asked(journey: str = "peak: 10/s", **service: str) -> str:
    """One service with one operation, and a journey that begins with it."""
    settings = "".join(f"    {key}: {value}\n" for key, value in service.items())
    return (
        f"services:\n  orders:\n    api: {{operations: {{Place: {{kind: command}}}}}}\n{settings}"
        f"journeys: {{place: {{entry: orders.Place, {journey}}}}}\n"
    )


@pytest.mark.parametrize("scaling", ["per_pod: 0/s", "target: 0%"])
def test_a_pod_that_serves_nothing_is_an_error_of_the_spec(scaling: str) -> None:
    with pytest.raises(SpecError, match="is not more than 0"):
        analysed(asked(scaling=f"{{{scaling}}}"))


def test_no_pods_for_no_requests_are_idle() -> None:
    queue = analysed(asked("peak: 0/s", scaling="{min: 0, concurrency: 8}")).capacity["orders"].queue

    assert queue is not None
    assert (queue.servers, queue.utilisation) == (0, 0)


def test_a_thousand_million_requests_in_flight_are_counted_at_once() -> None:
    scaling = "{min: 1000000000, max: 1000000000, concurrency: 1000000000}"
    queue = analysed(asked("peak: 1000000000/s", scaling=scaling)).capacity["orders"].queue

    assert queue is not None
    assert (queue.servers, queue.waiting) == (10**18, 0)


def test_the_pods_that_a_crowded_service_needs_are_found_at_once() -> None:
    design = asked("peak: 1000000000/s", scaling="{min: 1, max: 2, concurrency: 2}")

    assert found("CAP03", design)["orders"].endswith("the line grows without end")
    assert offered("CAP03", design) == [("raise `scaling.max` to 15879883", True)]


def test_work_of_ages_has_a_message() -> None:
    calls = f"[{{to: bank, per_request: 1000000, timeout: {CENTURY}}}]"
    design = f"externals: {{bank: {{latency: {{p50: {CENTURY}, p99: {CENTURY}}}}}}}\n" + asked(
        scaling="{concurrency: 1}", runtime="{model: sync}", calls=calls
    )

    assert "orders" in found("CAP03", design)


def test_a_try_without_any_time_never_answers() -> None:
    design = asked(calls="[{to: bank, timeout: 0ms}]")
    latency = analysed("externals: {bank: {latency: {p50: 1ms, p99: 2ms}}}\n" + design).latency["place"]

    assert [entry.failing for entry in latency] == [pytest.approx(1)]


def test_a_fallback_on_a_service_asks_an_operation_of_it() -> None:
    design = """\
services:
  orders:
    api: {operations: {Place: {kind: command, calls: [{to: bank, fallback: {kind: call, to: tills}}]}}}
  tills: {api: {operations: {GetTill: {}, Book: {kind: command}}}}
externals: {bank: {availability: 99%, latency: {p50: 1ms, p99: 2ms}}}
journeys: {place: {entry: orders.Place, peak: 1/s}}
"""
    analysis = analysed(design)
    fallback = analysis.topology.operation("orders", "Place").calls[0].fallback

    assert fallback is not None
    assert fallback.to == "tills.Book"
    assert analysis.latency["place"][0].p99 is not None


@pytest.mark.parametrize("peak", ["0.000001/h", "1/s"])
def test_an_objective_with_a_window_of_ages_or_none_has_no_proposal_that_makes_no_sense(peak: str) -> None:
    rare = asked(f"peak: {peak}", slo="{availability: 99.999999999%, window: 0ms}")

    assert [text for text, _ in offered("OBS03", rare)] == [
        "add requests that a prober makes, so that there is something to count"
    ]


def test_a_journey_that_never_works_has_only_its_target_to_change() -> None:
    design = asked("peak: 1/s, availability: 99%", availability="0%")

    assert [text for text, _ in offered("AVL01", design)] == ["lower the target to 0%"]


def test_a_canary_that_takes_ages_waits_for_a_century_and_never_decides() -> None:
    analysis = analysed(
        asked(
            "peak: 0.000001/h",
            deployment="{strategy: canary, steps: [0.0001%]}",
            slo="{availability: 99.999999999%}",
        )
    )
    step = analysis.topology.service("orders").deployment.steps[0]

    assert step.dwell.days == 36_500
    assert analysis.load.services["orders"] < Decimal(1)
