"""Into which file of a spec something new goes."""

from __future__ import annotations

from msgen.spec import Document


def main_file(document: Document) -> str:
    return next(iter(document.sources))


def file_of_context(document: Document, context: str | None) -> str:
    """The context's own file; empty where it has none."""
    place = document.places.get(("contexts", context)) if context else None
    return place.key.file if place and place.key.file != main_file(document) else ""


def file_beside_others(document: Document, key: str, context: str | None) -> str:
    """Where `msgen.yaml` has such objects they stay together; else they go with their context."""
    place = document.places.get((key,))
    if place is not None and place.key.file == main_file(document):
        return main_file(document)
    return file_of_context(document, context) or main_file(document)


def contexts_have_files(document: Document) -> bool:
    """Every context that the spec writes stands in a file of its own."""
    written = [path for path in document.places if len(path) == 2 and path[0] == "contexts"]
    return bool(written) and all(document.places[path].key.file != main_file(document) for path in written)
