"""Of database connections, outboxes, partitions and quotas."""

from __future__ import annotations

from datetime import timedelta

from msgen.analysis.analysis import Analysis
from msgen.analysis.connections import KEPT
from msgen.analysis.derivations.derivation import Derivation, Input, in_milliseconds, shown, values


def connections(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.connections.get(name)
    if found is None:
        return None
    return Derivation(
        path=f"{name}.connections",
        result=f"{found.needed} of {found.limit}",
        formula="max x pool + 10 for the relay, for migrations and for people <= max_connections",
        working=(f"{found.pods} x {found.pool} + {KEPT} = {found.needed}",),
        inputs=values(f"{found.service}.scaling.max", f"{name}.pool", f"{name}.max_connections"),
    )


def outbox(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.outboxes.get(name)
    if found is None:
        return None
    messaging = analysis.topology.services[name].messaging
    poll = messaging.poll / timedelta(seconds=1)
    promise = [found.tightest_at] if found.tightest_at else []
    working = [
        f"out: {messaging.batch} / {poll:g} s = {shown(found.drained, '/s')}",
        f"lag: 2 x {in_milliseconds(messaging.poll)} = {in_milliseconds(found.lag)}",
    ]
    return Derivation(
        path=f"{name}.outbox",
        result=f"{shown(found.published, '/s')} in, {shown(found.drained, '/s')} out at most, "
        f"{in_milliseconds(found.lag)} behind at most",
        formula="events published <= batch / poll; lag = 2 x poll",
        working=tuple(working),
        inputs=(
            *(Input(path, shown(rate, "/s")) for path, rate in _publishing(analysis, name).items()),
            *values(f"{name}.messaging.batch", f"{name}.messaging.poll", *promise),
        ),
    )


def partitions(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.partitions.get(name)
    if found is None:
        return None
    return Derivation(
        path=f"{name}.partitions",
        result=f"{found.partitions or 'none'}; consumers need {found.most_pods}",
        formula="partitions >= max pods of each consumer, and >= events per second x mean handler time",
        working=(
            f"most pods: {found.most_pods} of {found.most_pods_of}",
            f"most handlers at once: {shown(found.busiest)} of {found.busiest_of}",
        ),
        inputs=values(f"{name}.messaging.partitions", f"{found.most_pods_of}.scaling.max"),
    )


def quota(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.quotas.get(name)
    if found is None:
        return None
    months = "growth never reaches it" if found.months_to_limit is None else f"{shown(found.months_to_limit)} months"
    limit = [f"{name}.rate_limit"] if found.limit is not None else []
    worst = analysis.amplification.get(name)
    tries = [Input(f"{name}.amplification", f"{shown(worst.unlimited.factor)} requests for one")] if worst else []
    return Derivation(
        path=f"{name}.quota",
        result=f"{shown(found.lam, '/s')} asked of {shown(found.limit, '/s')}",
        formula="load <= rate_limit, and so with every call tried as often as it may be; "
        "months = 12 ln(rate_limit / load without growth) / ln(1 + growth)",
        working=(f"with all tries: {shown(found.worst, '/s')}", f"until the limit: {months}"),
        inputs=(Input(f"{name}.load", shown(found.lam, "/s")), *values(*limit), *tries),
        missing=(*found.missing, *([] if limit else [f"{name}.rate_limit"])),
    )


def _publishing(analysis: Analysis, name: str) -> dict[str, float]:
    operations = analysis.topology.services[name].operations
    publishing = [item.object_path for item in operations if item.publishes]
    return {f"{path}.load": float(analysis.load.operations[path]) for path in publishing}
