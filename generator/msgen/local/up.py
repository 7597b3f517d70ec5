"""`msgen up`: runs a generated system on this machine."""

from __future__ import annotations

import os

from msgen.local.broker import nats_server
from msgen.local.console import Console
from msgen.local.errors import EnvironmentLacksError, LocalError
from msgen.local.options import UpOptions
from msgen.local.system import LocalSystem, select

__all__ = ["UpOptions", "up"]


async def up(system: LocalSystem, options: UpOptions, console: Console) -> int:
    """Runs the system until a signal comes, or until it is checked; the exit code of the command.

    0: stopped cleanly, also by Ctrl-C, or the check passed. 1: the check, a start or a migration failed, or
    a process had to be killed. 2: `only` names no service. 3: the environment lacks something. 130: a second
    signal cut the stop short, or a check was interrupted.
    """
    try:
        if os.name != "posix":
            raise EnvironmentLacksError("`msgen up` needs Linux or macOS", "on Windows, run it inside WSL")
        return await _up(system, options, console)
    except LocalError as error:
        console.error(error)
        return error.code


async def _up(system: LocalSystem, options: UpOptions, console: Console) -> int:
    # Locks and process groups exist on POSIX systems only, and so do these modules.
    from msgen.local.interrupts import interrupts
    from msgen.local.lock import exclusive
    from msgen.local.session import Session

    chosen = select(system, options.only)
    _require_folders(chosen)
    if chosen.needs_broker:
        nats_server()
    with exclusive(system.state / "up.lock", os.getpid()), interrupts(console.say) as wishes:
        return await Session(chosen, system, options, console, wishes).run()


def _require_folders(system: LocalSystem) -> None:
    missing = [service for service in system.services if not (service.folder / "src" / service.package).is_dir()]
    if missing:
        names = ", ".join(f"`{service.name}`" for service in missing)
        raise EnvironmentLacksError(
            f"not generated yet: {names} (no package in `{missing[0].folder / 'src'}`)",
            "run `msgen update` first",
        )
