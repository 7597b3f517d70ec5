"""The union of the services' hash-pinned requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HASH = re.compile(r"--hash[= ](\S+)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Pin:
    """One requirement: what is asked for, and the hashes that it may have."""

    requirement: str
    hashes: frozenset[str]
    wanted_by: str


class PinsDifferError(Exception):
    """Two services ask for different versions of one package."""

    def __init__(self, first: Pin, second: Pin) -> None:
        super().__init__(
            f"`{first.wanted_by}` asks for `{first.requirement}`, `{second.wanted_by}` for `{second.requirement}`"
        )


def union(texts: Mapping[str, str]) -> str:
    """One requirements file for all: service name to the text of its `requirements.txt`.

    Raises `PinsDifferError` where one environment cannot hold them all.
    """
    pins: dict[tuple[str, str], Pin] = {}
    for service, text in sorted(texts.items()):
        for pin in _pins(service, text):
            key = _key(pin.requirement)
            known = pins.get(key, pin)
            if known.requirement != pin.requirement:
                raise PinsDifferError(known, pin)
            pins[key] = Pin(known.requirement, known.hashes | pin.hashes, known.wanted_by)
    return "".join(_block(pins[key]) for key in sorted(pins))


def _pins(service: str, text: str) -> Iterable[Pin]:
    for line in text.replace("\\\n", " ").splitlines():
        line = re.sub(r"(^|\s)#.*", "", line)
        requirement = " ".join(_HASH.sub("", line).split())
        if requirement:
            yield Pin(requirement, frozenset(_HASH.findall(line)), service)


def _key(requirement: str) -> tuple[str, str]:
    """Normalised name and marker: the same package may be pinned once for each platform."""
    name = _NAME.match(requirement)
    _, _, marker = requirement.partition(";")
    return (re.sub(r"[-_.]+", "-", name[0]).lower() if name else requirement, marker.strip())


def _block(pin: Pin) -> str:
    return " \\\n    ".join([pin.requirement, *(f"--hash={value}" for value in sorted(pin.hashes))]) + "\n"
