"""A running service as the conventions describe it: its models and routes, written from a topology.

The oracle of the contract tests: whatever the emitters say must equal what these models and routes show.
"""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from msgen.contracts.annotations import annotation, string_literal
from msgen.contracts.catalogue import Catalogue, Enumeration, Structure
from msgen.contracts.http import HttpOperation, QueryParameter, http_operation
from msgen.contracts.literals import json_value, shown_default
from msgen.contracts.messages import input_fields
from msgen.contracts.openapi import summary, title
from msgen.design.naming import snake_case
from msgen.design.python_names import class_name, enum_member, field_name
from msgen.design.types import EnumType, Field, ListType, MapType, Type
from msgen.topology.model import Service, Topology

_BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
_SOURCES = [
    _BLUEPRINTS / name / "template" / "src" / "{{ service.package }}" for name in ("python-service", "python-rest")
]

_PREAMBLE = """
from __future__ import annotations
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from fastapi import APIRouter, FastAPI, Header, Path, Query
from pydantic import BaseModel, Field, TypeAdapter
from generated_service.domain._gen.scalars import (
    Base64, Base64Bytes, Boolean, Day, DecimalFormat, DecimalText, Duration, EmailText, FromText, Instant, Integer,
    IntegerFormat, Json, JsonText, Money, NoNul,
    Number, Text, TextMap, UrlText, Uuid,
)
"""


def blueprint_module(name: str) -> ModuleType:
    """A verbatim module of the service blueprints, for example `domain._gen.scalars`."""
    for package in ("", ".domain", ".domain._gen", ".platform"):
        path = f"generated_service{package}"
        if path not in sys.modules:
            module = ModuleType(path)
            module.__path__ = [str(source.joinpath(*package.split("."))) for source in _SOURCES]
            sys.modules[path] = module
    return importlib.import_module(f"generated_service.{name}")


def run(source: str) -> dict[str, Any]:
    """The names that the source defines; annotations may look ahead, as in a module."""
    blueprint_module("domain._gen.scalars")
    module = ModuleType("reference_models")
    sys.modules["reference_models"] = module
    exec(compile(_PREAMBLE + source, "reference_models", "exec"), module.__dict__)
    return module.__dict__


def models_source(catalogue: Catalogue, own: Iterable[Structure] = ()) -> str:
    """Classes for every definition of the catalogue, and for structures of the operations."""
    enums = {class_name(item.name): item for item in catalogue.definitions.values() if isinstance(item, Enumeration)}
    structures = {class_name(item.name): item for item in (*catalogue.structures, *own)}
    for structure in structures.values():
        for field in structure.fields:
            for name, values in _enums_in_place(field.type, field.name, catalogue):
                enums[name] = Enumeration(name, values)
    lines = [line for name, enum in enums.items() for line in _enum_class(name, enum)]
    lines += [line for name, item in structures.items() for line in _model_class(name, item, catalogue)]
    return "\n".join(lines) + "\n"


def running_service(topology: Topology, service: Service) -> Any:
    """The FastAPI app of a service, with stubs in place of its use cases."""
    catalogue = Catalogue.of_service(topology, service)
    routes = [http_operation(service, operation, catalogue) for operation in service.operations]
    bodies = [body for route in routes for body in (route.body, route.answer) if body and not body.named]
    inputs = [Structure(f"{route.operation.name}Parameters", input_fields(route.operation)) for route in routes]
    source = models_source(catalogue, [*(body.structure for body in bodies), *inputs])
    source += "router = APIRouter()\n" + "".join(_route(route, catalogue) for route in routes)
    names = run(source)
    app = names["FastAPI"](
        title=title(service),
        version=service.api_version or "v1",
        description=service.description,
        separate_input_output_schemas=False,
    )
    app.include_router(names["router"])
    blueprint_module("platform.openapi").install_openapi(app)
    return app


def _enum_class(name: str, enum: Enumeration) -> Iterator[str]:
    yield f"class {name}(StrEnum):"
    yield f"    {enum.description!r}" if enum.description else "    __doc__ = None"
    yield from (f"    {enum_member(value)} = {value!r}" for value in enum.values)


def _model_class(name: str, structure: Structure, catalogue: Catalogue) -> Iterator[str]:
    yield f"class {name}(BaseModel):"
    yield f"    {structure.description!r}" if structure.description else "    pass"
    for field in structure.fields:
        text = annotation(field.type, field.name, catalogue).text
        yield f"    {field_name(field.name)}: {text} = {_field_call('Field', field, catalogue)}"


def _field_call(function: str, field: Field, catalogue: Catalogue, *more: str) -> str:
    arguments = [*more]
    if field_name(field.name) != field.name:
        arguments.append(f"alias={field.name!r}")
    if field.description:
        arguments.append(f"description={string_literal(field.description)}")
    if field.example is not None:
        arguments.append(f"examples=[{json_value(field.example, catalogue.expand(field.type))!r}]")
    if function == "Field" and not catalogue.is_required(field):
        arguments.append(_default(field, catalogue))
    return f"{function}({', '.join(arguments)})"


def _default(field: Field, catalogue: Catalogue) -> str:
    if field.default is None:
        return "default=None"
    text = annotation(field.type, field.name, catalogue).text
    value = f"TypeAdapter({text}).validate_python({json_value(field.default, catalogue.expand(field.type))!r})"
    return f"default={value}" if shown_default(field, catalogue) is not None else f"default_factory=lambda: {value}"


def _enums_in_place(written: Type, owner: str, catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    meant = catalogue.expand(written)
    match meant:
        case EnumType(values=values) if meant == written:
            yield catalogue.enumeration(owner, meant), values
        case ListType(item=inner) | MapType(value=inner):
            yield from _enums_in_place(inner, owner, catalogue)


def _route(route: HttpOperation, catalogue: Catalogue) -> str:
    arguments = [_path(field, catalogue) for field in route.path_parameters]
    arguments += [f"body: {route.body.model}"] if route.body else []
    if route.needs_if_match:
        arguments.append("if_match: Annotated[str, Header(alias='If-Match')]")
    if route.idempotency_header:
        header = f"Header(alias={route.idempotency_header!r}, min_length=1, max_length=200)"
        arguments.append(f"idempotency_key: Annotated[str, {header}]")
    arguments += [_query(item, catalogue) for item in route.query_parameters]
    operation, answer = route.operation, route.answer.model if route.answer else None
    return textwrap.dedent(f"""
        @router.{operation.method.lower()}(
            {route.path!r}, status_code={route.status}, operation_id={snake_case(operation.name)!r},
            summary={summary(operation)!r}, description={operation.description!r}, responses={_responses(route)!r},
        )
        async def {snake_case(operation.name)}({", ".join(arguments)}) -> {answer}:
            raise AssertionError
    """)


def _path(field: Field, catalogue: Catalogue) -> str:
    text = _from_text(field.type, field.name, catalogue)
    return f"{field_name(field.name)}: Annotated[{text}, {_field_call('Path', field, catalogue)}]"


def _query(item: QueryParameter, catalogue: Catalogue) -> str:
    field, more = item.field, ()
    text = _from_text(field.type, field.name, catalogue)
    default = ""
    if item.form == "json":
        bare = annotation(field.type, field.name, catalogue).text.removesuffix(" | None")
        text = f"Annotated[Any, JsonText({bare})]"
    if item.form == "list" and field.default is None and not catalogue.expand(field.type).optional:
        more = ("default_factory=list",)
    elif not item.required:
        default = f" = {_default(field, catalogue).removeprefix('default=')}"
    query = _field_call("Query", field, catalogue, *more)
    return f"{field_name(field.name)}: Annotated[{text}, {query}]{default}"


def _from_text(written: Type, owner: str, catalogue: Catalogue) -> str:
    """Numbers and booleans are read from text, also inside a list."""
    text = annotation(written, owner, catalogue).text
    meant = catalogue.expand(written)
    if isinstance(meant, ListType):
        item = _from_text(meant.item, owner, catalogue)
        return f"list[{item}]" + (" | None" if meant.optional else "")
    return f"Annotated[{text}, FromText]" if getattr(meant, "kind", "") in ("int", "float", "bool") else text


def _responses(route: HttpOperation) -> dict[int, Any]:
    responses = dict(blueprint_module("platform.problems").problem_responses(*route.problems))
    headers = {
        "ETag": {"description": "The version of the aggregate", "schema": {"type": "string"}},
        "Location": {"description": "Where it is found", "schema": {"type": "string", "format": "uri-reference"}},
    }
    if route.answer_headers:
        responses[route.status] = {"headers": {name: headers[name] for name in route.answer_headers}}
    return responses
