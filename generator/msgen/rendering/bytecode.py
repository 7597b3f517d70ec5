"""Compiled templates on disk."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, Template
from jinja2.bccache import Bucket

from msgen.rendering.cache import tool_version


class BytecodeCache(FileSystemBytecodeCache):
    """One that cannot be read or written is only slower."""

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


def template_of(environment: Environment, text: str) -> Template:
    """The template that `text` is, such as the name of a file: Jinja keeps only those that a loader brings."""
    cache = environment.bytecode_cache
    if cache is None:
        return environment.from_string(text)
    bucket = cache.get_bucket(environment, text, None, text)
    if bucket.code is None:
        bucket.code = environment.compile(text)
        cache.set_bucket(bucket)
    return environment.template_class.from_code(environment, bucket.code, environment.make_globals(None))


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
    )
    return hashlib.sha256("\0".join(marks).encode()).hexdigest()[:16]
