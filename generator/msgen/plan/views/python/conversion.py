"""Expressions that turn values of one contract into values of another, and the values used where nothing fits."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from msgen.design.naming import snake_case
from msgen.design.python_names import enum_member, field_name
from msgen.design.types import Bounds, ListType, MapType, Scalar, Type
from msgen.plan.views.python.annotations import Annotator, relative, text_literal
from msgen.plan.views.python.scopes import ClassRef, Scope, StructType
from msgen.topology.samples import smallest_match


class HelperFunction(Struct, frozen=True):
    """A private function of a mapping module: how one class becomes another, or how an empty one is made."""

    name: str
    parameter: str
    """The typed parameter; empty for a function without one."""
    returns: str
    arguments: tuple[str, ...]
    """`name=value` of the constructor."""


class Converter(Struct):
    """Writes the conversions of one module; helper functions are collected in the order of their first use."""

    annotator: Annotator
    helpers: dict[str, HelperFunction] = field(default_factory=dict)
    _names: dict[tuple[ClassRef, ClassRef], str] = field(default_factory=dict)
    _empties: dict[ClassRef, str] = field(default_factory=dict)

    def convert(
        self, expression: str, source: Type, source_scope: Scope, target: Type, target_scope: Scope, name: str
    ) -> str | None:
        """The expression as a value of the target type; `None` where the types do not fit.

        A field fits if the type is the same without `?`; a named type fits another field by field, lists and maps
        element by element.
        """
        source, target = source_scope.resolved(source), target_scope.resolved(target)
        inner = self._required(expression, source, source_scope, target, target_scope, name)
        if inner is None or not source.optional:
            return inner
        if target.optional:
            return inner if inner == expression else f"None if {expression} is None else {inner}"
        return f"{self.zero(target, target_scope, name)} if {expression} is None else {inner}"

    def zero(self, target: Type, scope: Scope, name: str) -> str:
        """The smallest value that the bounds allow; `None` where the type is optional."""
        target = scope.resolved(target)
        if target.optional:
            return "None"
        match target:
            case Scalar():
                return self._zero_scalar(target)
            case ListType():
                return "[]"
            case MapType():
                return "{}"
        enum = scope.enum(target, name)
        if enum is not None:
            return f"{self.annotator.use(enum[0])}.{enum_member(enum[1][0])}"
        struct = scope.struct(target)
        assert struct is not None
        return f"{self._empty(struct, scope)}()"

    def _required(
        self, expression: str, source: Type, source_scope: Scope, target: Type, target_scope: Scope, name: str
    ) -> str | None:
        match source, target:
            case Scalar(kind=kind, bounds=bounds), Scalar(kind=wanted, bounds=limits):
                return expression if kind == wanted and _may_hold(bounds, limits) else None
            case ListType(item=item), ListType(item=wanted_item):
                one = self.convert("item", item, source_scope, wanted_item, target_scope, name)
                return _each(expression, one, "item", f"[{one} for item in {expression}]")
            case MapType(value=value), MapType(value=wanted_value):
                one = self.convert("value", value, source_scope, wanted_value, target_scope, name)
                return _each(expression, one, "value", f"{{key: {one} for key, value in {expression}.items()}}")
        return self._of_class(expression, source, source_scope, target, target_scope, name)

    def _of_class(
        self, expression: str, source: Type, source_scope: Scope, target: Type, target_scope: Scope, name: str
    ) -> str | None:
        enum, wanted_enum = source_scope.enum(source, name), target_scope.enum(target, name)
        if enum is not None and wanted_enum is not None:
            if enum[0] == wanted_enum[0]:
                return expression
            fits = set(enum[1]) <= set(wanted_enum[1])
            return f"{self.annotator.use(wanted_enum[0])}({expression}.value)" if fits else None
        struct, wanted = source_scope.struct(source), target_scope.struct(target)
        if struct is None or wanted is None:
            return None
        if struct.ref == wanted.ref:
            return expression
        function = self.struct_helper(struct, source_scope, wanted, target_scope)
        return f"{function}({expression})" if function else None

    def struct_helper(
        self, source: StructType, source_scope: Scope, target: StructType, target_scope: Scope
    ) -> str | None:
        """The name of the function that makes a `target` of a `source`; `None` where a required field has none."""
        known = self._names.get((source.ref, target.ref))
        if known is not None:
            return known
        name = f"_{snake_case(target.ref.name)}_from_{snake_case(source.ref.name)}"
        while name in self.helpers:
            name += "_again"
        self._names[source.ref, target.ref] = name
        arguments = []
        for wanted in target.fields:
            given = next((item for item in source.fields if item.name == wanted.name), None)
            value = given and self.convert(
                f"value.{field_name(wanted.name)}",
                given.type,
                source_scope,
                wanted.type,
                target_scope,
                wanted.name,
            )
            if value is not None:
                arguments.append(f"{field_name(wanted.name)}={value}")
            elif not target_scope.resolved(wanted.type).optional and wanted.default is None:
                del self._names[source.ref, target.ref]
                return None
        self.helpers[name] = HelperFunction(
            name, f"value: {self.annotator.use(source.ref)}", self.annotator.use(target.ref), tuple(arguments)
        )
        return name

    def _empty(self, struct: StructType, scope: Scope) -> str:
        """The name of the function that makes an empty one; classes of one name in two contracts have one each."""
        if struct.ref not in self._empties:
            name = self._empties[struct.ref] = self._name_of_empty(struct.ref)
            placeholder = HelperFunction(name, "", self.annotator.use(struct.ref), ())
            self.helpers[name] = placeholder
            arguments = tuple(
                f"{field_name(item.name)}={self.zero(item.type, scope, item.name)}"
                for item in struct.fields
                if item.default is None and not scope.resolved(item.type).optional
            )
            self.helpers[name] = HelperFunction(name, "", placeholder.returns, arguments)
        return self._empties[struct.ref]

    def _name_of_empty(self, ref: ClassRef) -> str:
        name = f"_empty_{snake_case(ref.name)}"
        while name in self.helpers:
            name += "_again"
        return name

    def _zero_scalar(self, scalar: Scalar) -> str:
        imports = self.annotator.imports
        match scalar.kind:
            case "string":
                return text_literal(smallest_text(scalar.bounds))
            case "email":
                return '"nobody@example.invalid"'
            case "url":
                return '"https://example.invalid/"'
            case "int":
                return str(int(smallest_number(scalar.bounds, Decimal(1))))
            case "float":
                return str(float(smallest_number(scalar.bounds, Decimal("0.001"))))
            case "decimal":
                imports.add("decimal", "Decimal")
                step = Decimal(1).scaleb(-(scalar.bounds.scale or 0))
                return f'Decimal("{smallest_number(scalar.bounds, step)}")'
            case "bool":
                return "False"
            case "uuid":
                imports.add("uuid", "UUID")
                return "UUID(int=0)"
            case "date":
                imports.add("datetime", "date")
                return "date(1970, 1, 1)"
            case "datetime":
                imports.add("datetime", "UTC", "datetime")
                return "datetime.fromtimestamp(0, UTC)"
            case "duration":
                imports.add("datetime", "timedelta")
                return "timedelta(0)"
            case "bytes":
                return f'b"-" * {int(scalar.bounds.minimum)}' if scalar.bounds.minimum else 'b""'
            case "json":
                return "None"
            case "money":
                imports.add("decimal", "Decimal")
                imports.add(relative(self.annotator.module, "domain._gen.scalars"), "Money")
                return 'Money(amount=Decimal(0), currency="XXX")'


def _may_hold(given: Bounds, wanted: Bounds) -> bool:
    """Some value that is given may be wanted: a contract says less than its author knows, but never the opposite."""
    if given.pattern is not None and wanted.pattern is not None:
        return given.pattern == wanted.pattern
    lowest = max((limit for limit in (given.minimum, wanted.minimum) if limit is not None), default=None)
    highest = min((limit for limit in (given.maximum, wanted.maximum) if limit is not None), default=None)
    return lowest is None or highest is None or lowest <= highest


def smallest_number(bounds: Bounds, step: Decimal) -> Decimal:
    """The number nearest to zero that the bounds allow, reached in multiples of `step` where a bound is open."""
    if bounds.minimum is not None and bounds.minimum >= 0:
        low = bounds.minimum + (step if bounds.exclusive_minimum else 0)
        return low if low > 0 else Decimal(0)
    if bounds.maximum is not None and bounds.maximum <= 0:
        high = bounds.maximum - (step if bounds.exclusive_maximum else 0)
        return high if high < 0 else Decimal(0)
    return Decimal(0)


def smallest_text(bounds: Bounds) -> str:
    """A short text that the bounds allow."""
    if bounds.pattern is not None:
        return smallest_match(bounds.pattern)
    return "-" * int(bounds.minimum or 0)


def _each(expression: str, one: str | None, variable: str, comprehension: str) -> str | None:
    if one is None:
        return None
    return expression if one == variable else comprehension
