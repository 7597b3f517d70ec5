"""The view of the blueprint `contracts`: the documents of a service, those it consumes, and the system's copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgen.contracts.asyncapi import asyncapi_yaml, payload_path
from msgen.contracts.events import event_schema_text
from msgen.contracts.numbers import Numbers
from msgen.contracts.openapi import openapi_yaml
from msgen.contracts.protobuf import proto_file, proto_path
from msgen.topology.model import Service, Topology


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    """Below the folder of the contracts, with `/`."""
    text: str


@dataclass(frozen=True, slots=True)
class ContractsView:
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class ContractDocuments:
    """The documents of every service, each written once."""

    topology: Topology
    numbers: Numbers

    def of_service(self, service: Service) -> ContractsView:
        """`contracts/` of a service: its own documents, and below `consumed/` those of others that it relies on."""
        own = [*self._calls[service.name], *self._events[service.name]]
        for name in dict.fromkeys(call.target for call in service.calls() if not call.is_external):
            own += [Document(f"consumed/{name}/{document.path}", document.text) for document in self._called(name)]
        return ContractsView(tuple(own))

    def of_system(self) -> ContractsView:
        """`contracts/generated/` of the system: a copy of each service's own documents."""
        return ContractsView(
            tuple(
                Document(f"{service.name}/{document.path}", document.text)
                for service in self.topology.services.values()
                for document in (*self._calls[service.name], *self._events[service.name])
            )
        )

    @cached_property
    def _calls(self) -> Mapping[str, tuple[Document, ...]]:
        """By service: what its callers go by."""
        return {name: tuple(self._call_documents(service)) for name, service in self.topology.services.items()}

    @cached_property
    def _events(self) -> Mapping[str, tuple[Document, ...]]:
        return {name: tuple(self._event_documents(service)) for name, service in self.topology.services.items()}

    def _call_documents(self, service: Service) -> Iterator[Document]:
        if service.speaks("rest"):
            yield Document("openapi.yaml", openapi_yaml(self.topology, service))
        if service.speaks("grpc"):
            yield Document(proto_path(self.topology, service), proto_file(self.topology, service, self.numbers))

    def _event_documents(self, service: Service) -> Iterator[Document]:
        """What is sent and received, and the schema of each event in it."""
        if not service.has_events:
            return
        yield Document("asyncapi.yaml", asyncapi_yaml(self.topology, service, self.numbers))
        references = (*service.publishes, *(subscription.event for subscription in service.subscriptions))
        events = {payload_path(service, event): event for event in map(self.topology.event, references)}
        for path, event in events.items():
            yield Document(path, event_schema_text(self.topology, event))

    def _called(self, name: str) -> tuple[Document, ...]:
        """Only what a caller needs: gRPC where there are both."""
        return self._calls[name][-1:]
