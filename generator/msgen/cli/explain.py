"""`msgen explain`: a resolved value and where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli.usage import UsageError


def explain(
    path: Annotated[str, typer.Argument(help="An object path, as `payments.Authorize.timeout`; `.` for all.")],
    spec: Annotated[Path, typer.Option("--spec", help="The spec, or the folder of a system.")] = Path(),
) -> None:
    """Say the value of a setting and where it comes from.

    \b
    msgen explain orders.store.engine
    msgen explain 'storefront.PlaceOrder->ordering.PlaceOrder.timeout'

    Exit codes: 0 explained; 2 no such path, or an unreadable spec.
    """
    from msgen.cli.spec_location import spec_file
    from msgen.spec import parse, read
    from msgen.topology import resolve
    from msgen.topology.explanation import explanations, nearest_paths

    document = read(spec_file(spec))
    topology = resolve(parse(document))
    found = explanations(topology, document, path)
    if not found:
        near = ", ".join(f"`{name}`" for name in nearest_paths(topology, path))
        raise UsageError(f"nothing is called `{path}`", f"did you mean {near}" if near else "`msgen explain .` lists all")
    for line in found:
        print(line)
