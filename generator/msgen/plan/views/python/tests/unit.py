"""`tests/unit/test_<operation>.py`: what a use case does, with everything around it in memory."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.naming import snake_case
from msgen.design.python_names import field_name
from msgen.plan.views.python.behaviour import items_field
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.messages import sentence, spoken
from msgen.plan.views.python.tests.arrangement import LATER_VERSION, Arrangement, Lines, Stage, plural_of
from msgen.plan.views.python.tests.builders import Builders
from msgen.plan.views.python.tests.outside import TestCase, TestModule, case, equal, outside, with_article
from msgen.plan.views.python.use_cases.situation import Situation
from msgen.topology.model import Operation

PORTS = "ports: FakePorts"


def use_case_tests(contracts: ServiceContracts, operation: Operation, builders: Builders) -> TestModule:
    annotator = outside(contracts, "tests.unit")
    annotator.imports.add("tests.fakes", "FakePorts")
    tests = _Tests(contracts, Situation(contracts, operation), Stage(annotator, builders))
    cases = tuple(tests.cases())
    return TestModule(
        tests.use_case.module,
        sentence(spoken(operation.name)),
        annotator.imports.block(),
        cases,
        tests.use_case.object_path,
    )


class _Tests:
    def __init__(self, contracts: ServiceContracts, use_case: Situation, stage: Stage) -> None:
        self.contracts, self.use_case, self.stage = contracts, use_case, stage
        self.imports = stage.annotator.imports
        self.arrangement = Arrangement(stage, use_case)

    def cases(self) -> Iterator[TestCase]:
        yield self._success()
        if self.use_case.shape == "save":
            yield self._change_of_what_is_there()
        if self.use_case.shape in ("get", "change", "update", "delete") and self.use_case.key:
            yield self._unknown()
        if self.arrangement.is_versioned:
            yield self._stale()
        for reference in dict.fromkeys(self.use_case.operation.publishes):
            yield self._published(reference)
        clients = [self.contracts.ports.clients[call.target] for call in self.use_case.operation.calls]
        for client in dict.fromkeys(clients):
            yield self._asked(client, clients.count(client))
        if clients and self.use_case.stores:
            yield from self._away(clients[0])

    # what the use case is for

    def _success(self) -> TestCase:
        arrangement, shape = self.arrangement, self.use_case.shape
        holds_output = shape in ("get", "list", "count", "answer") or (
            shape in ("create", "save") and self.arrangement.answers_identity
        )
        ask = arrangement.ask("output = " if holds_output else "")
        return case(self._success_name(), PORTS, arrangement.ready(), ask, tuple(self._outcome()))

    def _success_name(self) -> str:
        row = self.use_case.row
        if row is None:
            return "it_answers"
        one, many = with_article(snake_case(row.name)), plural_of(row)
        return {
            "create": f"a_new_{snake_case(row.name)}_is_stored",
            "save": f"a_new_{snake_case(row.name)}_is_stored",
            "get": f"{one}_is_shown",
            "list": f"stored_{many}_are_listed",
            "count": f"stored_{many}_are_counted",
            "delete": f"{one}_is_removed",
        }.get(self.use_case.shape, f"{one}_is_changed")

    def _outcome(self) -> Iterator[str]:
        row, shape = self.use_case.row, self.use_case.shape
        if row is None or (shape == "get" and not self.arrangement.answers_identity):
            yield statement("assert ", Call("isinstance", ("output", self.arrangement.output_class())), indent=4)
            return
        match shape:
            case "create" | "save" if self.arrangement.answers_identity:
                yield self.arrangement.stored("output.id")
                yield self.stage.has_version(1)
            case "create" | "save":
                yield equal(f"await ports.{row.repository}.count()", "1")
            case "get":
                yield equal("output.id", f"{row.variable}.id")
            case "list":
                items = items_field(self.use_case.operation)
                assert items is not None, "an operation without a list has another shape"
                yield f"items = output.{field_name(items.name)}"
                yield "assert len(items) == 1"
            case "count":
                yield equal(f"output.{field_name(self.use_case.operation.output.fields[0].name)}", "1")
            case "delete":
                yield equal(f"await ports.{row.repository}.count()", "0")
            case _:
                yield from self._second_version()

    def _second_version(self) -> Lines:
        assert self.use_case.row is not None
        return (self.arrangement.stored(f"{self.use_case.row.variable}.id"), self.stage.has_version(2))

    def _change_of_what_is_there(self) -> TestCase:
        assert self.use_case.row is not None
        name = f"{with_article(snake_case(self.use_case.row.name))}_that_is_there_is_changed"
        lines = (*self.arrangement.row(), *self.arrangement.request_for_row())
        return case(name, PORTS, lines, self.arrangement.ask(), self._second_version())

    # what is refused

    def _unknown(self) -> TestCase:
        assert self.use_case.row is not None
        name = f"an_unknown_{snake_case(self.use_case.row.name)}_is_not_found"
        return case(name, PORTS, self.arrangement.request(), self._raises("NotFound"))

    def _stale(self) -> TestCase:
        lines = (*self.arrangement.row(), *self.arrangement.request_for_row(version=LATER_VERSION))
        return case("another_version_is_left_alone", PORTS, lines, self._raises("VersionMismatch"))

    def _raises(self, error: str, module: str = "domain._gen.errors") -> Lines:
        self.imports.add("pytest")
        self.stage.annotator.take(module, error)
        return (f"with pytest.raises({error}):", *(f"    {line}" for line in self.arrangement.ask(indent=8)))

    # what others notice

    def _published(self, reference: str) -> TestCase:
        event = self.contracts.event_struct(self.contracts.topology.event(reference))
        found = Call("ports.publisher.of", (self.stage.annotator.use(event.ref),))
        asserted = (statement("events = ", found, indent=4), "assert len(events) == 1")
        name = f"{snake_case(event.ref.name)}_is_published"
        return case(name, PORTS, self.arrangement.ready(), self.arrangement.ask(), asserted)

    def _asked(self, client: str, times: int) -> TestCase:
        asserted = (f"assert len(ports.{client}.requests) == {times}",)
        return case(f"{client}_is_asked", PORTS, self.arrangement.ready(), self.arrangement.ask(), asserted)

    def _away(self, client: str) -> Iterator[TestCase]:
        """Where a dependency is away, what would have been stored and published is not."""
        asserted = tuple(self._nothing())
        if not asserted:
            return
        failure = Call(f"ports.{client}.failure = DependencyFailed", (f'"{client}"', '"unavailable"'))
        lines = (*self.arrangement.ready(), statement("", failure, indent=4))
        raises = self._raises("DependencyFailed", "resilience.errors")
        yield case(f"nothing_happens_while_{client}_is_away", PORTS, lines, raises, asserted)

    def _nothing(self) -> Iterator[str]:
        if self.use_case.row is not None and self.use_case.shape in ("create", "save"):
            yield equal(f"await ports.{self.use_case.row.repository}.count()", "0")
        if self.use_case.operation.publishes:
            yield "assert ports.publisher.events == []"
