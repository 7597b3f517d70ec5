"""One argument for each field of a target: of the sources in reach, or the value used where none fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar, Type
from msgen.plan.views.python.conversion import Converter
from msgen.plan.views.python.literals import literal
from msgen.plan.views.python.scopes import Scope
from msgen.plan.views.python.sources import Found, Source, first_of, found_in, names_of

_HEX_DIGITS = 32
"""Of a uuid."""


class Filled(Struct):
    """The arguments found for a target, and the required fields that had no source."""

    arguments: list[tuple[str, str]] = field(default_factory=list)
    without_source: list[str] = field(default_factory=list)


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
        value = given.get(target.name)
        if value is None:
            found = found_in(sources, renamed.get(target.name, names_of(target)), target, target_scope, converter)
            value = _of_found(found, target, target_scope, converter, filled, moment, own_keys)
        if value is not None:
            filled.arguments.append((field_name(target.name), value))
    return filled


def _of_found(
    found: Sequence[Found], target: Field, scope: Scope, converter: Converter, filled: Filled,
    moment: str | None, own_keys: Collection[str],
) -> str | None:  # fmt: skip
    """What was found, or what stands there without it; `None` where the target is left to its default."""
    if found and not found[-1].condition:
        return first_of(found[:-1], found[-1].value)
    if found:
        default = None if target.default is None else literal(target, target.default, scope, converter.annotator)
        otherwise = default or _made(target, scope, converter, moment, own_keys)
        return first_of(found, otherwise or converter.zero(target.type, scope, target.name))
    if target.default is not None:
        return None
    made = _made(target, scope, converter, moment, own_keys)
    if made is None and not scope.resolved(target.type).optional:
        filled.without_source.append(target.name)
        return converter.zero(target.type, scope, target.name)
    return made


def _made(
    target: Field, scope: Scope, converter: Converter, moment: str | None, own_keys: Collection[str]
) -> str | None:
    """An identity of its own, or the current time."""
    resolved = scope.resolved(target.type)
    made = new_identity(resolved, converter) if target.name in own_keys else None
    if made is None and target.name.endswith("_at") and is_moment(resolved) and not resolved.optional:
        return moment or _now(converter)
    return made


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
