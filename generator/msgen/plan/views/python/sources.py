"""Where the fields of arguments, events, aggregates and outputs come from: the first source that fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar, Type
from msgen.plan.views.python.conversion import Converter
from msgen.plan.views.python.scopes import Scope

_HEX_DIGITS = 32
"""Of a uuid."""


class Source(Struct, frozen=True):
    """A value in reach of a mapping function: the request, the stored aggregate, an event, the answer of a call."""

    expression: str
    fields: tuple[Field, ...]
    scope: Scope
    optional: bool = False
    """The value may be `None`: an answer that a fallback left out."""
    except_id: bool = False
    """Its own `id` never becomes the `id` of something else."""
    known_as: Mapping[str, Field] = field(default_factory=dict)
    """Fields by what others call them: a row's own `id` as `order_id`."""

    def get(self, name: str) -> Field | None:
        if name in self.known_as:
            return self.known_as[name]
        if self.except_id and name == "id":
            return None
        named = (item for item in self.fields if item.name == name)
        return next(named, next((item for item in self.fields if item.was == name), None))


class Filled(Struct):
    """The arguments found for a target, and the required fields that had no source."""

    arguments: list[tuple[str, str]] = field(default_factory=list)
    without_source: list[str] = field(default_factory=list)


def names_of(target: Field) -> tuple[str, ...]:
    """Under which names a field is looked up: a source may still have its old one."""
    return (target.name,) if target.was is None else (target.name, target.was)


def value_from(
    sources: Sequence[Source], names: Sequence[str], target: Field, target_scope: Scope, converter: Converter
) -> str | None:
    """The field of the first name, in the first source, that fits the target."""
    for name in names:
        for source in sources:
            given = source.get(name)
            value = None if given is None else _converted(source, given, target, target_scope, converter)
            if value is not None:
                return value
    return None


def _converted(source: Source, given: Field, target: Field, target_scope: Scope, converter: Converter) -> str | None:
    value = converter.convert(
        f"{source.expression}.{field_name(given.name)}",
        given.type,
        source.scope,
        target.type,
        target_scope,
        target.name,
    )
    if value is None or not source.optional:
        return value
    missing = converter.zero(target.type, target_scope, target.name)
    return f"{missing} if {source.expression} is None else {value}"


def fill(
    fields: Sequence[Field],
    target_scope: Scope,
    sources: Sequence[Source],
    converter: Converter,
    *,
    given: Mapping[str, str] | None = None,
    renamed: Mapping[str, Sequence[str]] | None = None,
    moment: str | None = None,
    own_keys: Collection[str] = (),
) -> Filled:
    """One argument per field: an expression of `given`, a source, its default, or the value used where none fits.

    `renamed` says under which names a field is looked up in the sources, `moment` is the expression of the current
    time for `*_at` fields, `own_keys` the fields that get a new uuid where nothing gives them.
    """
    filled = Filled()
    given, renamed = given or {}, renamed or {}
    for target in fields:
        value = given.get(target.name) or value_from(
            sources, renamed.get(target.name, names_of(target)), target, target_scope, converter
        )
        if value is None and target.default is not None:
            continue
        if value is None:
            value = _otherwise(target, target_scope, converter, filled, moment, own_keys)
        if value is not None:
            filled.arguments.append((field_name(target.name), value))
    return filled


def _otherwise(
    target: Field, scope: Scope, converter: Converter, filled: Filled, moment: str | None, own_keys: Collection[str]
) -> str | None:
    resolved = scope.resolved(target.type)
    made = new_identity(resolved, converter) if target.name in own_keys else None
    if made is not None:
        return made
    if target.name.endswith("_at") and is_moment(resolved) and not resolved.optional:
        return moment or _now(converter)
    if resolved.optional:
        return None
    filled.without_source.append(target.name)
    return converter.zero(target.type, scope, target.name)


def _now(converter: Converter) -> str:
    converter.annotator.imports.add("datetime", "UTC", "datetime")
    return "datetime.now(UTC)"


def is_moment(resolved: Type) -> bool:
    return isinstance(resolved, Scalar) and resolved.kind == "datetime"


def new_identity(resolved: Type, converter: Converter) -> str | None:
    """A new, random key: a uuid, or a text or number made from one; `None` for types that hold none."""
    if not isinstance(resolved, Scalar) or resolved.bounds.pattern is not None:
        return None
    bounds, imports = resolved.bounds, converter.annotator.imports
    expression: str | None = None
    match resolved.kind:
        case "uuid":
            expression = "uuid4()"
        case "int" if bounds.maximum is None and (bounds.minimum or 0) <= 1:
            expression = "uuid4().int >> 66"
        case "string" if (bounds.minimum or 0) <= _HEX_DIGITS:
            longest = bounds.maximum
            whole = longest is None or longest >= _HEX_DIGITS
            expression = "uuid4().hex" if whole else f"uuid4().hex[:{int(longest or 0)}]"
    if expression is not None:
        imports.add("uuid", "uuid4")
    return expression
