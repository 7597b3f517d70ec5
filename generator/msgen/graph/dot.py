"""A picture in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.graph.picture import Arrow, Picture

_STYLES = {"call": "solid", "step": "bold", "event": "dashed"}


def dot(shown: Picture) -> str:
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Picture) -> Iterator[str]:
    yield f"digraph {_quoted(shown.name)} {{"
    yield "  rankdir=LR"
    yield '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]'
    yield '  edge [fontname="sans-serif", fontsize=9]'
    for context in shown.contexts:
        yield f"  subgraph {_quoted(f'cluster_{context.name}')} {{"
        yield f"    label={_quoted(context.name)}"
        for service in context.services:
            yield f"    {_quoted(service.name)} [label={_quoted(service.name, ' '.join(service.traits))}]"
        yield "  }"
    for name in shown.externals:
        yield f'  {_quoted(name)} [style="rounded,dashed"]'
    for arrow in shown.arrows:
        yield f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)} [{_attributes(arrow)}]"
    yield "}"


def _attributes(arrow: Arrow) -> str:
    label = _quoted(*([f"{arrow.saga}:"] if arrow.saga else []), *arrow.labels)
    return f"style={_STYLES[arrow.kind]}, label={label}"


def _quoted(*lines: str) -> str:
    r"""
    >>> _quoted("orders", "rest")
    '"orders\\nrest"'
    """
    return '"' + r"\n".join(line.replace("\\", r"\\").replace('"', r"\"") for line in lines) + '"'
