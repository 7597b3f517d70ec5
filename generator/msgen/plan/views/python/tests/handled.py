"""`tests/unit/test_on_<event>.py`: what a handler does with its event, with everything around it in memory."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.naming import snake_case
from msgen.design.python_names import field_name
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.handlers import HandlerView, handled_row, handler_view
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.messages import sentence, spoken
from msgen.plan.views.python.port_names import RowNames
from msgen.plan.views.python.tests.arrangement import Lines, Stage
from msgen.plan.views.python.tests.builders import Builders
from msgen.plan.views.python.tests.outside import TestCase, TestModule, asked, case, equal, outside, with_article
from msgen.plan.views.python.tests.unit import PORTS
from msgen.topology.model import Aggregate, Subscription


def handler_tests(contracts: ServiceContracts, subscription: Subscription, builders: Builders) -> TestModule:
    annotator = outside(contracts, "tests.unit")
    annotator.imports.add("tests.fakes", "FakePorts")
    tests = _Tests(contracts, subscription, Stage(annotator, builders))
    cases = tuple(tests.cases())
    doc = sentence(f"what happens with {spoken(tests.handler.event_class)}")
    return TestModule(tests.handler.module, doc, annotator.imports.block(), cases, tests.handler.object_path)


class _Tests:
    def __init__(self, contracts: ServiceContracts, subscription: Subscription, stage: Stage) -> None:
        self.contracts, self.subscription, self.stage = contracts, subscription, stage
        self.event = contracts.topology.event(subscription.event)
        self.handler: HandlerView = handler_view(contracts, subscription)
        self.target = handled_row(contracts, subscription)

    def cases(self) -> Iterator[TestCase]:
        if self.handler.row is not None:
            yield self._new(self.handler.row)
            yield self._known(self.handler.row)
        if self.handler.logs:
            yield self._noted()
        for reference in dict.fromkeys(self.subscription.publishes):
            yield self._published(reference)
        clients = [self.contracts.ports.clients[call.target] for call in self.subscription.calls]
        for client in dict.fromkeys(clients):
            asserted = (f"assert len(ports.{client}.requests) == {clients.count(client)}",)
            yield case(f"{client}_is_asked", PORTS, (self._event(),), self._handle(), asserted)

    def _new(self, row: RowNames) -> TestCase:
        noun = snake_case(row.name)
        asserted = (equal(f"await ports.{row.repository}.count()", "1"),)
        return case(f"{with_article(noun)}_is_kept", PORTS, (self._event(),), self._handle(), asserted)

    def _known(self, row: RowNames) -> TestCase:
        assert self.target is not None
        subject, key = self.target
        is_aggregate = isinstance(subject, Aggregate)
        agreeing = f"{field_name(key.given)}={row.variable}.{field_name(key.column)}"
        lines = (*self.stage.row(row, is_aggregate=is_aggregate), self._event(agreeing))
        asserted = (
            self.stage.stored(row, f"{row.variable}.id", is_aggregate=is_aggregate),
            self.stage.has_version(2),
        )
        name = f"{with_article(snake_case(row.name))}_that_is_there_is_brought_up_to_date"
        return case(name, PORTS, lines, self._handle(), asserted)

    def _noted(self) -> TestCase:
        self.stage.annotator.imports.add("structlog.testing", "capture_logs")
        handled = ("with capture_logs() as logs:", *(f"    {line}" for line in self._handle(indent=8)))
        asserted = ("assert len(logs) == 1",)
        return case("it_is_noted", PORTS, (self._event(),), handled, asserted)

    def _published(self, reference: str) -> TestCase:
        event = self.contracts.event_struct(self.contracts.topology.event(reference))
        found = Call("ports.publisher.of", (self.stage.annotator.use(event.ref),))
        asserted = (statement("events = ", found, indent=4), "assert len(events) == 1")
        name = f"{snake_case(event.ref.name)}_is_published"
        return case(name, PORTS, (self._event(),), self._handle(), asserted)

    def _event(self, *arguments: str) -> str:
        built = self.stage.build(self.stage.builders.event(self.event), *arguments)
        return statement("event = ", built, indent=4)

    def _handle(self, *, indent: int = 4) -> Lines:
        self.stage.annotator.take(f"app.{self.handler.module}", self.handler.name)
        return asked("", self.handler.name, "ports", "event", indent=indent)
