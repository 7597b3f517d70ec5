"""Operations that follow from what a service keeps, and written ones that are the same."""

from __future__ import annotations

from msgspec import Struct

from msgen.design.api import Operation as WrittenOperation
from msgen.design.derived_operations import DerivedOperation, derived_operations, store_engine_written
from msgen.design.service import Service as WrittenService
from msgen.topology.messages import Surroundings, identity, page_message, row_message, without_id
from msgen.topology.model import Aggregate, Kind, Message, OperationRole, ReadModel


class OperationShape(Struct, frozen=True):
    """What an operation does, as far as it can be derived."""

    kind: Kind
    method: str
    path: str
    input: Message
    output: Message
    pagination: bool
    subject: str | None
    """What it works on."""


def role_of_written(
    service_name: str,
    name: str,
    item: WrittenOperation,
    service: WrittenService,
    around: Surroundings,
    shape: OperationShape,
) -> OperationRole:
    """What is written exactly as it would be derived is the same operation; anything else is one of its own."""
    twin = next((each for each in _unwritten(service_name, service) if each.name == name), None)
    rows: tuple[Aggregate | ReadModel, ...] = (*around.aggregates, *around.read_models)
    subject = next((row for row in rows if twin is not None and row.name == twin.subject), None)
    if twin is None or subject is None or not is_stored(subject, service):
        return "custom"
    messages = derived_messages(twin.role, subject)
    derived = OperationShape(twin.kind, twin.method, twin.path, *messages, twin.role == "list", subject.name)
    is_idempotent = item.idempotent if item.idempotent is not None else shape.kind == "query"
    is_same = shape == derived and is_idempotent == (twin.role != "create") and item.idempotency_key is None
    return twin.role if is_same else "custom"


def _unwritten(service_name: str, service: WrittenService) -> tuple[DerivedOperation, ...]:
    """The operations that the service would have if it wrote none."""
    api = service.api.model_copy(update={"operations": None}) if service.api is not None else None
    return derived_operations(service_name, service.model_copy(update={"api": api}))


def is_stored(subject: Aggregate | ReadModel, service: WrittenService) -> bool:
    return isinstance(subject, ReadModel) or store_engine_written(service) != "none"


def derived_messages(role: OperationRole, subject: Aggregate | ReadModel) -> tuple[Message, Message]:
    only_id = Message((identity(subject),))
    match role:
        case "create":
            return Message(without_id(subject)), only_id
        case "get":
            return only_id, row_message(subject)
        case "list":
            return Message(()), page_message(subject)
        case "update":
            return Message((identity(subject), *without_id(subject))), only_id
        case _:
            return only_id, only_id
