"""`tests/fakes.py`: the ports of a service with everything in memory."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.design.python_names import field_name
from msgen.plan.views.python.client_methods import ClientMethod
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import annotated, returned, statement
from msgen.plan.views.python.port_names import stored_objects
from msgen.plan.views.python.ports import client_methods, client_views
from msgen.plan.views.python.tests.builders import BUILDERS, Builders
from msgen.plan.views.python.tests.outside import outside


class FakeMethodView(Struct, frozen=True):
    name: str
    request: str
    """The annotation of the request."""
    answer: str
    """The annotation of the answer."""
    body: str
    """The statements that keep the request and answer it."""

    @property
    def returns(self) -> str:
        return returned(self.answer, indent=4)


class FakeClientView(Struct, frozen=True):
    attribute: str
    name: str
    dependency: str
    methods: tuple[FakeMethodView, ...]


class FakeRepositoryView(Struct, frozen=True):
    attribute: str
    made: str
    """The expression that makes it."""


class FakesView(Struct, frozen=True):
    imports: str
    clients: tuple[FakeClientView, ...]
    repositories: tuple[FakeRepositoryView, ...]
    ports: tuple[str, ...]
    """The ports of which tests want to know more, with their types."""


def fakes_view(contracts: ServiceContracts, builders: Builders) -> FakesView:
    annotator = outside(contracts, "tests.fakes")
    imports = annotator.imports
    clients = []
    for client in client_views(contracts, annotator):
        methods = tuple(
            FakeMethodView(method.name, method.request, method.answer, _body(source, builders))
            for method, source in zip(client.methods, client_methods(contracts, client.dependency), strict=True)
        )
        by_old_names = tuple(
            FakeMethodView(method.old_name, method.request, method.answer, f"return await self.{method.name}(request)")
            for method in client.methods
            if method.old_name
        )
        clients.append(
            FakeClientView(client.attribute, f"Fake{client.name}", client.dependency, methods + by_old_names)
        )
    imports.add("dataclasses", "dataclass")
    imports.add("datetime", "UTC", "datetime")
    annotator.take("app.ports", "Ports")
    if contracts.service.publishes:
        imports.add("typing", "TypeVar")
        annotator.take("domain._gen.event", "Event")
    if contracts.service.has_database:
        imports.add("collections.abc", "AsyncIterator")
        imports.add("contextlib", "asynccontextmanager")
        imports.add("tests.memory", "MemoryRepository")
    builders_used = sorted(set(_builders_used(contracts, builders)))
    if builders_used:
        imports.add(BUILDERS, *builders_used)
    repositories = tuple(_repositories(contracts))
    ports = (
        *(annotated(f"{repository.attribute}: ", "MemoryRepository", indent=4) for repository in repositories),
        *(annotated(f"{client.attribute}: ", client.name, indent=4) for client in clients),
        *(["publisher: RecordingPublisher"] if contracts.service.publishes else []),
    )
    return FakesView(imports.block(), tuple(clients), repositories, ports)


def _body(method: ClientMethod, builders: Builders) -> str:
    answer = "{}" if method.operation is None else f"{builders.answer(method.dependency, method.operation)}()"
    return f"self._take(request)\n        return {answer}"


def _builders_used(contracts: ServiceContracts, builders: Builders) -> Iterator[str]:
    for method in contracts.ports.methods.values():
        if method.operation is not None:
            yield builders.answer(method.dependency, method.operation)


def _repositories(contracts: ServiceContracts) -> Iterator[FakeRepositoryView]:
    for item in stored_objects(contracts.service):
        names = contracts.ports.rows[item.name]
        unique = ", ".join(f'"{field_name(field.name)}"' for field in item.fields if field.unique)
        noun = names.variable.replace("_", " ").strip()
        arguments = (f'"{noun}"', f"unique=[{unique}]") if unique else (f'"{noun}"',)
        made = statement(f"{names.repository}=", Call("MemoryRepository", arguments), ",", indent=8)
        yield FakeRepositoryView(names.repository, made)
