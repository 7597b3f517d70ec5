"""`msgen up`: the whole generated system on this machine, without containers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def up(
    path: Annotated[Path, typer.Argument(help="The folder of the system.")] = Path(),
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Start this service and all it calls; repeatable.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Start everything, ask every service, stop.")] = False,
    isolated: Annotated[bool, typer.Option("--isolated", help="An environment of its own for each service.")] = False,
) -> None:
    """Run a generated system on this machine: the broker, every service, their logs.

    \b
    msgen up shop
    msgen up shop --check

    Exit codes: 0 stopped cleanly, or the check passed; 1 a check or a start failed; 2 wrong usage or an unreadable
    spec; 3 the environment lacks something; 130 stopped at once by a second Ctrl-C.
    """
    from msgen.cli.spec_location import spec_file
    from msgen.local.console import Console
    from msgen.local.system import local_system
    from msgen.local.up import UpOptions
    from msgen.local.up import up as run_system
    from msgen.spec import parse, read
    from msgen.topology import resolve

    spec = spec_file(path)
    topology = resolve(parse(read(spec)))
    system = local_system(topology, spec.parent.resolve())
    options = UpOptions(only=tuple(only or ()), check=check, isolated=isolated)
    console = Console.for_streams(sys.stdout, sys.stderr, os.environ)
    raise typer.Exit(asyncio.run(run_system(system, options, console)))
