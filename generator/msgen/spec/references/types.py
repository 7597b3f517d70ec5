"""Types that fields name, and defaults of fields whose type is an alias."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.fields import NamedType as NamedTypeDefinition
from msgen.design.type_defaults import misfit
from msgen.design.types import SCALARS, NamedType
from msgen.diagnostics import Finding

from ..document import Path
from .field_sites import TypeSite, named_types, type_sites
from .scope import Scope


def check(scope: Scope) -> Iterator[Finding]:
    for site in type_sites(scope):
        for named, _ in named_types(site.type):
            yield from type_reference(scope, site.path, site.context, named.name)
        yield from _default(scope, site)


def type_reference(scope: Scope, path: Path, context: str, name: str) -> Iterator[Finding]:
    """Checks that a context has a type or an aggregate of a name."""
    types = scope.types.get(context, {})
    if name in types or name in scope.doubtful.names:
        return
    elsewhere = next((other for other, known in scope.types.items() if name in known), None)
    hint = ""
    if name.lower() in SCALARS:
        hint = f"did you mean `{name.lower()}`"
    elif elsewhere is not None:
        hint = f"`{name}` is a type of `{elsewhere}`: {_way_there(scope, context, elsewhere)}"
    said = f"type of the context `{context}` called"
    for finding in scope.unknown(path, said, name, [] if hint else types, hint):
        yield scope.wrong(path, finding.message, finding.hint or _declare(context, name), part=name)


def _way_there(scope: Scope, context: str, elsewhere: str) -> str:
    """A service that says no context is one of its own, which whoever wrote the only context rarely means."""
    across = "across contexts use its id, or an event or operation"
    if scope.contexts.get(context) is None and context in scope.services:
        return f"write `context: {elsewhere}` at `services.{context}` if it belongs there; {across}"
    return across


def _declare(context: str, name: str) -> str:
    return f"declare it under `contexts.{context}.types`"


def _default(scope: Scope, site: TypeSite) -> Iterator[Finding]:
    field = site.field
    if field is None or field.default is None or not isinstance(field.type, NamedType):
        return
    definition = scope.types.get(site.context, {}).get(field.type.name)
    if not isinstance(definition, NamedTypeDefinition) or definition.alias is None:
        return
    fitting = misfit(definition.alias, field.default)
    if fitting:
        said = f"the default `{field.default}` does not fit `{field.type.name}`"
        yield scope.wrong(site.path, said, f"it is {fitting}", part=f"default={field.default}")
