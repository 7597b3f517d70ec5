"""Python expressions of valid values that read well, for the builders of a service's tests."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from msgen.design.python_names import enum_member
from msgen.design.types import Bounds, Field, ListType, MapType, Scalar, Type
from msgen.plan.views.python.annotations import text_literal
from msgen.plan.views.python.literals import literal
from msgen.plan.views.python.scopes import Scope, StructType, names_in
from msgen.plan.views.python.tests.outside import OutsideAnnotator
from msgen.plan.views.python.tests.texts import readable_text

UNIQUE_TEXT = "unique_text"
"""The function of the builders that makes one."""
_UNIQUE_PART = 8
"""Random letters that keep two values of a unique text apart."""


class Values(Struct, frozen=True):
    """Writes the values of one module of tests; `builder` gives the function that builds a type with fields."""

    annotator: OutsideAnnotator
    builder: Callable[[StructType, Scope], str]

    def of(self, field: Field, scope: Scope, owner: str) -> str:
        """A value of a required field; `owner` is the type whose builder calls for it."""
        if field.unique:
            return self._unique(field, scope)
        example = None if field.example is None else literal(field, field.example, scope, self.annotator)
        return example or self._value(field.type, field.name, scope, owner)

    def _value(self, written: Type, name: str, scope: Scope, owner: str) -> str:
        resolved = scope.resolved(written)
        match resolved:
            case Scalar():
                return self._scalar(resolved, name, owner)
            case ListType(item=item):
                return "[]" if _holds(item, owner, scope) else f"[{self._value(item, name, scope, owner)}]"
            case MapType(value=value):
                entry = self._value(value, name, scope, owner)
                return "{}" if _holds(value, owner, scope) else f'{{"first": {entry}}}'
        enum = scope.enum(resolved, name)
        if enum is not None:
            return f"{self.annotator.use(enum[0])}.{enum_member(enum[1][0])}"
        struct = scope.struct(resolved)
        assert struct is not None, f"the type of `{name}` was checked when the spec was read"
        return f"{self.builder(struct, scope)}()"

    def _unique(self, field: Field, scope: Scope) -> str:
        """Another value each time, where the type leaves room for it."""
        resolved = scope.resolved(field.type)
        plain = self._value(field.type, field.name, scope, "")
        if not isinstance(resolved, Scalar):
            return plain
        bounds = resolved.bounds
        match resolved.kind:
            case "email":
                self.annotator.imports.add("uuid", "uuid4")
                return f'f"ada.{{uuid4().hex[:{_UNIQUE_PART}]}}@example.org"'
            case "int" if bounds == Bounds():
                self.annotator.imports.add("uuid", "uuid4")
                return "uuid4().int >> 66"
            case "string" if bounds.pattern is None and (bounds.minimum or 0) <= _UNIQUE_PART and bounds.maximum != 0:
                length = _UNIQUE_PART if bounds.maximum is None else min(_UNIQUE_PART, int(bounds.maximum))
                return f"{UNIQUE_TEXT}({length})"
        return plain

    def _scalar(self, scalar: Scalar, name: str, owner: str) -> str:
        imports = self.annotator.imports
        match scalar.kind:
            case "string":
                return text_literal(readable_text(name, owner, scalar.bounds))
            case "email":
                return '"ada@example.org"'
            case "url":
                return '"https://example.org/"'
            case "int":
                return str(int(_number(scalar.bounds, Decimal(3), Decimal(1))))
            case "float":
                return str(float(_number(scalar.bounds, Decimal("0.5"), Decimal("0.001"))))
            case "decimal":
                imports.add("decimal", "Decimal")
                step = Decimal(1).scaleb(-(scalar.bounds.scale or 0))
                return f'Decimal("{_number(scalar.bounds, Decimal("12.5").quantize(step), step):f}")'
            case "bool":
                return "True"
            case "uuid":
                imports.add("uuid", "uuid4")
                return "uuid4()"
            case "date":
                imports.add("datetime", "date")
                return "date(2026, 5, 17)"
            case "datetime":
                imports.add("datetime", "UTC", "datetime")
                return "datetime(2026, 5, 17, 12, 30, tzinfo=UTC)"
            case "duration":
                imports.add("datetime", "timedelta")
                return "timedelta(minutes=30)"
            case "bytes":
                return _bytes(scalar.bounds)
            case "json":
                return '{"made": "for a test"}'
            case "money":
                imports.add("decimal", "Decimal")
                self.annotator.take("domain._gen.scalars", "Money")
                return 'Money(amount=Decimal("19.90"), currency="EUR")'


def _holds(item: Type, owner: str, scope: Scope) -> bool:
    """A list of what holds the list itself ends empty."""
    return bool(owner) and owner in names_in((Field("", item),), scope)


def _number(bounds: Bounds, wanted: Decimal, step: Decimal) -> Decimal:
    """The wanted number, or the one next to it that the bounds allow."""
    low = None if bounds.minimum is None else bounds.minimum + (step if bounds.exclusive_minimum else 0)
    high = None if bounds.maximum is None else bounds.maximum - (step if bounds.exclusive_maximum else 0)
    if bounds.precision is not None:
        whole = bounds.precision - (bounds.scale or 0)
        largest = (Decimal(10) ** whole) - step
        high = largest if high is None else min(high, largest)
    if low is not None and wanted < low:
        return low
    return high if high is not None and wanted > high else wanted


def _bytes(bounds: Bounds) -> str:
    text = "bytes of a test"
    shortest, longest = int(bounds.minimum or 0), bounds.maximum
    whole = (text * (shortest // len(text) + 1))[: max(shortest, len(text))]
    return f'b"{whole if longest is None else whole[: int(longest)]}"'
