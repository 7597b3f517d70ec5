"""`msgen up`: the whole generated system on this machine, without containers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

PAGE = Page(
    section=Section.RUN,
    examples=("msgen up shop", "msgen up shop --check"),
    exits={
        exit_codes.DONE: "stopped cleanly, or the check passed",
        exit_codes.FOUND: "a check or a start failed",
        exit_codes.USAGE: "wrong usage, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the environment lacks something",
    },
)


def up(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder of the system; `.` unless given.")] = Path(),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="SERVICE", help="Start this service and all that it calls; repeatable."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Start everything, ask every service, stop.")] = False,
    isolated: Annotated[bool, typer.Option("--isolated", help="An environment of its own for each service.")] = False,
) -> None:
    """Run a generated system on this machine.

    It starts the broker and every service, shows their logs, and stops all of them on Ctrl-C. Findings about the design
    are told and stop nothing.
    """
    import asyncio
    import os
    import sys

    from msgen.cli.findings import tell
    from msgen.cli.spec_location import spec_file
    from msgen.local.console import Console
    from msgen.local.system import local_system
    from msgen.local.up import UpOptions
    from msgen.local.up import up as run_system
    from msgen.merging.recorded import recorded_folders
    from msgen.spec import parse, read
    from msgen.topology import resolve

    spec = spec_file(path)
    document = read(spec)
    topology = resolve(parse(document))
    tell(topology, document)
    root = spec.parent.resolve()
    system = local_system(topology, root, recorded_folders(root))
    options = UpOptions(only=tuple(only or ()), check=check, isolated=isolated)
    console = Console.for_streams(sys.stdout, sys.stderr, os.environ)
    raise typer.Exit(asyncio.run(run_system(system, options, console)))
