"""`OrderPlaced: orders -> payments, billing; PaymentTaken: payments -> orders`."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from msgspec import Struct

from msgen.cli.wizard.notation.parts import checked, once, parts
from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.names import TYPE_NAME

EXAMPLE = "OrderPlaced: orders -> payments"


class WrittenEvent(Struct, frozen=True):
    name: str
    publisher: str
    subscribers: tuple[str, ...]


def events(text: str, services: Collection[str]) -> tuple[WrittenEvent, ...]:
    """The events that a line describes; the services must be among these."""
    found = tuple(_event(part, services) for part in parts(text, ";"))
    once(each.name for each in found)
    return found


def _event(text: str, services: Collection[str]) -> WrittenEvent:
    name, _, rest = text.partition(":")
    publisher, _, listed = (part.strip() for part in rest.partition("->"))
    subscribers = once(_known(part, services) for part in parts(listed, ","))
    if not publisher or not subscribers:
        raise NotationError(f"`{text}` is no event: its name, who publishes it and who listens, as `{EXAMPLE}`")
    return WrittenEvent(checked(name.strip(), TYPE_NAME), _known(publisher, services), subscribers)


def _known(name: str, services: Collection[str]) -> str:
    if name in services:
        return name
    near = get_close_matches(name, services, n=1)
    told = f"did you mean `{near[0]}`" if near else f"there are: {', '.join(services)}"
    raise NotationError(f"there is no service `{name}`: {told}")
