"""What mapping functions have in reach, and which of its fields fit a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from msgen.design.python_names import field_name
from msgen.design.types import Field
from msgen.plan.views.python.conversion import Converter
from msgen.plan.views.python.scopes import Scope, with_optional


class Source(Struct, frozen=True):
    """A value in reach of a mapping function: the request, the stored aggregate, an event, the answer of a call."""

    expression: str
    fields: tuple[Field, ...]
    scope: Scope
    optional: bool = False
    """The value may be `None`: an answer that a fallback or the use case left out."""
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


class Found(Struct, frozen=True):
    """A field of a source that fits."""

    value: str
    condition: str = ""
    """When it is there; empty where it always is."""


def names_of(target: Field) -> tuple[str, ...]:
    """Under which names a field is looked up: a source may still have its old one."""
    return (target.name,) if target.was is None else (target.name, target.was)


def found_in(
    sources: Sequence[Source], names: Sequence[str], target: Field, target_scope: Scope, converter: Converter
) -> tuple[Found, ...]:
    """The field of the first name, in the first source, that fits the target.

    Where that may be missing, the next one follows, down to one that is always there.
    """
    found: list[Found] = []
    for name in names:
        for source in sources:
            given = source.get(name)
            value = None if given is None else _converted(source, given, target, target_scope, converter)
            if value is not None and value not in found:
                found.append(value)
            if found and not found[-1].condition:
                return tuple(found)
    return tuple(found)


def first_of(found: Sequence[Found], otherwise: str) -> str:
    """The first that is there.

    >>> first_of([Found("answer.id", "answer"), Found("other.id", "other")], "UUID(int=0)")
    'answer.id if answer else other.id if other else UUID(int=0)'
    """
    return "".join(f"{each.value} if {each.condition} else " for each in found) + otherwise


def _converted(source: Source, given: Field, target: Field, target_scope: Scope, converter: Converter) -> Found | None:
    expression = f"{source.expression}.{field_name(given.name)}"
    given_type = source.scope.resolved(given.type)
    if source.optional:
        given_type = with_optional(given_type, False)
    value = converter.convert(expression, given_type, source.scope, target.type, target_scope, target.name)
    if value is None or not source.optional:
        return None if value is None else Found(value)
    may_be_missing = source.scope.resolved(given.type).optional
    passes_none = value == expression and target_scope.resolved(target.type).optional
    if may_be_missing and not passes_none:
        return Found(value, f"{source.expression} and {expression} is not None")
    return Found(value, source.expression)
