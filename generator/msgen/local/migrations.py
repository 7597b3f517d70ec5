"""Brings every database up to date before the services start."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgen.local.errors import LocalError
from msgen.local.logs import ProcessLog
from msgen.local.processes import Launch, run_to_end

_AT_A_TIME = 2
"""A migration is mostly imports: more at once only wait for the same cores."""


async def migrate(services: Sequence[Launch], logs: Mapping[str, ProcessLog]) -> None:
    """Runs `python -m <package> migrate` for each; raises `LocalError` for the first that fails."""
    turn = asyncio.Semaphore(_AT_A_TIME)
    try:
        async with asyncio.TaskGroup() as group:
            for launch in services:
                group.create_task(_migrate(launch, logs[launch.name], turn))
    except* LocalError as failures:
        raise failures.exceptions[0] from None


async def _migrate(launch: Launch, log: ProcessLog, turn: asyncio.Semaphore) -> None:
    command = replace(launch, command=(*launch.command[:-1], "migrate"))
    async with turn:
        code = await run_to_end(command, log.write)
    if code != 0:
        said = "".join(f"\n    {line}" for line in log.tail)
        raise LocalError(
            f"the migration of {launch.name} failed with code {code}:{said}",
            f"correct `{launch.folder / 'migrations'}`, or delete the database in `.local/db` to start over",
        )
