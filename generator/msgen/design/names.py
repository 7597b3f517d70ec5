"""The names that the spec language allows, by what they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .naming import kebab_case, pascal_case, snake_case
from .problems import problem, quoted

LONGEST = 100
LONGEST_REFERENCE = 2 * LONGEST
"""A name, a dot and another name."""


class NamePattern(Struct, frozen=True, eq=False):
    """A pattern of names, how it is told in words, and how a wrong name is turned into a right one."""

    noun: str
    pattern: str
    rule: str
    mended: Callable[[str], str]
    examples: tuple[str, ...]
    longest: int = LONGEST

    def fits(self, written: str) -> bool:
        return len(written) <= self.longest and re.fullmatch(self.pattern, written) is not None

    def check(self, written: object) -> str:
        if not isinstance(written, str):
            raise problem(f"{quoted(written)} is not {self.noun}", f"for example `{self.examples[0]}`")
        if len(written) > self.longest:
            raise problem(f"{self.noun} has at most {self.longest} characters, this one has {len(written)}")
        if not re.fullmatch(self.pattern, written):
            raise problem(f"{quoted(written)} is not {self.noun}: {self.rule}", self._hint(written))
        return written

    def _hint(self, written: str) -> str:
        proposal = self.mended(written)
        if re.fullmatch(self.pattern, proposal):
            return f"did you mean `{proposal}`"
        return f"for example `{self.examples[0]}`"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "examples": list(self.examples)}


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")


def _kebab(text: str) -> str:
    return kebab_case(_letters(text))


def _upper(text: str) -> str:
    return snake_case(_letters(text)).upper()


def _pascal(text: str) -> str:
    return pascal_case(_letters(text))


def _snake(text: str) -> str:
    return snake_case(_letters(text))


def _dotted(text: str) -> str:
    """`Orders.placeOrder` becomes `orders.PlaceOrder`."""
    owner, dot, name = text.rpartition(".")
    return f"{_kebab(owner)}{dot}{_pascal(name)}"


def _target(text: str) -> str:
    return _dotted(text) if "." in text else _kebab(text)


def _version(text: str) -> str:
    digits = re.search(r"\d+", text)
    return f"v{int(digits.group()[:4])}" if digits else ""


NAME = NamePattern(
    "a name",
    r"(?!x-)[a-z]([a-z0-9-]{0,46}[a-z0-9])?",
    "small letters, digits and `-`, at most 48, beginning with a letter",
    _kebab,
    ("orders", "order-history"),
    longest=200,
)
DECISION = NamePattern(
    "the name of a decision",
    rf"[0-9]{{1,8}}|{NAME.pattern}",
    "a quoted number or small letters, digits and `-`",
    _kebab,
    ("0001", "orchestrate-the-saga"),
)
TYPE_NAME = NamePattern(
    "the name of a type, an aggregate, an operation or an event",
    r"[A-Z][A-Za-z0-9_]*",
    "it begins with a capital and holds letters, digits and `_`",
    _pascal,
    ("Order", "PlaceOrder", "OrderPlaced"),
)
FIELD_NAME = NamePattern(
    "the name of a field",
    r"[a-z_][a-z0-9_]*",
    "small letters, digits and `_`, not beginning with a digit",
    _snake,
    ("order_id", "total"),
)
CONFIG_KEY = NamePattern(
    "a configuration key",
    r"[A-Z][A-Z0-9_]*",
    "capitals, digits and `_`, beginning with a letter",
    _upper,
    ("PSP_API_KEY",),
)
API_VERSION = NamePattern("a version of an API", r"v[1-9][0-9]{0,3}", "`v1`, `v2` and so on", _version, ("v1", "v2"))
EVENT_REFERENCE = NamePattern(
    "an event",
    rf"({NAME.pattern}\.)?{TYPE_NAME.pattern}",
    "`Event`, or `context.Event` where the name is not unique",
    _dotted,
    ("OrderPlaced", "ordering.OrderPlaced"),
    longest=LONGEST_REFERENCE,
)
OPERATION_REFERENCE = NamePattern(
    "an operation",
    rf"{NAME.pattern}\.{TYPE_NAME.pattern}",
    "it is written `service.Operation`",
    _dotted,
    ("payments.Authorize",),
    longest=LONGEST_REFERENCE,
)
TARGET = NamePattern(
    "something to call",
    rf"{NAME.pattern}(\.{TYPE_NAME.pattern})?",
    "a service, `service.Operation` or an external system",
    _target,
    ("payments", "payments.Authorize"),
    longest=LONGEST_REFERENCE,
)
AGGREGATE_REFERENCE = NamePattern(
    "an aggregate",
    rf"({NAME.pattern}\.)?{TYPE_NAME.pattern}",
    "`Aggregate`, or `service.Aggregate` of another service",
    _dotted,
    ("Order", "payments.Payment"),
    longest=LONGEST_REFERENCE,
)
RULE_ID = NamePattern(
    "a rule",
    r"[A-Z]{2,8}[0-9]{2,3}",
    "capital letters of its family and two digits",
    str.upper,
    ("RES03",),
)
LABEL = NamePattern("the name of a label", r"[a-z_][a-z0-9_]*", "small letters, digits and `_`", _snake, ("tenant",))
IDEMPOTENCY_KEY = NamePattern(
    "an idempotency key",
    r"[a-z_][a-z0-9_]*|[A-Z][A-Za-z0-9-]*",
    "a field of the input, or a header that begins with a capital",
    _snake,
    ("order_id", "Idempotency-Key"),
)
KUBERNETES_VERSION = NamePattern(
    "a version of Kubernetes", r"1\.[0-9]{1,3}", "it is written `1.34`", lambda _: "", ("1.34",)
)

Name = Annotated[str, NAME]
DecisionName = Annotated[str, DECISION]
TypeName = Annotated[str, TYPE_NAME]
FieldName = Annotated[str, FIELD_NAME]
ConfigKey = Annotated[str, CONFIG_KEY]
ApiVersionName = Annotated[str, API_VERSION]
EventReference = Annotated[str, EVENT_REFERENCE]
OperationReference = Annotated[str, OPERATION_REFERENCE]
Target = Annotated[str, TARGET]
AggregateReference = Annotated[str, AGGREGATE_REFERENCE]
RuleId = Annotated[str, RULE_ID]
LabelName = Annotated[str, LABEL]
IdempotencyKey = Annotated[str, IDEMPOTENCY_KEY]
KubernetesVersion = Annotated[str, KUBERNETES_VERSION]
