"""Puts the content of context files where it would stand in `msgen.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from msgen.design.names import NAME
from msgen.diagnostics import Finding, Location, Related

from .document import Document, Path, Place
from .files import ReadFile

SHARED = ("services", "sagas", "journeys", "externals")
"""Keys of a context file that hold objects of the whole system."""
CONTEXT_KEY = "context"


def with_context(document: Document, file: ReadFile) -> Document:
    """The document with the context of one file, its services, sagas, journeys and externals."""
    document = replace(
        document,
        sources={**document.sources, file.source.file: file.source.lines},
        contents={**document.contents, file.source.file: file.source.content},
    )
    if file.unreadable:
        return document
    addition = _Addition(document, file, dict(document.data), dict(document.places))
    addition.add()
    findings = (*document.findings, *file.findings, *addition.findings)
    return replace(document, data=addition.data, places=addition.places, findings=findings)


class _Addition(Struct):
    """The growing data and places of a document that takes in one context file."""

    document: Document
    file: ReadFile
    data: dict[str, Any]
    places: dict[Path, Place]
    findings: list[Finding] = field(default_factory=list)

    def add(self) -> None:
        name = self._name()
        if name is None:
            return
        own = {key: value for key, value in self.file.data.items() if key not in (*SHARED, CONTEXT_KEY)}
        if self._define(("contexts", name), own, self.file.places[CONTEXT_KEY,]):
            self._move_places(name, own)
        for key in SHARED:
            self._add_shared(key, name)

    def _name(self) -> str | None:
        """The context that the file is about; `None` if that cannot be told."""
        written = self.file.data.get(CONTEXT_KEY)
        first = next((key for key in self.file.data if not key.startswith("x-")), None)
        if not isinstance(written, str) or not re.fullmatch(NAME.pattern, written):
            known = CONTEXT_KEY in self.file.data
            location = self.file.places[(CONTEXT_KEY,) if known else ()].value
            self._report("context", "a context file says which context it is about", location, self._proposal())
            return None
        place = self.file.places[CONTEXT_KEY,]
        if first != CONTEXT_KEY:
            self._report("context", "`context` is the first key of a context file", place.key, "move it up")
        self._check_file_name(written, place)
        return written

    def _check_file_name(self, name: str, place: Place) -> None:
        path = PurePosixPath(self.file.source.file)
        if path.parent == PurePosixPath("contexts") and path.stem != name:
            hint = f"call the file `contexts/{name}.yaml`, or the context `{path.stem}`"
            self._report("context", f"the file of the context `{name}` has another name", place.value, hint)

    def _proposal(self) -> str:
        return f"begin with `context: {PurePosixPath(self.file.source.file).stem}`"

    def _add_shared(self, key: str, context: str) -> None:
        written = self.file.data.get(key)
        if written is None:
            return
        place = self.file.places[key,]
        if not isinstance(written, dict):
            self._report(key, f"`{key}` is a map by name", place.value)
            return
        self.places.setdefault((key,), place)
        for name, value in written.items():
            if not self._define((key, name), self._of_context(key, name, value, context), self.file.places[key, name]):
                continue
            for path, moved in self.file.places.items():
                if path[:2] == (key, name):
                    self.places[path] = moved

    def _of_context(self, key: str, name: str, value: Any, context: str) -> Any:
        """A service of the file belongs to its context; another `context:` contradicts the file."""
        if key != "services" or not isinstance(value, dict):
            return value
        written = value.get("context")
        if written is None:
            return {**value, "context": context}
        if written != context:
            place = self.file.places["services", name, "context"]
            said = f"the service stands in the file of the context `{context}`"
            self._report(f"services.{name}.context", said, place.value, "drop the key, or move the service")
        return value

    def _define(self, path: tuple[str, str], value: Any, place: Place) -> bool:
        """Adds a named object, unless the name is taken."""
        key, name = path
        taken = self.data.get(key)
        if taken is not None and not isinstance(taken, dict):
            return False
        if taken and name in taken:
            first = self.places[path].key
            shown = place.value if key == "contexts" else place.key
            self._report(
                f"{key}.{name}", f"`{name}` is defined twice", shown,
                "drop one of the two, or give it another name", (Related(first, "first here"),),
            )  # fmt: skip
            return False
        self.data[key] = {**(taken or {}), name: value}
        self.places.setdefault((key,), place)
        self.places[path] = place
        return True

    def _move_places(self, name: str, own: Mapping[str, Any]) -> None:
        for path, place in self.file.places.items():
            if path and path[0] in own:
                self.places["contexts", name, *path] = place

    def _report(
        self, path: str, message: str, location: Location, hint: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        self.findings.append(Finding("error", None, path, message, location, hint, related=related))
