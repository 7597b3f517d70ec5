"""One run of a local system, from the sweep of the last one to the stop in reverse order."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import ExitStack

from msgen.local import broker
from msgen.local.announcement import announce, show_results
from msgen.local.checks import check
from msgen.local.console import Console
from msgen.local.environment import database_file, http_url, missing_settings, service_environment
from msgen.local.errors import LocalError
from msgen.local.fleet import Fleet
from msgen.local.installation import PythonEnvironment, environments, install
from msgen.local.interrupts import Interrupts
from msgen.local.logs import ProcessLog
from msgen.local.migrations import migrate
from msgen.local.options import UpOptions
from msgen.local.order import start_waves
from msgen.local.ports import BROKER, Slot, allot, read_kept, stub_name, write_kept
from msgen.local.processes import Launch
from msgen.local.record import ProcessRecord, sweep
from msgen.local.schema_version import has_newest_schema
from msgen.local.stub_external import stub_externals
from msgen.local.supervised import Supervised
from msgen.local.system import LocalService, LocalSystem


class Session:
    """Runs `system`, the chosen part of `whole`."""

    def __init__(
        self,
        system: LocalSystem,
        whole: LocalSystem,
        options: UpOptions,
        console: Console,
        interrupts: Interrupts,
    ) -> None:
        self._system = system
        self._whole = whole
        self._options = options
        self._console = console
        self._interrupts = interrupts
        self._record = ProcessRecord(system.state / "pids.json")
        self._fleet = Fleet((), console)
        self._slots: Mapping[str, Slot] = {}
        self._logs: dict[str, ProcessLog] = {}

    async def run(self) -> int:
        """The exit code."""
        with ExitStack() as stack:
            self._prepare_folders(stack)
            try:
                code = await self._interrupts.unless(self._work())
            finally:
                stopped_cleanly = await self._fleet.stop(self._options.stop_within, self._interrupts.at_once)
        return self._exit_code(code, stopped_cleanly)

    def _exit_code(self, code: int | None, stopped_cleanly: bool) -> int:
        if self._interrupts.at_once.is_set() or (code is None and self._options.check):
            return 130
        return code or int(not stopped_cleanly)

    async def _work(self) -> int:
        await self._sweep()
        self._allot_ports()
        pythons = environments(self._system, self._whole, isolated=self._options.isolated)
        for environment in dict.fromkeys(pythons.values()):
            await install(environment, self._console)
        launches = {item.name: self._launch(item, pythons[item.name]) for item in self._system.services}
        async with stub_externals(self._stub_ports()):
            await self._migrate(launches)
            self._fleet = Fleet(self._waves(launches), self._console)
            await self._start()
            return await self._check() if self._options.check else await self._stay()

    def _prepare_folders(self, stack: ExitStack) -> None:
        for name in ("db", "logs", "nats"):
            (self._system.state / name).mkdir(parents=True, exist_ok=True)
        names = [service.name for service in self._system.services]
        for name in names:
            self._logs[name] = ProcessLog(name, self._system.state / "logs", self._console)
        if self._system.needs_broker:
            self._logs[broker.NAME] = ProcessLog(
                broker.NAME,
                self._system.state / "logs",
                self._console,
                is_shown=broker.is_worth_showing,
            )
        self._console.expect(list(self._logs))
        for log in self._logs.values():
            stack.callback(log.close)

    async def _sweep(self) -> None:
        swept = await sweep(self._system.state / "pids.json")
        if swept:
            self._console.say(f"stopped what an earlier run left behind: {', '.join(swept)}")

    def _allot_ports(self) -> None:
        path = self._system.state / "ports.json"
        names = [service.name for service in self._system.services]
        names += [stub_name(item.name) for item in self._system.externals if item.url is None]
        names += [BROKER] if self._system.needs_broker else []
        kept = read_kept(path)
        allotment = allot(names, kept)
        for move in allotment.moved:
            self._console.say(f"port {move.taken} of {move.name} is taken by somebody else: now {move.now}")
        write_kept(path, kept, allotment.slots)
        self._slots = allotment.slots

    def _stub_ports(self) -> dict[str, int]:
        stubbed = [item.name for item in self._system.externals if item.url is None]
        return {name: self._slots[stub_name(name)].base for name in stubbed}

    def _launch(self, service: LocalService, environment: PythonEnvironment) -> Launch:
        missing = missing_settings(service, os.environ)
        if missing:
            self._console.say(f"{service.name}: stand-ins for {', '.join(missing)}, which are not set")
        return Launch(
            name=service.name,
            command=(str(environment.python), "-m", service.package, "run"),
            environment=service_environment(self._system, service, self._slots, os.environ),
            folder=service.folder,
        )

    async def _migrate(self, launches: Mapping[str, Launch]) -> None:
        behind = [launches[item.name] for item in self._system.services if self._needs_migration(item)]
        if behind:
            self._console.say(f"migrating {', '.join(launch.name for launch in behind)}")
            await migrate(behind, self._logs)

    def _needs_migration(self, service: LocalService) -> bool:
        if not service.has_database:
            return False
        versions = service.folder / "migrations" / "versions"
        return not has_newest_schema(database_file(self._system, service), versions)

    def _waves(self, launches: Mapping[str, Launch]) -> list[list[Supervised]]:
        graph = {service.name: service.callees for service in self._system.services}
        waves = [
            [
                self._supervised(launches[name], f"{self._health_base(name)}/readyz")
                for name in wave
            ]
            for wave in start_waves(graph)
        ]  # fmt: skip
        if not self._system.needs_broker:
            return waves
        slot = self._slots[BROKER]
        launch = broker.broker_launch(self._system.state, slot)
        return [[self._supervised(launch, broker.broker_health(slot))], *waves]

    def _health_base(self, name: str) -> str:
        return http_url(self._system.service(name), self._slots[name])

    def _supervised(self, launch: Launch, health: str) -> Supervised:
        restart_after = () if self._options.check else self._options.restart_after
        return Supervised(launch, health, self._logs[launch.name], self._record, self._console, restart_after)

    async def _start(self) -> None:
        if not self._options.check:
            await self._fleet.start()
            return
        try:
            async with asyncio.timeout(self._options.ready_within.total_seconds()):
                await self._fleet.start()
        except TimeoutError:
            late = self._fleet.first_not_ready()
            raise self._fleet.report(late) if late else LocalError("not ready in time") from None

    async def _check(self) -> int:
        results = await check(self._system, self._slots)
        return show_results(results, self._logs, self._console)

    async def _stay(self) -> int:
        announce(self._system, self._slots, self._console)
        await self._interrupts.stop.wait()
        return 0
