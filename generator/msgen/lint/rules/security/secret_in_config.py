"""SEC06: a configuration key that holds a secret, to judge by its name or by its default."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgen.design.types import Field, Scalar
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell

_NAME = re.compile(
    r"(^|_)(PASSWORDS?|PASSWD|PWD|PASSPHRASE|SECRETS?|TOKENS?|CREDENTIALS?"
    r"|(API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION|MASTER)_?KEYS?)$"
)
_TEXTS = ("string", "bytes", "json", "url")
"""Kinds of values that can be a secret; `MAX_TOKENS` is an `int`."""
_VALUES = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    re.compile(r"[a-z][a-z0-9+.-]*://[^/@\s:]*:[^/@\s]+@"),  # an address with a password
    re.compile(r"(AKIA|ASIA)[A-Z0-9]{16}"),
    re.compile(r"(ghp|gho|ghs|ghr|github_pat|glpat|sk_live|sk_test|rk_live|xox[abprs])[-_][A-Za-z0-9_-]{10,}"),
    re.compile(r"eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\."),  # a signed token
)
_RANDOM = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+/_=-]{32,}")
"""Long, without a word boundary, and of all kinds of characters."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        found = [(field, reason) for field in service.config for reason in _reasons(field)]
        if not found:
            continue
        names = list(dict.fromkeys(field.name for field, _ in found))
        moves = (
            edit
            for name in names
            for edit in (
                Edit(f"{service.name}.config.{name}", REMOVED),
                *((Edit(f"{service.name}.secrets", name, append=True),) if name not in service.secrets else ()),
            )
        )
        listed = ", ".join(f"`{name}`" for name in names)
        yield Smell(
            f"{service.name}.config",
            "; ".join(f"{reason} `{field.name}` looks like a secret" for field, reason in found),
            fixes=(Fix(f"move {listed} to `secrets`: its value comes from a Secret", tuple(moves)),),
        )


def _reasons(field: Field) -> Iterator[str]:
    """At most one: the name, or else the default."""
    is_text = isinstance(field.type, Scalar) and field.type.kind in _TEXTS
    default = field.default or ""
    if is_text and _NAME.search(field.name):
        yield "the key"
    elif any(pattern.search(default) for pattern in _VALUES) or _RANDOM.fullmatch(default):
        yield "the default of"


RULE = Rule(
    id="SEC06",
    title="Secret in config",
    severity="error",
    covers=("B10",),
    source="The Twelve-Factor App; Ponce et al., security smells in microservices (KubeHound)",
    condition="a key of `config` whose name ends in a word for a secret, or whose default has the form of one",
    fix="automatic",
    check=check,
)
