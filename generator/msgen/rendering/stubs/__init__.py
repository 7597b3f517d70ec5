"""Python stubs of the rendered proto files, compiled with the pinned protoc and typed for `mypy --strict`."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgen.plan.model import StubJob
from msgen.rendering.cache import fetch, store, tool_version
from msgen.rendering.errors import StubsFailed
from msgen.rendering.stubs.closure import Closure, closure_of
from msgen.rendering.stubs.process import CompilerProcess
from msgen.rendering.tree import REGULAR, File, Tree, join

Stubs = Mapping[str, str]
"""File name to text: what lies side by side in a folder called `pb`."""

_PACKAGE = "__init__.py"
_FORMAT = 1
"""Raised by whoever changes what the compiler writes, so that older cache entries are not used."""


def compile_stubs(
    jobs: Sequence[StubJob], files: Mapping[str, File], cache: Path | None, compiler: CompilerProcess
) -> Tree:
    """The stubs of each job; a contract that many services consume is compiled once."""
    closures = {job: closure_of(job, files) for job in jobs}
    compiled = _compile({_key(closure): closure for closure in closures.values()}, cache, compiler)
    folders: dict[str, dict[str, File]] = {}
    for job, closure in closures.items():
        folder = folders.setdefault(job.destination, {_PACKAGE: _file("", _PACKAGE, _adapter(job))})
        for name, text in compiled[_key(closure)].items():
            stub = _file(text, name.removeprefix(_stem(closure)), job.subject or closure.main)
            if folder.setdefault(name, stub).content != stub.content:
                raise StubsFailed(f"`{job.destination}/{name}` would hold the stubs of two files, one is `{job.proto}`")
    return join(Tree(files).under(folder) for folder, files in folders.items())


def _adapter(job: StubJob) -> str:
    """The folder that the stubs belong to: `adapters/grpc` or `adapters/clients`, by its own name."""
    return "/".join(job.destination.split("/")[-3:-2])


def _stem(closure: Closure) -> str:
    """What the names of the stubs begin with."""
    return posixpath.basename(closure.main).removesuffix(".proto")


def _file(text: str, template: str, subject: str) -> File:
    return File(text.encode(), REGULAR, "G", blueprint="grpc-stubs", template=template, subject=subject)


def _key(closure: Closure) -> str:
    texts = {name: hashlib.sha256(text).hexdigest() for name, text in closure.files.items()}
    identity = [_FORMAT, tool_version("grpcio-tools"), closure.main, texts]
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


def _compile(wanted: Mapping[str, Closure], cache: Path | None, compiler: CompilerProcess) -> dict[str, Stubs]:
    entries = {key: cache / "stubs" / f"{key}.json" for key in wanted} if cache else {}
    found = {key: _known(fetch(path)) for key, path in entries.items()}
    known = {key: stubs for key, stubs in found.items() if stubs}
    fresh = _run({key: closure for key, closure in wanted.items() if key not in known}, compiler)
    for key, stubs in fresh.items():
        if key in entries:
            store(entries[key], json.dumps(stubs, sort_keys=True).encode())
    return known | fresh


def _known(entry: bytes | None) -> Stubs | None:
    try:
        stubs = json.loads(entry or b"")
    except ValueError:
        return None
    return stubs if isinstance(stubs, dict) and stubs else None


def _run(closures: Mapping[str, Closure], compiler: CompilerProcess) -> dict[str, Stubs]:
    if not closures:
        return {}
    request = {
        key: {"main": closure.main, "files": {name: text.decode() for name, text in closure.files.items()}}
        for key, closure in closures.items()
    }
    return _accepted(compiler.answers_to(request), closures)


def _accepted(answers: Mapping[str, Mapping[str, str]], closures: Mapping[str, Closure]) -> dict[str, Stubs]:
    complaints = [
        f"`{closures[key].main}` does not compile:\n{answer['error']}"
        for key, answer in answers.items()
        if "error" in answer
    ]
    if complaints:
        raise StubsFailed("\n".join(sorted(set(complaints))))
    return {key: dict(answer) for key, answer in answers.items()}
