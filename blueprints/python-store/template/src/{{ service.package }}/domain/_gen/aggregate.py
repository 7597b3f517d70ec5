"""What every aggregate has besides its fields: a version, which tells of concurrent changes."""

from __future__ import annotations

from pydantic import PrivateAttr

from .model import Model


class Aggregate(Model):
    """Something that is stored and changed as a whole."""

    _version: int = PrivateAttr(default=0)


def version_of(aggregate: Aggregate) -> int:
    """How often it has been stored, 0 if never: the value of its `ETag`."""
    return aggregate._version
