"""The view of the blueprint `contracts`: the documents of a service, those it consumes, and the system's copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from msgen.contracts.asyncapi import asyncapi_yaml, payload_path
from msgen.contracts.events import event_schema_text
from msgen.contracts.numbers import Numbers
from msgen.contracts.openapi import openapi_yaml
from msgen.contracts.protobuf import proto_file, proto_path
from msgen.topology.model import Service, Topology


class Document(Struct, frozen=True):
    path: str
    """Below the folder of the contracts, with `/`."""
    text: str
    object_path: str
    """What it is a contract of."""

    def at(self, path: str, *, within: str = "") -> Document:
        """The same document at another path, there perhaps one among those of other services."""
        return Document(path, self.text, f"{within}{self.object_path}")


class ContractsView(Struct, frozen=True):
    documents: tuple[Document, ...]


class Written(dict[str, tuple[Document, ...]]):
    """The documents of each service, written when they are asked for."""

    def __init__(self, topology: Topology, write: Callable[[Service], Iterable[Document]]) -> None:
        self._topology = topology
        self._write = write

    def __missing__(self, service: str) -> tuple[Document, ...]:
        return self.setdefault(service, tuple(self._write(self._topology.services[service])))


class ContractDocuments(Struct, frozen=True, dict=True):
    """The documents of every service, each written once."""

    topology: Topology
    numbers: Numbers

    def of_service(self, service: Service) -> ContractsView:
        """`contracts/` of a service: its own documents, and below `consumed/` those of others that it relies on."""
        own = [*self._calls[service.name], *self._events[service.name]]
        for name in dict.fromkeys(call.target for call in service.calls() if not call.is_external):
            own += [document.at(f"consumed/{name}/{document.path}") for document in self._called(name)]
        return ContractsView(tuple(own))

    def of_system(self) -> ContractsView:
        """`contracts/generated/` of the system: a copy of each service's own documents."""
        return ContractsView(
            tuple(
                document.at(f"{service.name}/{document.path}", within=f"services.{service.name}/")
                for service in self.topology.services.values()
                for document in (*self._calls[service.name], *self._events[service.name])
            )
        )

    @cached_property
    def _calls(self) -> Mapping[str, tuple[Document, ...]]:
        """By service: what its callers go by."""
        return Written(self.topology, self._call_documents)

    @cached_property
    def _events(self) -> Mapping[str, tuple[Document, ...]]:
        return Written(self.topology, self._event_documents)

    def _call_documents(self, service: Service) -> Iterator[Document]:
        if service.speaks("rest"):
            yield Document("openapi.yaml", openapi_yaml(self.topology, service), f"services.{service.name}.openapi")
        if service.speaks("grpc"):
            text = proto_file(self.topology, service, self.numbers)
            yield Document(proto_path(self.topology, service), text, f"services.{service.name}.proto")

    def _event_documents(self, service: Service) -> Iterator[Document]:
        """What is sent and received, and the schema of each event in it."""
        if not service.has_events:
            return
        text = asyncapi_yaml(self.topology, service, self.numbers)
        yield Document("asyncapi.yaml", text, f"services.{service.name}.asyncapi")
        references = (*service.publishes, *(subscription.event for subscription in service.subscriptions))
        events = {payload_path(service, event): event for event in map(self.topology.event, references)}
        for path, event in events.items():
            about = f"contexts.{event.context}.{event.name}.v{event.version}"
            yield Document(path, event_schema_text(self.topology, event), about)

    def _called(self, name: str) -> tuple[Document, ...]:
        """Only what a caller needs: gRPC where there are both."""
        return self._calls[name][-1:]
