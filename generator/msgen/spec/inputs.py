"""The files that a system is generated from, for the copy that it keeps."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgen.design.system import Design
from msgen.diagnostics import Finding, SpecError

from .document import Document
from .document import Path as YamlPath
from .reader import NUMBERS, SPEC
from .source import UnreadableSourceError, load

SCHEMA = ".msgen/schema.json"
"""The JSON Schema with the names of the project."""
_RULES = "rules"


def input_files(document: Document, design: Design) -> dict[str, bytes]:
    """Each file as it is, by its path in the system: the spec and all that it names or that stands beside it.

    The spec itself is called `msgen.yaml` there. A path that begins with `../` lies outside its folder.
    """
    main, *others = document.contents
    files = {SPEC: document.contents[main], **{path: document.contents[path] for path in others}}
    if document.numbers is not None:
        files[NUMBERS] = document.numbers.encode()
    return files | _contracts(document, design) | _rules(Path(document.folder))


def with_schema_comments(document: Document, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files; editors find the project's schema from line 1 of each file of the spec."""
    spec = {SPEC, *document.contents}
    return {path: _with_comment(content, path) if path in spec else content for path, content in files.items()}


def require_inside(document: Document, design: Design) -> None:
    """Refuse a spec that names files outside its folder, since a copy of it would not find them."""
    findings = [
        Finding(
            "error", None, "", f"`{written}` lies outside the folder of the spec", document.place(where).value,
            "move it below the folder of the spec, which is copied as a whole",
        )
        for where, written in _named(design)
        if posixpath.isabs(written) or _normal(written).startswith("../")
    ]  # fmt: skip
    if findings:
        raise SpecError(findings, document.sources, document.folder)


def _named(design: Design) -> Iterator[tuple[YamlPath, str]]:
    """The files that the spec names, each with its place."""
    for index, entry in enumerate(design.include or ()):
        yield ("include", index), entry
    for name, service in design.services.items():
        if service.api is not None and service.api.contract is not None:
            yield ("services", name, "api", "contract"), service.api.contract.partition("#")[0]


def _contracts(document: Document, design: Design) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for where, written in _named(design):
        if where[0] == "include":
            continue
        path = _normal(written)
        try:
            files[path] = load(Path(document.folder, path), path).content
        except UnreadableSourceError as error:
            place = document.place(where).value
            hint = "paths are relative to the folder of `msgen.yaml`"
            findings += [Finding("error", None, path, problem.message, place, hint) for problem in error.findings]
    if findings:
        raise SpecError(findings, document.sources, document.folder)
    return files


def _rules(folder: Path) -> dict[str, bytes]:
    return {f"{_RULES}/{path.name}": path.read_bytes() for path in sorted(folder.glob(f"{_RULES}/*.yaml"))}


def _normal(path: str) -> str:
    return posixpath.normpath(path)


def _with_comment(content: bytes, path: str) -> bytes:
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    text = content.removeprefix(mark)
    first = text.split(b"\n", 1)[0]
    if b"$schema=" in first:
        return content
    end = b"\r\n" if first.endswith(b"\r") else b"\n"
    schema = posixpath.relpath(SCHEMA, posixpath.dirname(path) or ".")
    shown = schema if schema.startswith("../") else f"./{schema}"
    return mark + f"# yaml-language-server: $schema={shown}".encode() + end + text
