"""The design that a repository was generated from, as its lock has it: a text, until somebody asks what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Self

import msgspec

_ON_ONE_LINE = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


class LockedDesign(msgspec.Struct, frozen=True):
    """Most locks are only compared; of a large system the design as data takes five times the memory of its text."""

    text: bytes
    """JSON on one line, with sorted keys."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        return cls(_ON_ONE_LINE.encode(plain).encode())

    @classmethod
    def read(cls, text: msgspec.Raw) -> Self:
        """From JSON as it stands in a lock."""
        return cls(msgspec.json.format(bytes(text), indent=0))

    @property
    def plain(self) -> Mapping[str, Any]:
        """What it says; made anew each time, for nobody needs it for long."""
        design: Mapping[str, Any] = json.loads(self.text)
        return design

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


NO_DESIGN = LockedDesign(b"{}")
"""Of a repository of which no record tells what it was generated from."""
