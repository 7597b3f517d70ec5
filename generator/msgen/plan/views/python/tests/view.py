"""Everything that the templates of a service's tests see."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.tests.builders import Builders, BuildersView
from msgen.plan.views.python.tests.contract import ContractView, contract_view
from msgen.plan.views.python.tests.fakes import FakesView, fakes_view
from msgen.plan.views.python.tests.handled import handler_tests
from msgen.plan.views.python.tests.integration import integration_tests
from msgen.plan.views.python.tests.outside import TestModule, outside
from msgen.plan.views.python.tests.running import RunningView, running_view
from msgen.plan.views.python.tests.unit import use_case_tests


class TestsView(Struct, frozen=True):
    package: str
    name: str
    system: str
    rest: bool
    grpc: bool
    has_database: bool
    has_events: bool
    publishes: bool
    subscribes: bool
    has_clients: bool
    builders: BuildersView
    fakes: FakesView
    unit_tests: tuple[TestModule, ...]
    integration_tests: TestModule
    running: RunningView
    memory_imports: str
    consumer_imports: str
    contract: ContractView

    @property
    def object_path(self) -> str:
        return f"services.{self.name}"


def tests_view(contracts: ServiceContracts) -> TestsView:
    service = contracts.service
    builders = Builders(contracts)
    written = builders.write_all()
    fakes = fakes_view(contracts, builders)
    return TestsView(
        package=contracts.package,
        name=service.name,
        system=contracts.topology.name,
        rest=service.speaks("rest"),
        grpc=service.speaks("grpc"),
        has_database=service.has_database,
        has_events=service.has_events,
        publishes=bool(service.publishes),
        subscribes=bool(service.subscriptions),
        has_clients=bool(contracts.ports.clients),
        builders=written,
        fakes=fakes,
        unit_tests=(
            *(use_case_tests(contracts, operation, builders) for operation in service.operations),
            *(handler_tests(contracts, subscription, builders) for subscription in service.subscriptions),
        ),
        integration_tests=integration_tests(contracts, builders),
        running=running_view(contracts, fakes),
        memory_imports=_memory_imports(contracts),
        consumer_imports=_consumer_imports(contracts),
        contract=contract_view(contracts, builders),
    )


def _memory_imports(contracts: ServiceContracts) -> str:
    annotator = outside(contracts, "tests.memory")
    annotator.imports.add("collections.abc", "Iterable", "Sequence")
    annotator.imports.add("typing", "Any", "TypeVar")
    annotator.take("domain._gen.aggregate", "Aggregate", "version_of")
    annotator.take("domain._gen.errors", "AlreadyExists", "NotFound", "VersionMismatch")
    annotator.take("domain._gen.page", "Page")
    return annotator.imports.block()


def _consumer_imports(contracts: ServiceContracts) -> str:
    annotator = outside(contracts, "tests.platform")
    annotator.imports.add("asyncio")
    annotator.imports.add("typing", "ClassVar")
    annotator.take("adapters.events._gen.broker", "Durable", "Message")
    annotator.take("adapters.events._gen.consumer", "Consumer")
    annotator.take("adapters.events._gen.envelope", "MESSAGE_ID", "Envelope")
    annotator.take("adapters.events._gen.memory_broker", "MemoryBroker")
    annotator.take("adapters.events._gen.naming", "dead_letter_stream", "stream_of")
    annotator.take("adapters.events._gen.subscription", "Subscription")
    annotator.take("domain._gen.event", "Event")
    if contracts.service.has_database:
        annotator.imports.add("dataclasses", "replace")
        annotator.imports.add("pathlib", "Path")
        annotator.take("adapters.db._gen.engine", "Database")
        annotator.take("adapters.db._gen.inbox", "Inbox")
        annotator.take("adapters.db._gen.migrate", "migrate")
    return annotator.imports.block()
