"""The second pass: what the design refers to is declared, and names do not collide."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgen.design.system import Design
from msgen.diagnostics import Finding

from ..document import Document
from ..validation import Doubtful
from . import (
    calls,
    contexts,
    contradictions,
    events,
    generated_names,
    governance,
    messages,
    names,
    recursion,
    repetitions,
    sagas,
    services,
    system,
    types,
)
from .scope import Scope

CHECKS: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    names.check,
    repetitions.check,
    system.check,
    contexts.check,
    events.check,
    services.check,
    calls.check,
    messages.check,
    types.check,
    recursion.check,
    sagas.check,
    governance.check,
    contradictions.check,
    generated_names.check,
)


def reference_findings(document: Document, design: Design, doubtful: Doubtful) -> tuple[Finding, ...]:
    """Every reference that is not declared and every name that collides."""
    scope = Scope(document, design, doubtful)
    return tuple(finding for check in CHECKS for finding in check(scope))
