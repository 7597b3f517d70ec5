"""How a figure comes about, as `msgen explain` says it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.derivations import Derivation, Input
from msgen.spec import Document
from msgen.topology.explanation import told
from msgen.topology.model import Topology


def derivation_text(derivation: Derivation, topology: Topology, document: Document) -> str:
    lines = [f"{derivation.path} = {derivation.result}", f"formula: {derivation.formula}"]
    lines += [f"  {line}" for line in derivation.working]
    inputs = [line for item in derivation.inputs for line in _input(item, topology, document)]
    lines += ["inputs:", *(f"  {line}" for line in inputs)] if inputs else []
    if derivation.missing:
        lines.append(f"not known: {', '.join(derivation.missing)}")
    return "".join(f"{line}\n" for line in lines)


def _input(item: Input, topology: Topology, document: Document) -> Iterator[str]:
    if item.value is not None:
        yield f"{item.path}: {item.value}  # `msgen explain {item.path}`"
        return
    for value in told(topology, document, item.path):
        yield f"{item.path if value.is_exact else value.name}: {value.value}  # {value.origin}"
