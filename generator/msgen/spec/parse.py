"""Document to Design: every error of the spec at once, each with its position."""

from __future__ import annotations

from msgen.design.system import LANGUAGE_VERSION, Design
from msgen.diagnostics import Finding, SpecError

from .document import Document
from .references import reference_findings
from .validation import validated


def parse(document: Document) -> Design:
    """The design that a document describes; a SpecError with everything that is wrong in it."""
    version = _version_findings(document)
    if version:
        raise SpecError([*document.findings, *version], document.sources, document.folder)
    result = validated(document)
    references = reference_findings(document, result.design, result.doubtful) if result.design else ()
    findings = [*document.findings, *result.findings, *references]
    if findings or result.design is None:
        raise SpecError(findings, document.sources, document.folder)
    return result.design


def _version_findings(document: Document) -> list[Finding]:
    """The language of the spec comes first: another version would make every other error meaningless."""
    if "msgen" not in document.data:
        location = document.places[()].value
        close = next((key for key in document.data if key.lower() == "msgen"), None)
        said = f"`{close}` is written `msgen`" if close else "the version of the spec language is missing"
        place = document.places[(close,)].key if close else location
        return [Finding("error", None, "msgen", said, place, f"begin with `msgen: {LANGUAGE_VERSION}`")]
    written = document.data["msgen"]
    place_of = document.places["msgen",]
    if type(written) is not int:
        said = "the version of the spec language is a whole number without quotes"
        return [Finding("error", None, "msgen", said, place_of.value, f"write `msgen: {LANGUAGE_VERSION}`")]
    if written != LANGUAGE_VERSION:
        return [_other_version(written, document)]
    first = next(key for key in document.data if not key.startswith("x-"))
    if first != "msgen":
        said = "`msgen` is the first key of a spec"
        return [Finding("error", None, "msgen", said, place_of.key, "move the line to the top")]
    return []


def _other_version(written: int, document: Document) -> Finding:
    if written > LANGUAGE_VERSION:
        said = f"version {written} of the spec language is newer than this msgen"
        hint = f"upgrade msgen, which reads version {LANGUAGE_VERSION}"
    else:
        said, hint = f"there is no version {written} of the spec language", f"write `msgen: {LANGUAGE_VERSION}`"
    return Finding("error", None, "msgen", said, document.places["msgen",].value, hint)
