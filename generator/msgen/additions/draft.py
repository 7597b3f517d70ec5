"""A spec that is being added to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from msgen.additions.errors import AdditionError
from msgen.spec import Document, read_contents
from msgen.spec.document import Path
from msgen.spec.editing import Insertion, UneditableError, inserted
from msgen.spec.plain import shown_path

Contents = Mapping[str, bytes]
"""The files of a spec, by their paths."""


class Draft(Struct, frozen=True):
    document: Document

    def with_key(self, path: Path, value: Any, file: str = "") -> Draft:
        return self._with(Insertion(path, value, file=file or self.file_of(path)))

    def with_item(self, path: Path, value: Any) -> Draft:
        return self._with(Insertion(path, value, is_item=True, file=self.file_of(path)))

    def file_of(self, path: Path) -> str:
        """The file of the object that a path belongs to; empty, for `msgen.yaml`, where it is not written yet."""
        known = self.document.nearest(path)
        return self.document.places[known].key.file if len(known) > 1 else ""

    def written(self, path: Path) -> Any:
        """What the spec says at a path; `None` where it says nothing."""
        value: Any = self.document.data
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def _with(self, insertion: Insertion) -> Draft:
        document = self.document
        try:
            contents = inserted(document, insertion)
        except UneditableError as error:
            place = document.place(insertion.path).key
            raise AdditionError(
                f"nothing can be added to `{shown_path(document.nearest(insertion.path))}`: {error}",
                f"write it by hand, at {place}",
            ) from None
        return Draft(read_contents(contents, document.folder, document.numbers))
