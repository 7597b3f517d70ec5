"""Calls with everything filled in: whom, how long, how often, and what protects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from math import exp, floor, log

from msgspec import Struct

from msgen.design.resilience import Call as WrittenCall
from msgen.topology.levels import Level, Settings, Sources, YamlPath
from msgen.topology.model import Call, CircuitBreaker, External, Fallback, Retry
from msgen.topology.operations import OperationDraft
from msgen.topology.profiles import Profile

BACKOFF, CAP = timedelta(milliseconds=50), timedelta(seconds=1)
UNKNOWN_TIMEOUT = timedelta(seconds=1)


class Edge(Struct, frozen=True):
    """A written call and what it means: the caller, the callee, where it stands."""

    caller: str
    """Object path of the calling operation or handler."""
    written: WrittenCall
    place: YamlPath
    target: str
    operation: str | None
    path: str
    stand_in: str | None
    """Object path of the operation, or the external system, that the fallback calls."""


class Callee(Struct, frozen=True):
    """What a caller must know of the other side."""

    deadline: timedelta
    latency_p99: timedelta
    repeatable: bool
    """A query, idempotent, or keyed."""
    calls_others: bool
    hedge_after: timedelta | None = None
    """The callee's p95, where it lets callers send a second request."""


def edges(
    caller: str,
    calls: Sequence[tuple[WrittenCall, YamlPath]],
    is_query: bool,
    drafts: Mapping[str, Sequence[OperationDraft]],
) -> tuple[Edge, ...]:
    """The calls of one operation or handler with their targets looked up."""
    found: list[Edge] = []
    seen: dict[str, int] = {}
    for written, place in calls:
        target, operation = _target(written.to, is_query, drafts)
        path = f"{caller}->{target}" + (f".{operation}" if operation else "")
        seen[path] = seen.get(path, 0) + 1
        numbered = path if seen[path] == 1 else f"{path}#{seen[path]}"
        stand_in = _stand_in(written, is_query, drafts)
        found.append(Edge(caller, written, place, target, operation, numbered, stand_in))
    return tuple(found)


def _target(reference: str, is_query: bool, drafts: Mapping[str, Sequence[OperationDraft]]) -> tuple[str, str | None]:
    """A service without an operation means its first query, from a command its first command, else its first one."""
    service, _, operation = reference.partition(".")
    if operation or service not in drafts:
        return service, operation or None
    wanted = "query" if is_query else "command"
    offered = drafts[service]
    return service, next((item.name for item in offered if item.kind == wanted), offered[0].name)


def _stand_in(written: WrittenCall, is_query: bool, drafts: Mapping[str, Sequence[OperationDraft]]) -> str | None:
    if written.fallback is None or written.fallback.to is None:
        return None
    return ".".join(filter(None, _target(written.fallback.to, is_query, drafts)))


class Derived(Struct, frozen=True):
    """What a call has where nothing is written."""

    timeout: timedelta
    leaves_less: bool
    """A written deadline of the caller leaves less than the callee's."""
    two_tries_fit: bool
    bulkhead: int
    rate: Decimal | None
    """Calls per second and pod of the caller; `None` where no journey gives a load."""


def resolve_call(edge: Edge, callee: Callee, derived: Derived, profile: Profile, sources: Sources) -> Call:
    """The call with derived values where none are written."""
    written = edge.written
    settings = Settings(sources, edge.path, (Level(edge.place, written),))
    timeout = _timeout(settings, edge, derived)
    retry = _retry(settings, callee, profile, derived.two_tries_fit)
    return Call(
        target=edge.target,
        operation=edge.operation,
        with_=dict(written.with_ or {}),
        timeout=timeout,
        retry=retry,
        circuit_breaker=_breaker(settings, written, derived.rate, profile),
        bulkhead=_bulkhead(settings, derived.bulkhead, profile),
        fallback=_fallback(edge),
        group=written.group,
        per_request=settings.value("per_request", Decimal(1)),
        propagate_deadline=settings.value("deadline", "propagate") == "propagate",
        path=edge.path,
        hedge=_hedge(settings, callee),
        forward_token=settings.value("forward_token", edge.operation is not None),
        await_reply=written.await_reply,
        written_at=edge.place,
    )


def callee_of_external(external: External) -> Callee:
    p99 = external.latency_p99
    deadline = 2 * p99 if p99 is not None else UNKNOWN_TIMEOUT
    return Callee(deadline, p99 or UNKNOWN_TIMEOUT / 2, repeatable=False, calls_others=False)


def total_time(timeout: timedelta, attempts: int, backoff: timedelta, cap: timedelta | None) -> timedelta:
    """n tries of t, and the waits between them: n t + sum b_k, b_k = min(backoff x 2^(k-1), cap)."""
    waits = timedelta()
    for number in range(attempts - 1):
        wait = backoff * 2**number
        waits += wait if cap is None else min(wait, cap)
    return attempts * timeout + waits


def edge_tries(edge: Edge) -> int | None:
    """The written number of tries."""
    return edge.written.retry.attempts if edge.written.retry else None


def edge_time(edge: Edge, timeout: timedelta, attempts: int) -> timedelta:
    """The longest time of a call with so many tries, its written waits or the usual ones between them."""
    retry = edge.written.retry
    backoff = (retry.backoff if retry else None) or BACKOFF
    cap = (retry.cap if retry else None) or CAP
    return total_time(timeout, attempts, backoff, None if cap == "none" else cap)


def p95(p50: timedelta, p99: timedelta) -> timedelta:
    """The 95th percentile of the lognormal with these two quantiles, in whole milliseconds."""
    if p50 <= timedelta() or p99 <= p50:
        return p99
    mean, spread = log(p50.total_seconds()), log(p99 / p50) / 2.3263
    return timedelta(milliseconds=round(1000 * exp(mean + 1.6449 * spread)))


def seconds(time: timedelta) -> Decimal:
    """The exact number of seconds: a float would make 20 ms a little more than that."""
    return Decimal(time // timedelta(microseconds=1)) / 1_000_000


def _timeout(settings: Settings, edge: Edge, derived: Derived) -> timedelta | None:
    source = f"derived from the deadline of `{edge.target}.{edge.operation}`"
    if edge.operation is None:
        source = f"derived from the p99 of `{edge.target}`"
    if derived.leaves_less:
        source = "derived from what the caller's deadline leaves"
    value = settings.value("timeout", derived.timeout, source)
    return None if value == "none" else value


def _retry(settings: Settings, callee: Callee, profile: Profile, fits: bool) -> Retry:
    inner = settings.below("retry")
    attempts = 2 if profile.resilience and callee.repeatable and not callee.calls_others and fits else 1
    cap = inner.value("cap", CAP)
    budget = inner.value("budget", Decimal(20))
    return Retry(
        attempts=inner.value("attempts", attempts, "derived from what the callee promises"),
        backoff=inner.value("backoff", BACKOFF),
        jitter=inner.value("jitter", "full") == "full",
        cap=None if cap == "none" else cap,
        budget=None if budget == "none" else budget,
        owner=inner.value("owner", "app"),
    )


def _breaker(settings: Settings, written: WrittenCall, rate: Decimal | None, profile: Profile) -> CircuitBreaker | None:
    if written.circuit_breaker == "off":
        settings.value("circuit_breaker", "off")
        return None
    if written.circuit_breaker is None and not profile.resilience:
        settings.value("circuit_breaker", "off", profile.source)
        return None
    inner = settings.below("circuit_breaker")
    window = inner.value("window", timedelta(seconds=10))
    calls = 20 if rate is None else max(5, min(20, floor(rate * seconds(window))))
    return CircuitBreaker(
        window=window,
        min_calls=inner.value("min_calls", calls, "derived from the load"),
        failure_rate=inner.value("failure_rate", Decimal(50)),
        open_for=inner.value("open_for", timedelta(seconds=5)),
        probes=inner.value("probes", 1),
    )


def _bulkhead(settings: Settings, derived: int, profile: Profile) -> int | None:
    default = derived if profile.resilience else "off"
    source = "derived from the load and the callee's p99" if profile.resilience else profile.source
    value = settings.value("bulkhead", default, source)
    return None if value == "off" else int(value)


def _hedge(settings: Settings, callee: Callee) -> timedelta | None:
    source = "derived from the p95 of the callee" if callee.hedge_after else "built-in"
    value = settings.value("hedge", callee.hedge_after or "off", source)
    return None if value == "off" else value


def _fallback(edge: Edge) -> Fallback | None:
    fallback = edge.written.fallback
    return Fallback(fallback.kind, fallback.ttl, fallback.value, edge.stand_in) if fallback else None
