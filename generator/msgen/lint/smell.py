"""What a rule finds: one object of the design, what is wrong with it, by how much, and what would mend it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, Literal

from msgspec import Struct

from msgen.diagnostics import Severity

Unit = Literal["minutes", "requests/s", "ms", "pods"]
UNITS: tuple[Unit, ...] = ("minutes", "requests/s", "ms", "pods")
"""In the order in which costs are compared."""


class Cost(Struct, frozen=True):
    """By how much the condition of a quantitative rule is missed."""

    amount: Decimal
    unit: Unit
    """`minutes` are those of 30 days."""


class Removed:
    """The value of an edit that takes something away."""


REMOVED: Final = Removed()


class Edit(Struct, frozen=True):
    """One change of the spec."""

    path: str
    """Object path of the setting: `payments.Authorize->psp.timeout`, `orders.deployment.pdb`."""
    value: Any
    """Plain YAML data as a person writes it: `900ms`, `{rpo: 5m, rto: 1h}`; `REMOVED` takes the key away."""
    append: bool = False
    """The value is added to the list at the path, which is made where it is missing."""


class Fix(Struct, frozen=True):
    """One way to mend what was found."""

    text: str
    """What it does, as an instruction: `set the timeout to 900ms`."""
    edits: tuple[Edit, ...] = ()
    """Empty where it takes a person's hand."""


class Smell(Struct, frozen=True):
    """One object of the design in which a rule found what it looks for."""

    object_path: str
    message: str
    """One sentence in lower case, without a full stop, with the numbers that went into the formula."""
    hint: str = ""
    """What to do next; where there are fixes and no hint, the fixes say it."""
    severity: Severity | None = None
    """Where the rule gives several: that of this smell, in the profile `standard`."""
    because: tuple[str, ...] = ()
    """The path that leads to it: a journey, operations, external systems."""
    cost: Cost | None = None
    assumed: tuple[str, ...] = ()
    """Object paths of assumed facts that the verdict rests on; where there are any, it is one step less severe."""
    fixes: tuple[Fix, ...] = ()
    """One for an automatic fix, several for a choice."""
    follows_from: tuple[tuple[str, str], ...] = ()
    """Findings that say the same at the root, by rule and object path: where one of them is there, this is left out."""
