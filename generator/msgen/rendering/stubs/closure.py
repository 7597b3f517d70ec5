"""A proto file with everything it imports from the same tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from msgspec import Struct

from msgen.plan.model import StubJob
from msgen.rendering.errors import StubsFailed
from msgen.rendering.tree import File

_COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(rb'\bimport\s+(?:public\s+|weak\s+)?"([^"]+)"\s*;')


class Closure(Struct, frozen=True):
    main: str
    """The descriptor's name of the file to compile, for example `shop/orders/v1/orders.proto`."""
    files: dict[str, bytes]
    """The file and what it imports, by descriptor name; those that protoc brings itself are not here."""


def closure_of(job: StubJob, tree: Mapping[str, File]) -> Closure:
    if job.proto not in tree:
        raise StubsFailed(f"`{job.proto}` is to be compiled, but no blueprint wrote it")
    main = posixpath.relpath(job.proto, job.root or ".")
    if main.startswith("../"):
        raise StubsFailed(f"`{job.proto}` is not below `{job.root}`, where its imports are looked up")
    files: dict[str, bytes] = {}
    waiting = [main]
    while waiting:
        name = waiting.pop()
        path = posixpath.join(job.root, name)
        if name not in files and path in tree:
            files[name] = tree[path].content
            waiting += _imports(files[name])
    return Closure(main, dict(sorted(files.items())))


def _imports(text: bytes) -> list[str]:
    return [found.decode() for found in _IMPORT.findall(_COMMENT.sub(b" ", text))]
