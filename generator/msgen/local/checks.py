"""What `--check` asks of a running system: every health page, and one query of each service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import dataclass

from msgen.local import grpc_probe
from msgen.local.environment import LOOPBACK, http_url
from msgen.local.http_probe import Answer, NoAnswerError, ask
from msgen.local.ports import Slot
from msgen.local.queries import GrpcQuery, HttpQuery
from msgen.local.system import LocalService, LocalSystem

_HEALTH_PAGES = ("/livez", "/readyz", "/startupz")
_QUERY_SECONDS = 10.0
"""A first query may open connections to several others."""
_GRPC_ANSWERS = frozenset({"OK", "NOT_FOUND", "INVALID_ARGUMENT"})
_MADE_UP_ANSWERS = frozenset({404, 422})


@dataclass(frozen=True, slots=True)
class CheckResult:
    service: str
    question: str
    answer: str
    passed: bool


async def check(system: LocalSystem, slots: Mapping[str, Slot]) -> tuple[CheckResult, ...]:
    """The results, by service in the order of the system."""
    questions = [question for service in system.services for question in _questions(service, slots[service.name])]
    return tuple(await asyncio.gather(*questions))


def _questions(service: LocalService, slot: Slot) -> Iterator[Awaitable[CheckResult]]:
    for page in _HEALTH_PAGES:
        yield _health_page(service, f"{http_url(service, slot)}{page}")
    if service.speaks("grpc"):
        yield _grpc_health(service, slot)
    match service.query:
        case HttpQuery():
            yield _http_query(service, service.query, slot)
        case GrpcQuery():
            yield _grpc_query(service, service.query, slot)


async def _health_page(service: LocalService, url: str) -> CheckResult:
    try:
        answer = await ask(url)
    except NoAnswerError as reason:
        return CheckResult(service.name, url, str(reason), passed=False)
    return CheckResult(service.name, url, str(answer.status), answer.is_success)


async def _grpc_health(service: LocalService, slot: Slot) -> CheckResult:
    answer = await grpc_probe.call(f"{LOOPBACK}:{slot.grpc}", grpc_probe.HEALTH)
    said = "SERVING" if answer.is_serving else answer.status if answer.status != "OK" else "NOT_SERVING"
    return CheckResult(service.name, f"grpc.health.v1 on {slot.grpc}", said, answer.is_serving)


async def _http_query(service: LocalService, query: HttpQuery, slot: Slot) -> CheckResult:
    url = f"{http_url(service, slot)}{query.target}"
    question = f"{query.operation}: {query.method} {query.target}"
    try:
        answer = await ask(url, method=query.method, body=query.body, seconds=_QUERY_SECONDS)
    except NoAnswerError as reason:
        return CheckResult(service.name, question, str(reason), passed=False)
    return CheckResult(service.name, question, str(answer.status), _is_answered(query, answer))


def _is_answered(query: HttpQuery, answer: Answer) -> bool:
    if answer.is_success:
        return True
    return query.is_made_up and answer.status in _MADE_UP_ANSWERS and answer.is_problem


async def _grpc_query(service: LocalService, query: GrpcQuery, slot: Slot) -> CheckResult:
    answer = await grpc_probe.call(f"{LOOPBACK}:{slot.grpc}", query.method, seconds=_QUERY_SECONDS)
    return CheckResult(
        service.name, f"{query.operation}: {query.method}", answer.status, answer.status in _GRPC_ANSWERS
    )
