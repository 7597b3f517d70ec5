"""A part of a picture: some services, those they have to do with, and the arrows between the two."""

from __future__ import annotations

from collections.abc import Collection

from msgen.graph.picture import Context, Picture


def of_context(whole: Picture, name: str) -> Picture:
    """The services of a context and their neighbours."""
    return _around(
        whole, {each.name for context in whole.contexts if context.name == name for each in context.services}
    )


def around(whole: Picture, service: str) -> Picture:
    """A service and its neighbours."""
    return _around(whole, {service})


def _around(whole: Picture, centre: Collection[str]) -> Picture:
    arrows = tuple(arrow for arrow in whole.arrows if arrow.source in centre or arrow.target in centre)
    shown = {*centre, *(end for arrow in arrows for end in (arrow.source, arrow.target))}
    contexts = (
        Context(context.name, tuple(each for each in context.services if each.name in shown))
        for context in whole.contexts
    )
    return Picture(
        name=whole.name,
        contexts=tuple(context for context in contexts if context.services),
        externals=tuple(name for name in whole.externals if name in shown),
        arrows=arrows,
        unheard=tuple(pair for pair in whole.unheard if pair[0] in centre),
    )
