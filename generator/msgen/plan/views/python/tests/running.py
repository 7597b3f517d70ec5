"""`tests/running_service.py`: how tests start the whole service."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.events import stream_names
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.models import used_events
from msgen.plan.views.python.settings import REQUIRED, configuration
from msgen.plan.views.python.tests.fakes import FakesView
from msgen.plan.views.python.tests.outside import outside

_VALUES = {"int": "1", "float": "1.0", "bool": "True"}
_TEXT = '"a value"'


class RunningView(Struct, frozen=True):
    imports: str
    settings: tuple[str, ...]
    """Arguments of `Settings` that have no default."""
    fakes: tuple[str, ...]
    """What stands in for the dependencies, as arguments of `replace`."""
    first_names: str
    """The map from contexts to the first names of their streams; empty where there are none."""

    @property
    def stream(self) -> str:
        """The expression of the stream of `context`."""
        name = ', name=FIRST_NAMES.get(context, "")' if self.first_names else ""
        return f"stream_of(system, context{name})"


def running_view(contracts: ServiceContracts, fakes: FakesView) -> RunningView:
    names = tuple(client.name for client in fakes.clients)
    return RunningView(
        imports=_imports(contracts, names),
        settings=tuple(_settings(contracts)),
        fakes=tuple(f"{client.attribute}={client.name}()," for client in fakes.clients),
        first_names=_first_names(contracts),
    )


def _first_names(contracts: ServiceContracts) -> str:
    named = {event.context: stream_names(contracts, event.context)[0] for event in used_events(contracts)}
    entries = ", ".join(f'"{context}": "{name}"' for context, name in sorted(named.items()) if name)
    return statement("FIRST_NAMES = ", f"{{{entries}}}", indent=0) if entries else ""


def _settings(contracts: ServiceContracts) -> Iterator[str]:
    for item in configuration(contracts):
        if item.default == REQUIRED:
            yield f"{item.setting}={_VALUES.get(item.annotation, _TEXT)},"


def _imports(contracts: ServiceContracts, fakes: tuple[str, ...]) -> str:
    service = contracts.service
    annotator = outside(contracts, "tests.running_service")
    imports = annotator.imports
    imports.add("asyncio")
    imports.add("pytest")
    imports.add("collections.abc", "AsyncIterator", "Mapping")
    imports.add("contextlib", "asynccontextmanager")
    imports.add("dataclasses", "dataclass", "replace")
    imports.add("pathlib", "Path")
    annotator.take("", "bootstrap")
    annotator.take("app.ports", "Ports")
    annotator.take("app.wiring", "overrides")
    annotator.take("platform.lifecycle", "serve")
    annotator.take("settings", "Settings")
    if service.speaks("rest"):
        imports.add("httpx2")
    if service.speaks("grpc"):
        imports.add("grpc")
    if service.has_database:
        annotator.take("adapters.db._gen.migrate", "migrate")
    if fakes:
        imports.add("tests.fakes", *fakes)
    if service.has_events:
        annotator.take("adapters.events._gen.memory_broker", "MemoryBroker")
        annotator.take("adapters.events._gen.naming", "stream_of")
        annotator.take("domain._gen.event", "Event")
    if service.subscriptions:
        annotator.take("adapters.events._gen.envelope", "Envelope")
    if service.publishes:
        annotator.take("adapters.events._gen.broker", "Durable")
        imports.add("typing", "TypeVar")
    return imports.block()
