"""The parameters of a generated endpoint: from the path, the query, and the body."""

from __future__ import annotations

from msgen.contracts.http import QueryParameter
from msgen.design.python_names import field_name
from msgen.design.types import Field, ListType
from msgen.plan.views.python.annotations import Annotator, relative
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.declarations import Default, about, default_of
from msgen.plan.views.python.layout import annotated

_LOCAL_NAMES = frozenset(
    {"body", "idempotency_key", "if_match", "message", "output", "request", "response", "use_cases_of"}
)
"""What an endpoint calls things of its own."""


ROUTES = "adapters.http._gen.routes"


class Parameters:
    """Writes the parameters of one endpoint, and notes what they import."""

    def __init__(self, contracts: ServiceContracts, annotator: Annotator) -> None:
        self.contracts, self.annotator = contracts, annotator
        self.imports = annotator.imports

    def path(self, field: Field) -> str:
        self.imports.add("fastapi", "Path")
        self.imports.add("typing", "Annotated")
        annotation = self._from_text(self.annotator.of(field.type, self.contracts.scope, field.name), field)
        written = _annotated(annotation, _call("Path", self._about(field)))
        return annotated(f"{parameter_name(field)}: ", written, ",", indent=4, is_parameter=True)

    def query(self, parameter: QueryParameter) -> str:
        field = parameter.field
        self.imports.add("fastapi", "Query")
        self.imports.add("typing", "Annotated")
        annotation = self.annotator.of(field.type, self.contracts.scope, field.name)
        settings = self._about(field)
        default = self._default(parameter)
        if default is not None and default.is_made_anew:
            settings = (default.setting, *settings)
        if parameter.form == "json":
            self.imports.add("typing", "Any")
            self.imports.add(relative(ROUTES, "domain._gen.scalars"), "JsonText")
            given = annotation.removesuffix(" | None")
            written = f"Annotated[Any, JsonText({given}), {_call('Query', settings)}]"
        elif parameter.form == "list":
            written = _annotated(self._listed(annotation, field), _call("Query", settings))
        else:
            written = _annotated(self._from_text(annotation, field), _call("Query", settings))
        shown = "" if default is None or default.is_made_anew else f" = {default.expression}"
        return annotated(f"{parameter_name(field)}: ", written, f"{shown},", indent=4, is_parameter=True)

    def _default(self, parameter: QueryParameter) -> Default | None:
        """A list that may be left out is empty then."""
        default = default_of(parameter.field, self.contracts.scope, self.annotator)
        if default is None and parameter.form == "list":
            return Default("[]", is_made_anew=True)
        return default

    def _about(self, field: Field) -> tuple[str, ...]:
        alias = () if parameter_name(field) == field.name else (f'alias="{field.name}"',)
        return (*alias, *about(field, self.contracts.scope))

    def _listed(self, annotation: str, field: Field) -> str:
        resolved = self.contracts.scope.resolved(field.type)
        assert isinstance(resolved, ListType)
        inner = self.annotator.of(resolved.item, self.contracts.scope, field.name)
        return annotation.replace(f"list[{inner}]", f"list[{self._from_text(inner, field)}]", 1)

    def _from_text(self, annotation: str, field: Field) -> str:
        """Numbers and booleans come as text in paths and queries."""
        if not any(name in annotation for name in ("Integer", "Number", "Boolean")):
            return annotation
        self.imports.add(relative(ROUTES, "domain._gen.scalars"), "FromText")
        optional = annotation.removesuffix(" | None")
        wrapped = _annotated(optional, "FromText")
        return wrapped + annotation[len(optional) :]


def parameter_name(field: Field) -> str:
    """The parameter of an endpoint that holds a field."""
    name = field_name(field.name)
    return f"{name}_" if name in _LOCAL_NAMES else name


def _annotated(annotation: str, extra: str) -> str:
    """`Annotated[annotation, extra]`, joined to an annotation that has such brackets already."""
    if annotation.startswith("Annotated[") and annotation.endswith("]"):
        return f"{annotation[:-1]}, {extra}]"
    return f"Annotated[{annotation}, {extra}]"


def _call(name: str, arguments: tuple[str, ...]) -> str:
    return f"{name}({', '.join(arguments)})"
