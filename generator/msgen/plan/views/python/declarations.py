"""Fields of pydantic models as the contract shows them: annotation, default, names, description and example."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.contracts.literals import json_value
from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar
from msgen.plan.views.python.annotations import Annotator, text_literal
from msgen.plan.views.python.imports import LINE_LENGTH
from msgen.plan.views.python.layout import annotated
from msgen.plan.views.python.literals import json_literal, literal
from msgen.plan.views.python.scopes import Scope

_FACTORIES = {"[]": "list", "{}": "dict"}


class Default(Struct, frozen=True):
    """The default of a field as Python."""

    expression: str
    is_made_anew: bool
    """Each object gets one of its own, which no schema shows: lists, maps, objects, bytes."""

    @property
    def setting(self) -> str:
        """The argument of `Field` or `Query`."""
        if not self.is_made_anew:
            return f"default={self.expression}"
        return f"default_factory={_FACTORIES.get(self.expression, f'lambda: {self.expression}')}"


def default_of(field: Field, scope: Scope, annotator: Annotator) -> Default | None:
    """`None` where the field has to be given."""
    resolved = scope.resolved(field.type)
    written = None if field.default is None else literal(field, field.default, scope, annotator)
    if written is None:
        return Default("None", is_made_anew=False) if resolved.optional else None
    is_value = isinstance(resolved, Scalar) and resolved.kind not in ("bytes", "json", "money")
    is_shown = is_value or scope.enum(resolved, field.name) is not None
    return Default(written, is_made_anew=not is_shown)


def declaration(field: Field, scope: Scope, annotator: Annotator, *, indent: int = 4) -> str:
    """One line of a model, or several where it is too long."""
    name = field_name(field.name)
    annotation = annotator.of(field.type, scope, field.name)
    default = default_of(field, scope, annotator)
    settings = [*_names(field), *about(field, scope)]
    if settings or (default is not None and default.is_made_anew):
        annotator.imports.add("pydantic", "Field")
        settings = ([default.setting] if default is not None else []) + settings
        return _laid_out(f"{name}: {annotation}", "Field", settings, indent)
    shown = f" = {default.expression}" if default is not None else ""
    return annotated(f"{name}: ", annotation, shown, indent=indent)


def about(field: Field, scope: Scope) -> Iterator[str]:
    """What the contract says of a field besides its type, as arguments."""
    if field.description:
        yield f"description={text_literal(field.description)}"
    if field.example is not None:
        yield f"examples=[{json_literal(json_value(field.example, scope.resolved(field.type)))}]"


def _names(field: Field) -> Iterator[str]:
    if field_name(field.name) != field.name:
        yield f'validation_alias="{field.name}"'
        yield f'serialization_alias="{field.name}"'


def _laid_out(head: str, call: str, arguments: list[str], indent: int) -> str:
    line = f"{head} = {call}({', '.join(arguments)})"
    if len(line) + indent <= LINE_LENGTH:
        return line
    inner = "".join(f"        {argument},\n" for argument in arguments)
    return f"{head} = {call}(\n{inner}    )"
