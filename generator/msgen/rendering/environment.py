"""What msgen adds to a blueprint's Jinja environment: shared partials and a bytecode cache."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, PrefixLoader
from jinja2.bccache import Bucket
from jinja2.ext import Extension

from msgen.rendering.blueprint import partials_of
from msgen.rendering.cache import tool_version


class Partials(Extension):
    """Lets a blueprint say `{% include "partials/python/settings.py.jinja" %}`.

    Copier loads nothing from outside a template's own folder, so a blueprint names this extension in its
    `copier.yml`. It then also renders with `copier copy --trust`, without msgen's own code around it.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        if isinstance(environment.loader, FileSystemLoader):
            shared = FileSystemLoader(partials_of(Path(environment.loader.searchpath[0])))
            environment.loader = ChoiceLoader([environment.loader, PrefixLoader({"partials": shared})])


class BytecodeCache(FileSystemBytecodeCache):
    """Compiled templates on disk; one that cannot be read or written is only slower."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def bytecode_cache(folder: Path | None, environment: Environment) -> BytecodeCache | None:
    """A cache for this environment alone: Jinja's keys do not tell two dialects of one partial apart."""
    if folder is None:
        return None
    dialect = folder / "templates" / _dialect(environment)
    try:
        dialect.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return BytecodeCache(str(dialect))


def _dialect(environment: Environment) -> str:
    marks = (
        environment.block_start_string,
        environment.block_end_string,
        environment.variable_start_string,
        environment.variable_end_string,
        environment.comment_start_string,
        environment.comment_end_string,
        *sorted(environment.extensions),
        tool_version("jinja2"),
        tool_version("copier"),
    )
    return hashlib.sha256("\0".join(marks).encode()).hexdigest()[:16]
