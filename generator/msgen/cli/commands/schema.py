"""`msgen schema`: the JSON Schema of the spec language, or of one system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import say
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_document
from msgen.cli.usage import UsageError

PAGE = Page(
    section=Section.TOOL,
    examples=("msgen schema > msgen.schema.json", "msgen schema --write ."),
    exits={
        exit_codes.DONE: "printed or written",
        exit_codes.USAGE: "wrong usage, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the file cannot be written",
    },
)


def schema(
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="PATH", help="Write the system's own beside this spec, or in this folder."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead of stdout.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="It is always JSON.")] = False,
) -> None:
    """Print the JSON Schema of the spec language.

    It is for editors and other tools. With `--write` it is `.msgen/schema.json` of a system, which knows the names of
    its services, operations, events and types; the first line of a spec tells editors where it is.
    """
    from msgen.cli.system_schema import static_text, system_text

    if write is not None and output is not None:
        raise UsageError("`--write` and `--output` exclude each other", "give one of them")
    if write is None:
        emit_document(static_text(), output)
        return
    from msgen.cli.spec_location import spec_file
    from msgen.cli.writing import replaced
    from msgen.spec import parse, read
    from msgen.spec.inputs import SCHEMA

    spec = spec_file(write)
    path = spec.parent / SCHEMA
    text = system_text(parse(read(spec)))
    path.parent.mkdir(exist_ok=True)
    replaced(path, text.encode())
    say(f"wrote `{path}`")
