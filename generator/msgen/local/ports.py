"""Stable local ports: a slot of four per name, kept in `.local/ports.json`."""

from __future__ import annotations

import errno
import hashlib
import json
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FIRST_PORT = 20_000
SLOTS = 2_500
WIDTH = 4
BROKER = ".nats"


def stub_name(external: str) -> str:
    """The name under which the stub of an external system takes its slot."""
    return f".external.{external}"


@dataclass(frozen=True, slots=True)
class Slot:
    """The ports of one process."""

    base: int

    @property
    def http(self) -> int:
        return self.base

    @property
    def grpc(self) -> int:
        return self.base + 1

    @property
    def metrics(self) -> int:
        return self.base + 2

    @property
    def ports(self) -> tuple[int, int, int]:
        return self.http, self.grpc, self.metrics


@dataclass(frozen=True, slots=True)
class Moved:
    """A slot that somebody else on the machine holds, and the one taken instead."""

    name: str
    taken: int
    now: int


@dataclass(frozen=True, slots=True)
class Allotment:
    slots: Mapping[str, Slot]
    moved: tuple[Moved, ...] = ()


def first_choice(name: str) -> int:
    """The base port that the name asks for.

    >>> first_choice("orders")
    24820
    """
    number = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
    return FIRST_PORT + WIDTH * (number % SLOTS)


def allot(names: Iterable[str], kept: Mapping[str, int], is_free: Callable[[Slot], bool] | None = None) -> Allotment:
    """A slot for each name: the kept one, else its first choice, else the next that is free.

    Kept slots of names that do not run now stay theirs: nobody moves in while they are away.
    """
    usable = is_free or is_free_on_this_machine
    slots: dict[str, Slot] = {}
    moved: list[Moved] = []
    for name in sorted(names, key=lambda name: (name not in kept, name)):
        wanted = kept.get(name, first_choice(name))
        taken = {base for other, base in kept.items() if other != name}
        taken.update(slot.base for slot in slots.values())
        slots[name] = next(slot for slot in _candidates(wanted) if slot.base not in taken and usable(slot))
        if slots[name].base != wanted and wanted not in taken:
            moved.append(Moved(name, wanted, slots[name].base))
    return Allotment(slots, tuple(moved))


def read_kept(path: Path) -> dict[str, int]:
    """The slots of earlier runs; a file that is missing or damaged keeps none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: base for name, base in content.items() if _is_base(base)}


def write_kept(path: Path, kept: Mapping[str, int], slots: Mapping[str, Slot]) -> None:
    bases = dict(kept) | {name: slot.base for name, slot in slots.items()}
    path.write_text(json.dumps(bases, indent=2, sort_keys=True) + "\n", "utf-8")


def is_free_on_this_machine(slot: Slot) -> bool:
    return all(_can_bind(port) for port in slot.ports)


def _candidates(base: int) -> Iterator[Slot]:
    """The slot itself, then all others of the range, upwards and round."""
    yield Slot(base)
    for step in range(1, SLOTS):
        yield Slot(FIRST_PORT + (base - FIRST_PORT + WIDTH * step) % (WIDTH * SLOTS))


def _is_base(value: object) -> bool:
    return isinstance(value, int) and 1024 <= value <= 65_535 - WIDTH


def _can_bind(port: int) -> bool:
    # Services listen on every address, so a listener on any address is in the way. SO_REUSEADDR keeps ports
    # free that are only waiting out an old connection; a listener is refused all the same.
    families = [socket.AF_INET, socket.AF_INET6] if socket.has_ipv6 else [socket.AF_INET]
    return all(_can_bind_in(family, port) for family in families)


def _can_bind_in(family: socket.AddressFamily, port: int) -> bool:
    try:
        candidate = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return True
    with closing(candidate):
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            candidate.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            candidate.bind(("", port))
        except OSError as error:
            return error.errno == errno.EADDRNOTAVAIL
    return True
