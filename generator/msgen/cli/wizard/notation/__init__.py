"""How people write on one line what a spec says on several: names, aggregates, operations, events, objectives."""

from .problems import NotationError

__all__ = ["NotationError"]
