"""The few signs beyond ASCII, and what stands for them where a locale has none."""

from __future__ import annotations

import os

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    pointer: str = "❯"
    dot: str = "·"

    @classmethod
    def of_the_locale(cls) -> Glyphs:
        """What the locale says counts, not what Python makes of it: the terminal is set up by the same person."""
        said = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
        speaks_unicode = said.lower().replace("-", "").endswith("utf8") or os.name == "nt"
        return cls() if speaks_unicode else cls(pointer=">", dot="-")

    def spelled(self, text: str) -> str:
        return text.replace("·", self.dot)
