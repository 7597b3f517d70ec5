"""The design that a repository was generated from, as its lock has it: a text, until somebody asks what it says."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any, Self

import msgspec

_QUICKLY = 1


class LockedDesign(msgspec.Struct, frozen=True):
    """Most locks are only compared, and the design of a large system is most of its lock.

    As data it takes five times the memory of its text, and that thirty times what it can be packed into.
    """

    packed: bytes

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        return cls._of_text(msgspec.json.encode(plain, order="sorted"))

    @classmethod
    def read(cls, text: msgspec.Raw) -> Self:
        """From JSON with sorted keys, as it stands in a lock."""
        return cls._of_text(text)

    @classmethod
    def _of_text(cls, text: bytes | msgspec.Raw) -> Self:
        return cls(zlib.compress(msgspec.json.format(text, indent=0), _QUICKLY))

    @property
    def text(self) -> bytes:
        """JSON on one line."""
        return zlib.decompress(self.packed)

    @property
    def plain(self) -> Mapping[str, Any]:
        """What it says; made anew each time, for nobody needs it for long."""
        design: Mapping[str, Any] = json.loads(self.text)
        return design

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


NO_DESIGN = LockedDesign.of({})
"""Of a repository of which no record tells what it was generated from."""
