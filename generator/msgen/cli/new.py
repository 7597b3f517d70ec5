"""`msgen new`: a system from a spec."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msgen.cli.output import say
from msgen.cli.usage import UsageError

SPEC = "msgen.yaml"


class Layout(StrEnum):
    MONO_REPO = "mono-repo"
    MULTI_REPO = "multi-repo"


def new(
    destination: Annotated[
        Path | None, typer.Argument(metavar="[DEST]", help="Where to; `./<name>`, or `.` if it holds a spec.")
    ] = None,
    spec: Annotated[str | None, typer.Option("--spec", metavar="FILE|-", help="The spec; `-` reads stdin.")] = None,
    sample: Annotated[str | None, typer.Option("--sample", metavar="NAME", help="Start from a sample.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be written.")] = False,
    layout: Annotated[Layout | None, typer.Option("--layout", help="One repository, or one per service.")] = None,
    blueprints: Annotated[Path | None, typer.Option("--blueprints", metavar="DIR", help="Your own blueprints.")] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Let blueprints run the code they bring.")] = False,
) -> None:
    """Generate a system: every service, its contracts, charts and the files around them.

    \b
    msgen new shop --spec shop.yaml
    msgen new bistro --sample bistro

    Exit codes: 0 done; 2 wrong usage, an unreadable spec or files in the way; 3 the environment lacks something;
    4 a blueprint brings code and `--trust` was not given; 5 the target changed underneath.
    """
    from msgen.cli.generation import Generation

    source = _source(destination, spec, sample)
    generation = Generation.of(source, layout.value if layout else None, destination, blueprints)
    if generation.is_up_to_date():
        say(f"`{generation.shown_root}` is up to date: nothing to do")
        return
    change_set = generation.changes(trust=trust)
    if dry_run:
        sys.stdout.write(generation.plan_text(change_set))
        return
    generation.write(change_set)


def _source(destination: Path | None, spec: str | None, sample: str | None) -> str:
    """The spec to read: a file, `-`, a sample's file, or the one that the destination holds."""
    if spec is not None and sample is not None:
        raise UsageError("`--spec` and `--sample` both name a spec", "give one of them")
    if sample is not None:
        return str(_sample(sample))
    if spec is not None:
        return spec
    here = (destination or Path()) / SPEC
    if here.is_file():
        return str(here)
    raise UsageError(
        "there is no spec to generate from",
        f"name one with `--spec FILE`, start from `--sample bistro`, or write `{here}`",
    )


def _sample(name: str) -> Path:
    from difflib import get_close_matches

    from msgen import resources

    known = sorted(path.parent.name for path in resources.samples().glob(f"*/{SPEC}"))
    if name in known:
        return resources.samples() / name / SPEC
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`" if near else f"there are: {', '.join(known)}"
    raise UsageError(f"there is no sample called `{name}`", hint)
