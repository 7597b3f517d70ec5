"""What a change of a message takes away from those who already use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from msgen.design.types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type
from msgen.topology.model import Topology

_TEXTS = ("uuid", "date", "datetime", "duration", "bytes", "email", "url", "decimal")
"""Scalars that every `string` without bounds takes in."""

Definition = Sequence[Field] | Type
"""Of a named type: its fields, or what it is an alias of."""


def definitions(topology: Topology, context: str) -> Mapping[str, Definition]:
    """What a context's types and aggregates hold, by name."""
    found: dict[str, Definition] = {}
    for service in topology.services.values():
        if service.context == context:
            found.update({item.name: item.fields for item in service.aggregates})
    named = topology.contexts[context].types if context in topology.contexts else {}
    found.update({name: item.fields if item.alias is None else item.alias for name, item in named.items()})
    return found


class Comparison(Struct, frozen=True):
    """Compares two states of a message, field by field and through named types."""

    before: Mapping[str, Definition]
    now: Mapping[str, Definition]
    is_input: bool
    """Callers send it: what they must give counts."""
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of named types that were looked at."""

    def of_fields(self, old: Sequence[Field], new: Sequence[Field], within: str = "") -> Iterator[str]:
        """What breaks, as clauses."""
        present = {item.name: item for item in new}
        renamed = {item.was: item.name for item in new if item.was is not None and item.was not in present}
        for item in old:
            name = f"`{within}{item.name}`"
            if item.name in present:
                yield from self._of_field(item, present[item.name], within)
            elif item.name in renamed:
                yield f"{name} is now called `{renamed[item.name]}`"
            else:
                yield f"{name} is gone"
        known = {*(item.name for item in old), *renamed.values()}
        for item in new:
            if item.name not in known and self._is_asked_for(item):
                yield f"`{within}{item.name}` must now be given"

    def _of_field(self, old: Field, new: Field, within: str) -> Iterator[str]:
        if old.type.optional and self._is_asked_for(new):
            yield f"`{within}{new.name}` must now be given"
        yield from self._of_types(old.type, new.type, f"{within}{new.name}")

    def _is_asked_for(self, item: Field) -> bool:
        return self.is_input and not item.type.optional and item.default is None

    def _of_types(self, old: Type, new: Type, name: str) -> Iterator[str]:
        if isinstance(old, NamedType) and isinstance(new, NamedType):
            if (old.name, new.name) in self.seen:
                return
            self.seen.add((old.name, new.name))
        before, now = _meaning(old, self.before), _meaning(new, self.now)
        if isinstance(before, Sequence) and isinstance(now, Sequence):
            yield from self.of_fields(before, now, f"{name}.")
        elif isinstance(before, ListType) and isinstance(now, ListType):
            yield from self._of_types(before.item, now.item, f"{name}[]")
        elif isinstance(before, MapType) and isinstance(now, MapType):
            yield from self._of_types(before.value, now.value, f"{name}{{}}")
        elif before != now and not _takes_in(before, now):
            yield f"the type of `{name}` is narrower"


def _meaning(written: Type, named: Mapping[str, Definition]) -> Definition:
    """What a type stands for: the fields of a named one, or the type itself, aliases followed."""
    followed: set[str] = set()
    while isinstance(written, NamedType) and written.name in named and written.name not in followed:
        followed.add(written.name)
        definition = named[written.name]
        if isinstance(definition, Sequence):
            return definition
        written = definition
    return written


def _takes_in(old: Definition, new: Definition) -> bool:
    """Every value of the old type is one of the new."""
    if isinstance(new, Scalar) and new.kind == "json":
        return True
    if isinstance(old, EnumType):
        is_text = isinstance(new, Scalar) and new.kind == "string" and new.bounds == Bounds()
        return is_text or (isinstance(new, EnumType) and set(old.values) <= set(new.values))
    if isinstance(old, Scalar) and isinstance(new, Scalar):
        wider = (new.kind == "string" and old.kind in _TEXTS) or (new.kind == "float" and old.kind == "int")
        return (new.kind == old.kind or wider) and _bounds_take_in(old.bounds, new.bounds)
    return isinstance(old, NamedType) and isinstance(new, NamedType) and old.name == new.name


def _bounds_take_in(old: Bounds, new: Bounds) -> bool:
    if new.pattern is not None and new.pattern != old.pattern:
        return False
    if new.minimum is not None:
        least = old.minimum is not None and (old.minimum, old.exclusive_minimum) >= (new.minimum, new.exclusive_minimum)
        if not least:
            return False
    if new.maximum is not None:
        most = old.maximum is not None and (-old.maximum, old.exclusive_maximum) >= (
            -new.maximum,
            new.exclusive_maximum,
        )
        if not most:
            return False
    return _digits_take_in(old, new)


def _digits_take_in(old: Bounds, new: Bounds) -> bool:
    if new.precision is None or new.scale is None:
        return True
    if old.precision is None or old.scale is None:
        return False
    return new.scale >= old.scale and new.precision - new.scale >= old.precision - old.scale
