"""The view of the blueprint `python-rest`: FastAPI routers of a service."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.http import HttpOperation, http_operation
from msgen.contracts.messages import input_fields
from msgen.contracts.openapi import summary, title
from msgen.design.naming import snake_case
from msgen.design.python_names import class_name, field_name, module_name
from msgen.design.types import Field
from msgen.plan.views.python.annotations import Annotator, relative, text_literal
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import LINE_LENGTH, annotated, returned, statement
from msgen.plan.views.python.messages import ClassView, class_view, input_name, output_name
from msgen.plan.views.python.model_modules import ModuleView
from msgen.plan.views.python.port_names import APP_MODULES
from msgen.plan.views.python.rest_parameters import ROUTES, Parameters, parameter_name
from msgen.plan.views.python.scopes import ClassRef
from msgen.topology.model import Operation

_MODULE_NAMES = frozenset({"answer_headers", "problem_responses", "re", "router", "use_cases_of"})
"""What the module of the routes defines or imports beside its endpoints."""
MODELS = "adapters.http._gen.models"


class RouteView(Struct, frozen=True):
    method: str
    """The decorator: `get`, `post`."""
    path: str
    name: str
    settings: tuple[str, ...]
    """Keyword arguments of the decorator."""
    parameters: tuple[str, ...]
    returns: str
    lines: tuple[str, ...]
    """The statements of the endpoint."""


class RestView(Struct, frozen=True):
    package: str
    title: str
    version: str
    description: str
    has_description: bool
    imports: str
    routes: tuple[RouteView, ...]
    models: tuple[ModuleView, ...]
    """The module of bodies, where path parameters are split off; empty without any."""


def rest_view(contracts: ServiceContracts) -> RestView:
    imports = Imports()
    annotator = Annotator(ROUTES, imports)
    catalogue = Catalogue.of_service(contracts.topology, contracts.service)
    routes, bodies = [], []
    body_imports = Imports()
    body_annotator = Annotator(MODELS, body_imports)
    for operation in contracts.service.operations:
        http = http_operation(contracts.service, operation, catalogue)
        routes.append(_Route(contracts, operation, http, annotator).view())
        if http.body is not None and http.body.model == f"{operation.name}Body":
            bodies.append(_body(contracts, http.body.model, http.body.structure.fields, body_annotator))
    imports.add("fastapi", "APIRouter")
    imports.add("fastapi", "Request")
    imports.add(".use_cases", "use_cases_of")
    models: tuple[ModuleView, ...] = ()
    if bodies:
        body_imports.add(relative(MODELS, "domain._gen.model"), "Model")
        doc = "Bodies of requests whose path names the rest."
        models = (ModuleView("models", doc, body_imports.block(), (), tuple(bodies)),)
    return RestView(
        package=contracts.package,
        title=title(contracts.service),
        version=contracts.service.api_version or "v1",
        description=text_literal(contracts.service.description),
        has_description=bool(contracts.service.description),
        imports=imports.block(),
        routes=tuple(routes),
        models=models,
    )


def _body(contracts: ServiceContracts, name: str, fields: tuple[Field, ...], annotator: Annotator) -> ClassView:
    return class_view(name, "Model", "", fields, contracts.scope, annotator)


class _Route:
    def __init__(
        self, contracts: ServiceContracts, operation: Operation, http: HttpOperation, annotator: Annotator
    ) -> None:
        self.contracts, self.operation, self.http, self.annotator = contracts, operation, http, annotator
        self.imports = annotator.imports
        self.parameters = Parameters(contracts, annotator)

    def view(self) -> RouteView:
        returns = "None"
        if self.http.answer is not None:
            returns = self.annotator.use(ClassRef("app.messages", output_name(self.operation)))
        return RouteView(
            method=self.operation.method.lower(),
            path=self.http.path,
            name=module_name(self.operation.name, _MODULE_NAMES),
            settings=tuple(self._settings()),
            parameters=tuple(self._parameters()),
            returns=returned(returns, indent=0),
            lines=tuple(self._lines()),
        )

    def _settings(self) -> Iterator[str]:
        if self.http.status != 200:
            yield f"status_code={self.http.status}"
        yield f'operation_id="{snake_case(self.operation.name)}"'
        yield f'summary="{summary(self.operation)}"'
        if self.operation.description:
            yield f"description={text_literal(self.operation.description)}"
        self.imports.add(relative(ROUTES, "platform.problems"), "problem_responses")
        problems = ", ".join(map(str, self.http.problems))
        if not self.http.answer_headers:
            yield f"responses=problem_responses({problems})"
            return
        self.imports.add(".headers", "answer_headers")
        headers = ", ".join(f'"{name}"' for name in self.http.answer_headers)
        yield (
            f"responses={{\n        **problem_responses({problems}),\n"
            f"        {self.http.status}: answer_headers({headers}),\n    }}"
        )

    # the signature

    def _parameters(self) -> Iterator[str]:
        for field in self.http.path_parameters:
            yield self.parameters.path(field)
        if self.http.body is not None:
            yield f"body: {self.annotator.use(self._body_class())},"
        if self.http.needs_if_match:
            self.imports.add("fastapi", "Header")
            self.imports.add("typing", "Annotated")
            yield 'if_match: Annotated[str, Header(alias="If-Match")],'
        if self.http.idempotency_header:
            self.imports.add("fastapi", "Header")
            self.imports.add("typing", "Annotated")
            header = self.http.idempotency_header
            arguments = f'alias="{header}", min_length=1, max_length=200'
            yield annotated(
                "idempotency_key: ", f"Annotated[str, Header({arguments})]", ",", indent=4, is_parameter=True
            )
        yield "request: Request,"
        if self.http.answer_headers:
            self.imports.add("fastapi", "Response")
            yield "response: Response,"
        for parameter in self.http.query_parameters:
            yield self.parameters.query(parameter)

    def _body_class(self) -> ClassRef:
        body = self.http.body
        assert body is not None
        if body.model == f"{self.operation.name}Body":
            return ClassRef(MODELS, body.model)
        if body.named:
            struct = self.contracts.scope.structs[body.structure.name]
            return ClassRef(struct.ref.module, class_name(struct.ref.name))
        return ClassRef("app.messages", body.model)

    # the body

    def _lines(self) -> Iterator[str]:
        request = self._request()
        tags = self._tags()
        if tags and isinstance(request, Expression):
            yield statement("message = ", request, indent=4)
            request = "message"
        if tags:
            request = f"{request}{tags}"
        asked = f"use_cases_of(request).{module_name(self.operation.name, APP_MODULES)}"
        if len(f"    output = await {asked}(") > LINE_LENGTH:
            yield "use_cases = use_cases_of(request)"
            asked = asked.replace("use_cases_of(request)", "use_cases", 1)
        called = Expression(asked, (request,))
        if self.http.answer is None:
            yield statement("await ", called, indent=4)
            return
        if not self.http.answer_headers:
            yield statement("return await ", called, indent=4)
            return
        yield statement("output = await ", called, indent=4)
        if "ETag" in self.http.answer_headers:
            yield 'response.headers["ETag"] = f\'"{output.etag}"\''
        if "Location" in self.http.answer_headers:
            path = f'f"{self.http.path}/{{output.id}}"'
            yield statement('response.headers["Location"] = ', path, indent=4)
        yield "return output"

    def _tags(self) -> str:
        """What travels beside the input."""
        version = ".expecting(if_match)" if self.http.needs_if_match else ""
        return f"{version}.keyed(idempotency_key)" if self.http.idempotency_header else version

    def _request(self) -> str | Expression:
        cls = ClassRef("app.messages", input_name(self.operation))
        body = self.http.body
        if body is not None and body.model == cls.name and not self.http.path_parameters:
            return "body"
        in_path = {field.name for field in self.http.path_parameters}
        in_body = {field.name for field in body.structure.fields} - in_path if body else set()
        arguments = tuple(
            f"{field_name(field.name)}="
            + (f"body.{field_name(field.name)}" if field.name in in_body else parameter_name(field))
            for field in input_fields(self.operation)
        )
        return Expression(self.annotator.use(cls), arguments)
