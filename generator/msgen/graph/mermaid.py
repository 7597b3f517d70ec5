"""A picture as a flowchart of Mermaid, which code hosts draw in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.graph.picture import Arrow, Picture

_LINES = {"call": "-->", "step": "==>", "event": "-.->"}


def mermaid(shown: Picture) -> str:
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Picture) -> Iterator[str]:
    yield "flowchart LR"
    for context in shown.contexts:
        yield f'  subgraph {_key("context", context.name)}["{context.name}"]'
        for service in context.services:
            yield f'    {_key("service", service.name)}["{service.name}<br>{" ".join(service.traits)}"]'
        yield "  end"
    for name in shown.externals:
        yield f'  {_key("external", name)}(["{name}"])'
    for arrow in shown.arrows:
        yield f"  {_end(shown, arrow.source)} {_line(arrow)} {_end(shown, arrow.target)}"


def _line(arrow: Arrow) -> str:
    label = f'|"{arrow.said}"|' if arrow.said else ""
    return f"{_LINES[arrow.kind]}{label}"


def _end(shown: Picture, name: str) -> str:
    return _key("external" if name in shown.externals else "service", name)


def _key(kind: str, name: str) -> str:
    """With its kind, as some words mean something to Mermaid.

    >>> _key("service", "order-history")
    'service_order_history'
    """
    return f"{kind}_{name.replace('-', '_')}"
