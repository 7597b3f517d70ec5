"""The files of a spec as they are, for the copy that a generated system keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgen.spec.document import Document

SPEC = "msgen.yaml"
SCHEMA_COMMENT = "# yaml-language-server: $schema=./.msgen/schema.json"
Layout = Literal["mono-repo", "multi-repo"]


def input_files(document: Document, layout: Layout | None = None) -> dict[str, bytes]:
    """Every file that the document was read from, by its path in the generated system.

    The spec itself becomes `msgen.yaml`; it gains the comment that names its schema where line 1 has none, and
    `platform.layout` where `layout` is given.
    """
    main = next(iter(document.sources))
    files: dict[str, bytes] = {}
    for path, lines in document.sources.items():
        content = _joined(lines) if document.from_text else (Path(document.folder) / path).read_bytes()
        files[SPEC if path == main else path] = content
    files[SPEC] = with_layout(with_schema_comment(files[SPEC]), layout)
    return files


def with_schema_comment(text: bytes) -> bytes:
    if b"$schema=" in text.split(b"\n", 1)[0]:
        return text
    return SCHEMA_COMMENT.encode() + b"\n" + text


def with_layout(text: bytes, layout: Layout | None) -> bytes:
    """The spec with `platform.layout` set; every other byte stays where the key can be appended."""
    if layout is None:
        return text
    from ruamel.yaml import YAML
    from ruamel.yaml.compat import StringIO

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    data = yaml.load(text.decode())
    platform = data.get("platform")
    if platform is None:
        return text.rstrip(b"\n") + f"\n\nplatform:\n  layout: {layout}\n".encode()
    if platform.get("layout") == layout:
        return text
    platform["layout"] = layout
    written = StringIO()
    yaml.dump(data, written)
    return str(written.getvalue()).encode()


def _joined(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode() + b"\n"
