"""Of pods, queues, zones and canary steps of a service."""

from __future__ import annotations

from msgen.analysis.analysis import Analysis
from msgen.analysis.capacity import left_without_zone
from msgen.analysis.delivery import dwell_to_decide, requests_seen, requests_to_decide
from msgen.analysis.derivations.derivation import Derivation, Input, shown, values
from msgen.analysis.report.canary import objective

_PODS = (
    "pods needed = ceil(load / per_pod); to provision = ceil(load / (per_pod x target)); "
    "at the peak = min(max, max(min, to provision)); ceiling = max x per_pod; "
    "months = 12 ln(ceiling / load without growth) / ln(1 + growth)"
)
_QUEUE = (
    "M/M/c with c = pods at the peak x concurrency, a = load x service time: Erlang C gives the share that waits; "
    "wait p99 = ln(C / 0.01) / (c / service time - load)"
)


def capacity(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.capacity.get(name)
    if found is None:
        return None
    scaling = analysis.topology.services[name].scaling
    lam, each = shown(found.lam), shown(found.per_pod)
    working = [f"ceiling: {found.maximum} x {each} = {shown(found.ceiling, '/s')}"]
    if found.lam is not None:
        working[:0] = [
            f"pods needed: ceil({lam} / {each}) = {found.pods}",
            f"to provision: ceil({lam} / ({each} x {scaling.target}%)) = {found.provision}",
            f"at the peak: min({found.maximum}, max({found.minimum}, {found.provision})) = {found.pods_at_peak}",
        ]
        if found.months_to_ceiling is not None:
            working.append(f"growth reaches the ceiling in {shown(found.months_to_ceiling)} months")
        if found.ordinary is not None:
            working.append(f"ordinary hour: {shown(found.ordinary, '/s')}, the floor serves {shown(found.floor, '/s')}")
    result = "not known" if found.pods is None else f"{found.pods} pods needed, {found.provision} to provision"
    inputs = (
        Input(f"{name}.load", shown(found.lam, "/s")),
        *values(*(f"{name}.scaling.{key}" for key in ("per_pod", "target", "min", "max"))),
    )
    missing = tuple(path for path in found.missing if path.endswith(".peak"))
    return Derivation(f"{name}.capacity", result, _PODS, tuple(working), inputs, missing)


def queue(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.capacity.get(name)
    if found is None:
        return None
    service, line = analysis.topology.services[name], found.queue
    result, working = "not known", []
    if line is not None:
        wait = "without end" if line.wait_p99 is None else shown(line.wait_p99 * 1000, " ms")
        result = f"{shown(line.waiting * 100, '%')} of the requests wait, p99 {wait}"
        working = [
            f"c = {found.pods_at_peak} x {service.scaling.concurrency} = {line.servers}",
            f"a = {shown(found.lam)} x {shown(line.service_time * 1000)} ms / 1000",
            f"used: a / c = {shown(line.utilisation * 100, '%')}",
        ]
    latencies = [f"{item.object_path}.latency.{part}" for item in service.operations for part in ("p50", "p99")]
    written = ["runtime.model", *(["scaling.concurrency"] if service.scaling.concurrency is not None else [])]
    inputs = (
        Input(f"{name}.load", shown(found.lam, "/s")),
        Input(f"{name}.capacity", f"{found.pods_at_peak} pods at the peak"),
        *values(*(f"{name}.{key}" for key in written), *latencies),
    )
    return Derivation(f"{name}.queue", result, _QUEUE, tuple(working), inputs, found.missing)


def zone_loss(analysis: Analysis, name: str) -> Derivation | None:
    found = analysis.capacity.get(name)
    if found is None:
        return None
    path, formula = f"{name}.zone_loss", "(max - ceil(max / zones)) x per_pod >= load"
    inputs = (
        Input(f"{name}.load", shown(found.lam, "/s")),
        *values(f"{name}.scaling.max", f"{name}.scaling.per_pod", "platform.zones"),
    )
    if found.without_zone is None:
        return Derivation(path, "there is only one zone", formula, (), inputs)
    left = left_without_zone(found.maximum, found.zones)
    working = [
        f"({found.maximum} - ceil({found.maximum} / {found.zones})) x {shown(found.per_pod)} = "
        f"{left} x {shown(found.per_pod)} = {shown(found.without_zone, '/s')}"
    ]
    if found.maximum_for_zone_loss is not None:
        working.append(f"the smallest max that bears it is {found.maximum_for_zone_loss}")
    result = f"{shown(found.without_zone, '/s')} are left of {shown(found.lam, '/s')}"
    return Derivation(path, result, formula, tuple(working), inputs)


def canary(analysis: Analysis, name: str) -> Derivation | None:
    service = analysis.topology.services.get(name)
    if service is None or not service.deployment.steps:
        return None
    lam, slo = analysis.capacity[name].lam, objective(service)
    needed = requests_to_decide(slo)
    working = [f"10 / (1 - {slo}%) = {shown(needed)} requests"]
    for step in service.deployment.steps:
        if lam is not None:
            seen, enough = requests_seen(step.share, lam, step.dwell), dwell_to_decide(step.share, lam, slo)
            seconds = "never enough" if enough is None else f"{enough.total_seconds():g} s are enough"
            dwell = f"{step.dwell.total_seconds():g} s"
            working.append(f"{step.share}% x {shown(lam, '/s')} x {dwell} = {shown(seen)} requests; {seconds}")
    promised = [f"{name}.slo.availability"] if service.slo and service.slo.availability is not None else []
    inputs = (Input(f"{name}.load", shown(lam, "/s")), *values(*promised, f"{name}.deployment.steps"))
    formula = "share x load x dwell >= 10 / (1 - SLO): ten errors are expected at the rate of the objective"
    return Derivation(f"{name}.canary", f"{shown(needed)} requests decide a step", formula, tuple(working), inputs)
