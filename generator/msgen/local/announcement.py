"""What is shown once all are ready: where to knock, or what the check found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgen.local.checks import CheckResult
from msgen.local.console import Console
from msgen.local.environment import http_url, service_url
from msgen.local.logs import ProcessLog
from msgen.local.ports import Slot
from msgen.local.system import LocalService, LocalSystem


def announce(system: LocalSystem, slots: Mapping[str, Slot], console: Console) -> None:
    """The front doors, then every other service with an address that answers, then every health page."""
    console.show(f"{system.name} is ready: {len(system.services)} services")
    doors = [service for service in system.services if service.is_public and service.speaks("rest")]
    rows = [("front door", door.name, _address(door, slots[door.name])) for door in doors]
    rows += [("service", item.name, _inside(item, slots[item.name])) for item in system.services if _is_inside(item)]
    rows += [("health", item.name, f"{http_url(item, slots[item.name])}/readyz") for item in system.services]
    console.table(rows)
    console.say("Ctrl-C stops it")


def show_results(results: Sequence[CheckResult], logs: Mapping[str, ProcessLog], console: Console) -> int:
    """The table of a check; the exit code."""
    rows = [(item.service, item.question, item.answer, _verdict(item)) for item in results]
    console.table([("service", "asked", "answer", ""), *rows])
    failed = [item for item in results if not item.passed]
    for name in dict.fromkeys(item.service for item in failed):
        console.say(f"last lines of {name}:")
        for line in logs[name].tail:
            console.say(f"    {line}")
    verdict = f"{len(failed)} of {len(results)} checks failed" if failed else f"{len(results)} checks passed"
    console.show(verdict)
    return int(bool(failed))


def _is_inside(service: LocalService) -> bool:
    """Other services call it at another address than people, or people do not call it."""
    return not service.is_public or service.protocols != ("rest",)


def _inside(service: LocalService, slot: Slot) -> str:
    return service_url(service, slot) if service.speaks("grpc") else _address(service, slot)


def _address(service: LocalService, slot: Slot) -> str:
    url = http_url(service, slot)
    return service.route.at(url) if service.route is not None else url


def _verdict(result: CheckResult) -> str:
    return "ok" if result.passed else "failed"
