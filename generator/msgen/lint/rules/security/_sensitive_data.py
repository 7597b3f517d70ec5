"""Which messages hold personal or card data, and between whom they travel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from msgen.design.naming import pascal_case
from msgen.design.types import Field, NamedType, Scalar
from msgen.topology.marks import Types, data_classes
from msgen.topology.model import DataClass, Message, NamedTypeDefinition, Service, Topology

NAMES: Mapping[DataClass, str] = {"pii": "PII", "pci": "PCI data"}


class SensitiveData(Struct, frozen=True, dict=True):
    """The data classes of messages."""

    topology: Topology

    def of(self, service: Service, message: Message) -> tuple[DataClass, ...]:
        """Those of its fields; of a message that is an aggregate, what the aggregate contains."""
        types = self._types[service.context]
        if message.named is not None and message.named in types:
            return data_classes((Field("", NamedType(message.named)),), types)
        return data_classes(message.fields, types)

    def classes(self, context: str, fields: Iterable[Field]) -> tuple[DataClass, ...]:
        return data_classes(fields, self._types[context])

    def marked(self, context: str, fields: Iterable[Field]) -> tuple[str, ...]:
        """The names of the fields that hold such data."""
        return tuple(item.name for item in fields if self.classes(context, (item,)))

    @cached_property
    def _types(self) -> Mapping[str, Types]:
        """By context: its named types, and what its services keep under the names by which messages know it."""
        found = {name: dict(context.types) for name, context in self.topology.contexts.items()}
        for service in self.topology.services.values():
            types = found[service.context]
            for model in service.read_models:
                name = pascal_case(model.name)
                types.setdefault(name, NamedTypeDefinition(name, model.fields))
            for aggregate in service.aggregates:
                types[aggregate.name] = NamedTypeDefinition(aggregate.name, tuple(_marks(aggregate.contains)))
        return found


def spoken(classes: Iterable[DataClass]) -> str:
    return " and ".join(NAMES[each] for each in classes)


def _marks(classes: Iterable[DataClass]) -> Iterable[Field]:
    return (Field(each, Scalar("string"), pii=each == "pii", pci=each == "pci") for each in classes)
