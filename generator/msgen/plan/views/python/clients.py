"""The view of the blueprint `python-clients`: one typed client per dependency."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.http import HttpOperation, http_operation
from msgen.contracts.protobuf import message_name
from msgen.design.naming import kebab_case, pascal_case
from msgen.design.python_names import field_name, module_name, python_package
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.call_requests import key_header
from msgen.plan.views.python.client_methods import ClientMethod
from msgen.plan.views.python.client_modules import ClientModuleView, ElsewhereView, MethodView
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.grpc import grpc_service_name, stub_module
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line
from msgen.plan.views.python.messages import input_name, output_name
from msgen.plan.views.python.ports import client_methods
from msgen.plan.views.python.scopes import ClassRef
from msgen.plan.views.python.settings import dependency_setting
from msgen.topology.model import Call, Fallback, Operation


class ClientsView(Struct, frozen=True):
    package: str
    clients: tuple[ClientModuleView, ...]
    grpc_clients: tuple[ClientModuleView, ...]
    http_clients: tuple[ClientModuleView, ...]
    clients_imports: str
    uses_grpc: bool
    uses_http: bool
    tells_callers_apart: bool


def clients_view(contracts: ServiceContracts) -> ClientsView:
    clients = tuple(_client(contracts, dependency) for dependency in contracts.ports.clients)
    grpc_clients = tuple(client for client in clients if client.is_grpc)
    http_clients = tuple(client for client in clients if not client.is_grpc)
    return ClientsView(
        package=contracts.package,
        clients=clients,
        grpc_clients=grpc_clients,
        http_clients=http_clients,
        clients_imports=_clients_imports(clients),
        uses_grpc=bool(grpc_clients),
        uses_http=bool(http_clients),
        tells_callers_apart=any(method.others for method in contracts.ports.methods.values()),
    )


def _clients_imports(clients: tuple[ClientModuleView, ...]) -> str:
    imports = Imports()
    imports.add("....resilience.policy", "Callers")
    imports.add("....settings", "Settings")
    for client in clients:
        imports.add(f".{client.module}", client.name)
        if client.is_grpc:
            imports.add("....platform.outgoing_grpc", "open_channel")
        else:
            imports.add("....platform.outgoing_http", "HttpClient")
    return imports.block()


_CLIENT_MODULES = frozenset({"clients", "pb"})
"""What stands beside the modules of the clients."""


def client_module(dependency: str) -> str:
    return module_name(python_package(dependency), _CLIENT_MODULES)


def _client(contracts: ServiceContracts, dependency: str) -> ClientModuleView:
    service = contracts.topology.services.get(dependency)
    is_grpc = service is not None and service.speaks("grpc")
    module = client_module(dependency)
    imports = Imports()
    annotator = Annotator(f"adapters.clients._gen.{module}", imports)
    methods = tuple(
        view
        for method in client_methods(contracts, dependency)
        for view in _methods(contracts, method, annotator, is_grpc=is_grpc)
    )
    if any(method.old_name for method in methods):
        annotator.take("domain._gen.renamed", "warn_renamed")
    _add_imports(imports, methods, is_grpc=is_grpc, stub=stub_module(contracts.topology, service) if service else "")
    return ClientModuleView(
        module=module,
        name=f"{pascal_case(dependency)}{'Grpc' if is_grpc else 'Http'}Client",
        dependency=dependency,
        imports=imports.block(),
        is_grpc=is_grpc,
        is_external=service is None,
        stub=stub_module(contracts.topology, service) if service else "",
        service_name=grpc_service_name(contracts.topology, service).rpartition(".")[2] if service else "",
        methods=methods,
        attribute=contracts.ports.clients[dependency],
        setting=dependency_setting(contracts.ports.clients[dependency]),
    )


def _add_imports(imports: Imports, methods: tuple[MethodView, ...], *, is_grpc: bool, stub: str) -> None:
    imports.add("....resilience.attempt", "Attempt")
    imports.add("....resilience.policy", "Callers", "Policy")
    if any("RetryPolicy" in item for method in methods for item in method.policy):
        imports.add("....resilience.retry", "RetryPolicy")
    if any("BreakerPolicy" in item for method in methods for item in method.policy):
        imports.add("....resilience.breaker", "BreakerPolicy")
    if any(method.elsewhere for method in methods):
        imports.add("....resilience.called_by", "called_by")
    if any(method.fallback == "cache" for method in methods):
        imports.add("....resilience.fallback", "LastGoodAnswers")
    if any(method.fallback == "ignore" for method in methods):
        imports.add("....resilience.fallback", "no_answer")
    if any(method.fallback == "static" for method in methods):
        imports.add("....resilience.fallback", "static_answer")
    if is_grpc:
        imports.add("grpc", "aio")
        imports.add("....platform.outgoing_grpc", "unary")
        imports.add("....platform.protobuf", "to_message")
        imports.add(".pb", f"{stub} as pb", f"{stub}_grpc as pb_grpc")
        return
    imports.add("pydantic", "TypeAdapter")
    imports.add("....platform.outgoing_http", "HttpClient")
    if any("segment(" in method.path for method in methods):
        imports.add("....platform.outgoing_http", "segment")


def _methods(
    contracts: ServiceContracts, method: ClientMethod, annotator: Annotator, *, is_grpc: bool
) -> Iterator[MethodView]:
    """The method of the port, then those that it leaves calls with other policies to."""
    view = _method(contracts, method, annotator, is_grpc=is_grpc)
    elsewhere = tuple(ElsewhereView(other.name, other.callers) for other in method.others)
    yield replace(view, elsewhere=elsewhere)
    for other in method.others:
        apart = replace(method, name=other.name, call=other.call, method_class=other.name, old_name="", others=())
        yield _method(contracts, apart, annotator, is_grpc=is_grpc)


def _method(contracts: ServiceContracts, method: ClientMethod, annotator: Annotator, *, is_grpc: bool) -> MethodView:
    call, operation = method.call, method.operation
    kind = _fallback_kind(call.fallback)
    ttl = call.fallback.ttl if call.fallback is not None else None
    policy = tuple(argument_line(item, 16) for item in _policy(call, method))
    if operation is None:
        annotator.imports.add("....domain._gen.scalars", "Json")
        caller = call.path.split("->")[0].split(".")[-1]
        return MethodView(
            name=method.name, doc=f"Ask `{method.dependency}` on behalf of `{call.path.split('->')[0]}`.",
            request="Json", answer=_answer("Json", kind), model="Json", rpc="", wire_request="", verb="POST",
            path=f'"/{kebab_case(caller)}"', idempotent=call.retry.attempts > 1, policy=policy, fallback=kind,
            ttl=_seconds(ttl), arguments=("body=request,",),
        )  # fmt: skip
    module = contracts.consumed_module(method.dependency)
    model = annotator.use(ClassRef(module, output_name(operation)))
    http = None if is_grpc else _http(contracts, method)
    return MethodView(
        name=method.name,
        doc=f"Call `{operation.object_path}`.",
        request=annotator.use(ClassRef(module, input_name(operation))),
        answer=_answer(model, kind),
        model=model,
        rpc=message_name(operation.name) if is_grpc else "",
        wire_request=f"{message_name(operation.name)}Request",
        verb=operation.method,
        path=_path(http) if http else "",
        idempotent=operation.idempotent or operation.idempotency_key is not None,
        policy=policy,
        fallback=kind,
        ttl=_seconds(ttl),
        arguments=tuple(argument_line(item, 16) for item in (_arguments(http) if http else _metadata(operation))),
        old_name=method.old_name,
    )


def _answer(model: str, fallback: str) -> str:
    return f"{model} | None" if fallback == "ignore" else model


def _http(contracts: ServiceContracts, method: ClientMethod) -> HttpOperation:
    assert method.operation is not None
    service = contracts.topology.service(method.dependency)
    return http_operation(service, method.operation, Catalogue.of_service(contracts.topology, service))


def _path(http: HttpOperation) -> str:
    path = http.path
    for field in http.path_parameters:
        path = path.replace(f"{{{field.name}}}", f"{{segment(request.{field_name(field.name)})}}")
    return f'f"{path}"' if http.path_parameters else f'"{path}"'


def _arguments(http: HttpOperation) -> Iterator[str]:
    """The query, the body and the headers of a request, as JSON has them."""
    if http.query_parameters:
        names = ", ".join(f'"{field_name(item.field.name)}"' for item in http.query_parameters)
        yield f'query=request.model_dump(mode="json", exclude_none=True, include={{{names}}})'
    if http.body is not None:
        in_path = ", ".join(f'"{field_name(field.name)}"' for field in http.path_parameters)
        excluded = f", exclude={{{in_path}}}" if in_path else ""
        yield f'body=request.model_dump(mode="json"{excluded})'
    if http.needs_if_match:
        yield 'headers={"If-Match": "*"}'
    if http.idempotency_header:
        yield f'headers={{"{http.idempotency_header}": request.idempotency_key}}'


def _metadata(operation: Operation) -> Iterator[str]:
    """The idempotency key, where it is not a field of the message."""
    if key_header(operation):
        yield f'metadata=(("{key_header(operation).lower()}", request.idempotency_key),)'


def _policy(call: Call, method: ClientMethod) -> Iterator[str | Expression]:
    yield f'dependency="{method.dependency}"'
    yield f'method_class="{method.method_class}"'
    yield f"timeout={call.timeout.total_seconds() if call.timeout is not None else None}"
    if call.retry.attempts > 1 and call.retry.owner == "app":
        yield Expression("retry=RetryPolicy", tuple(_retry(call)))
    if call.circuit_breaker is not None:
        breaker = call.circuit_breaker
        settings = (
            f"window={breaker.window.total_seconds()}", f"min_calls={breaker.min_calls}",
            f"failure_rate={breaker.failure_rate / 100}", f"open_for={breaker.open_for.total_seconds()}",
            f"probes={breaker.probes}",
        )  # fmt: skip
        yield Expression("breaker=BreakerPolicy", settings)
    if call.bulkhead is not None:
        yield f"bulkhead={call.bulkhead}"


def _retry(call: Call) -> Iterator[str]:
    retry = call.retry
    yield f"attempts={retry.attempts}"
    yield f"backoff={retry.backoff.total_seconds()}"
    yield f"cap={retry.cap.total_seconds() if retry.cap is not None else None}"
    if not retry.jitter:
        yield "jitter=False"
    yield f"budget={float(retry.budget / 100) if retry.budget is not None else None}"


def _fallback_kind(fallback: Fallback | None) -> str:
    """Fallbacks that this version generates; others are named in the report of the run."""
    return fallback.kind if fallback is not None and fallback.kind in ("cache", "ignore") else ""


def _seconds(ttl: object) -> str:
    return "None" if ttl is None else str(ttl.total_seconds())  # type: ignore[attr-defined]
