"""`tests/integration/test_service.py`: the whole service, asked as its callers and the broker ask it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.http import HttpOperation, http_operation
from msgen.design.naming import snake_case
from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.grpc import grpc_service_name, stub_module
from msgen.plan.views.python.handlers import handled_row, handler_view
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.tests.arrangement import Arrangement, Lines, Stage
from msgen.plan.views.python.tests.builders import Builders
from msgen.plan.views.python.tests.outside import TestCase, TestModule, case, equal, outside
from msgen.plan.views.python.use_cases.situation import Situation
from msgen.topology.model import Operation, Subscription

SERVICE = "service: RunningService"
_SHAPES = ("create", "save", "get", "list", "count", "change", "answer")
"""What is asked, the most telling first; updates and removals have tests of their own."""
_KEY = '"a-key"'


def integration_tests(contracts: ServiceContracts, builders: Builders) -> TestModule:
    annotator = outside(contracts, "tests.integration")
    annotator.imports.add("tests.running_service", "RunningService")
    stage = Stage(annotator, builders, "service.ports")
    cases = [case("it_is_ready", SERVICE, ('assert await service.status("/readyz") == 200',))]
    use_case = _asked_first(contracts)
    if use_case is not None:
        cases.append(_Operation(contracts, use_case, stage).case())
    subscription = _handled_first(contracts)
    if subscription is not None:
        cases.append(_handled(contracts, subscription, stage))
    doc = "The whole service: real servers, a new database, a broker in memory; its dependencies are fakes."
    return TestModule("service", doc, annotator.imports.block(), tuple(cases), "service")


def _asked_first(contracts: ServiceContracts) -> Situation | None:
    situations = [Situation(contracts, operation) for operation in contracts.service.operations]
    fit = [item for item in situations if item.shape in _SHAPES and _can_be_asked(contracts, item.operation)]
    return min(fit, key=lambda item: _SHAPES.index(item.shape), default=None)


def _can_be_asked(contracts: ServiceContracts, operation: Operation) -> bool:
    """Nothing has to be written as JSON text in the query."""
    if not contracts.service.speaks("rest"):
        return contracts.service.speaks("grpc")
    http = _http(contracts, operation)
    return all(item.form != "json" or not item.required for item in http.query_parameters)


def _http(contracts: ServiceContracts, operation: Operation) -> HttpOperation:
    catalogue = Catalogue.of_service(contracts.topology, contracts.service)
    return http_operation(contracts.service, operation, catalogue)


class _Operation:
    def __init__(self, contracts: ServiceContracts, use_case: Situation, stage: Stage) -> None:
        self.contracts, self.use_case, self.stage = contracts, use_case, stage
        self.operation = use_case.operation
        self.arrangement = Arrangement(stage, use_case)

    def case(self) -> TestCase:
        asked = self._over_rest() if self.contracts.service.speaks("rest") else self._over_grpc()
        name = f"it_answers_{snake_case(self.operation.name)}"
        sends_request = any("request" in line for line in asked)
        ready = self.arrangement.ready() if sends_request else self.arrangement.rows()
        return case(name, SERVICE, ready, asked, (*self._answer(), *self._effects()))

    def _over_rest(self) -> Lines:
        http = _http(self.contracts, self.operation)
        call = Call(f"client.{self.operation.method.lower()}", (self._path(http), *self._sent(http)))
        return (
            "async with service.client() as client:",
            f"    {statement('response = await ', call, indent=8)}",
        )

    def _path(self, http: HttpOperation) -> str:
        path = http.path
        for field in http.path_parameters:
            path = path.replace(f"{{{field.name}}}", f"{{{self._segment(field)}}}")
        return f'f"{path}"' if http.path_parameters else f'"{path}"'

    def _segment(self, field: Field) -> str:
        resolved = self.contracts.scope.resolved(field.type)
        value = f"request.{field_name(field.name)}"
        if isinstance(resolved, Scalar) and resolved.kind in ("uuid", "int"):
            return value
        self.stage.annotator.imports.add("urllib.parse", "quote")
        return f"quote(str({value}), safe='')"

    def _sent(self, http: HttpOperation) -> Iterator[str]:
        in_path = ", ".join(f'"{field_name(field.name)}"' for field in http.path_parameters)
        excluded = f", exclude={{{in_path}}}" if in_path else ""
        if any(item.required or item.form == "list" for item in http.query_parameters):
            yield f'params=request.model_dump(mode="json", exclude_unset=True{excluded})'
        if http.body is not None:
            yield f'json=request.model_dump(mode="json"{excluded})'
        if http.idempotency_header:
            yield f'headers={{"{http.idempotency_header}": {_KEY}}}'

    def _over_grpc(self) -> Lines:
        contracts, annotator = self.contracts, self.stage.annotator
        stub = stub_module(contracts.topology, contracts.service)
        annotator.take("adapters.grpc._gen.pb", f"{stub} as pb", f"{stub}_grpc as pb_grpc")
        annotator.take("platform.protobuf", "from_message", "to_message")
        name = grpc_service_name(contracts.topology, contracts.service).rpartition(".")[2]
        message = Call("to_message", ("request", f"pb.{self.operation.name}Request"))
        key = self.operation.idempotency_key or ""
        metadata = (f'metadata=(("{key.lower()}", {_KEY}),)',) if key[:1].isupper() else ()
        call = Call(f"stub.{self.operation.name}", (message, *metadata))
        return (
            "async with service.channel() as channel:",
            f"    stub = pb_grpc.{name}Stub(channel)",
            f"    {statement('answer = await ', call, indent=8)}",
        )

    def _answer(self) -> Iterator[str]:
        output = self.arrangement.output_class()
        if self.contracts.service.speaks("rest"):
            yield f"assert response.status_code == {_http(self.contracts, self.operation).status}"
            read = Call(f"{output}.model_validate_json", ("response.content",))
        else:
            read = Call("from_message", ("answer", output))
        if not self._shows_row:
            yield statement("assert ", read, indent=4)
            return
        yield statement("output = ", read, indent=4)
        row = self.use_case.row
        assert row is not None
        if self.arrangement.needs_row:
            yield equal("output.id", f"{row.variable}.id")
        else:
            yield self.arrangement.stored("output.id")
            yield self.stage.has_version(1)

    @property
    def _shows_row(self) -> bool:
        """The answer names the row that was asked for, or that was made."""
        return self.arrangement.answers_identity and self.use_case.shape not in ("list", "count")

    def _effects(self) -> Iterator[str]:
        for reference in dict.fromkeys(self.operation.publishes):
            event = self.contracts.event_struct(self.contracts.topology.event(reference))
            published = Call("await service.published", (self.stage.annotator.use(event.ref),))
            yield statement("assert ", published, indent=4)


def _handled_first(contracts: ServiceContracts) -> Subscription | None:
    """One that keeps a row, if there is one."""
    subscriptions = contracts.service.subscriptions
    with_row = [item for item in subscriptions if handled_row(contracts, item) is not None]
    return next(iter((*with_row, *subscriptions)), None)


def _handled(contracts: ServiceContracts, subscription: Subscription, stage: Stage) -> TestCase:
    event = contracts.topology.event(subscription.event)
    handler = handler_view(contracts, subscription)
    built = statement("event = ", stage.build(stage.builders.event(event)), indent=4)
    name = f"{snake_case(event.name)}_reaches_its_handler"
    if handler.logs:
        stage.annotator.imports.add("structlog.testing", "capture_logs")
        handled = ("with capture_logs() as logs:", "    await service.handle(event)")
        noted = 'assert any(entry["event"].endswith(" received") for entry in logs)'
        return case(name, SERVICE, (built,), handled, (noted,))
    asserted = tuple(_traces(contracts, subscription, stage))
    return case(name, SERVICE, (built,), ("await service.handle(event)",), asserted)


def _traces(contracts: ServiceContracts, subscription: Subscription, stage: Stage) -> Iterator[str]:
    """What a handled event leaves behind: a row, what is published, what dependencies were asked."""
    target = handled_row(contracts, subscription)
    if target is not None:
        yield equal(f"await service.ports.{contracts.ports.rows[target[0].name].repository}.count()", "1")
    for reference in dict.fromkeys(subscription.publishes):
        struct = contracts.event_struct(contracts.topology.event(reference))
        yield f"assert await service.published({stage.annotator.use(struct.ref)})"
    if target is None and not subscription.publishes:
        client = contracts.ports.clients[subscription.calls[0].target]
        yield f"assert len(service.ports.{client}.requests) == 1"
