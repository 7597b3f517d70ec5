"""Trace ids always exist and go on; the sampler decides the same everywhere."""

import pytest
from sample_service.platform.trace import (
    Sampler,
    TraceContext,
    begin_trace,
    current_trace,
    inject,
    parse_traceparent,
)

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
LOW, HIGH = "f" * 16 + "0" * 15 + "1", "0" * 16 + "f" * 16


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "nonsense",
        f"ff-{TRACE_ID}-{SPAN_ID}-01",
        f"00-{'0' * 32}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"00-{TRACE_ID}-{SPAN_ID}-01-more",
        f"00-{TRACE_ID.upper()}-{SPAN_ID}-01",
    ],
)
def test_a_header_that_is_not_valid_begins_a_new_trace(header: str | None):
    assert parse_traceparent(header) is None
    trace = begin_trace(Sampler(), header, "a=b")
    assert trace.trace_id != TRACE_ID
    assert (len(trace.trace_id), len(trace.span_id), trace.parent_id, trace.state) == (32, 16, "", "")


def test_a_later_version_of_the_header_may_hold_more():
    assert parse_traceparent(f"01-{TRACE_ID}-{SPAN_ID}-01-more") == TraceContext(TRACE_ID, SPAN_ID, True)


@pytest.mark.parametrize("flags", ["00", "01"])
def test_the_callers_decision_to_record_is_followed(flags: str):
    trace = begin_trace(Sampler(ratio=0.0 if flags == "01" else 1.0), f"00-{TRACE_ID}-{SPAN_ID}-{flags}")
    assert trace.sampled == (flags == "01")
    assert (trace.trace_id, trace.parent_id) == (TRACE_ID, SPAN_ID)


def test_a_sampler_that_does_not_follow_decides_by_the_trace_id():
    sampler = Sampler(ratio=0.5, follows_parent=False)
    assert begin_trace(sampler, f"00-{LOW}-{SPAN_ID}-00").sampled
    assert not begin_trace(sampler, f"00-{HIGH}-{SPAN_ID}-01").sampled


@pytest.mark.parametrize(
    ("name", "argument", "sampler"),
    [
        (None, None, Sampler(1.0, True)),
        ("always_on", None, Sampler(1.0, False)),
        ("always_off", None, Sampler(0.0, False)),
        ("traceidratio", "0.25", Sampler(0.25, False)),
        ("parentbased_always_off", None, Sampler(0.0, True)),
        ("parentbased_traceidratio", "0.01", Sampler(0.01, True)),
        ("parentbased_traceidratio", "", Sampler(1.0, True)),
    ],
)
def test_the_sampler_is_chosen_by_the_environment(name: str | None, argument: str | None, sampler: Sampler):
    given = {"OTEL_TRACES_SAMPLER": name, "OTEL_TRACES_SAMPLER_ARG": argument}
    environ = {key: value for key, value in given.items() if value is not None}
    assert Sampler.from_environment(environ) == sampler


def test_the_current_trace_is_written_into_headers():
    headers: dict[str, str] = {}
    inject(headers)
    assert headers == {}
    token = current_trace.set(TraceContext(TRACE_ID, SPAN_ID, False, state="a=b"))
    inject(headers)
    current_trace.reset(token)
    assert headers == {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-00", "tracestate": "a=b"}
