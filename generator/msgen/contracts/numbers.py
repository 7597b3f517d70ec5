"""Numbers of proto fields and enum values: given once, never changed, kept when their field is gone."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from msgen.contracts.yaml_text import scalar_text

RESERVED = "reserved"
FIRST_NAMES = "first-names"
"""The key of the file that holds names of streams and durables; no message has it, for it has no dot."""

_HEAD = "# Numbers of proto fields and enum values. Add at the end of a list; never change or reuse a number.\n"


class Entry(Struct, frozen=True):
    """The number of a field or of an enum value."""

    number: int
    name: str
    """The name in the spec."""
    reserved: bool = False
    """The field or value is gone; nothing else may get its number."""


class Numbers(Struct, frozen=True):
    """What `contracts/numbers.yaml` holds."""

    owners: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By `<service>.<Message>` or `<service>.<Enum>`, ordered by number."""
    first_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The name that a stream or durable would have now, to the one that it keeps."""

    def of(self, service: str, message: str) -> tuple[Entry, ...]:
        return self.owners.get(f"{service}.{message}", ())

    def first_name(self, name: str) -> str:
        """The name under which a stream or durable was made first."""
        return self.first_names.get(name, name)


def write_numbers(numbers: Numbers) -> str:
    """The text of the file: owners by name, one line an entry; reading it gives the same numbers."""
    lines = [_HEAD]
    for owner, entries in sorted(numbers.owners.items()):
        lines.append(f"{owner}:\n")
        lines += [f"  {entry.number}: {_entry_text(entry)}\n" for entry in entries]
    if numbers.first_names:
        lines.append(f"{FIRST_NAMES}:\n")
        lines += [f"  {name}: {first}\n" for name, first in sorted(numbers.first_names.items())]
    return "".join(lines)


def numbers_of(numbers: Numbers, services: Iterable[str]) -> dict[str, dict[str, str]]:
    """The numbers of the messages of some services as plain data, as the file has them; and all first names."""
    wanted = set(services)
    found = {
        owner: {str(entry.number): _shown(entry) for entry in entries}
        for owner, entries in sorted(numbers.owners.items())
        if owner.partition(".")[0] in wanted
    }
    return found | ({FIRST_NAMES: dict(sorted(numbers.first_names.items()))} if numbers.first_names else {})


def from_plain(data: Mapping[str, Mapping[str, str]]) -> Numbers:
    """The numbers that `numbers_of` made the data of."""
    owners = {
        owner: tuple(_entry(int(number), shown) for number, shown in entries.items())
        for owner, entries in data.items()
        if owner != FIRST_NAMES
    }
    in_order = {owner: tuple(sorted(entries, key=lambda entry: entry.number)) for owner, entries in owners.items()}
    return Numbers(in_order, data.get(FIRST_NAMES, {}))


def renamed(numbers: Numbers, renames: Mapping[str, str]) -> Numbers:
    """The numbers after renames of services (`a`: `b`) and messages (`a.Order`: `b.Purchase`), all at once.

    A message keeps what stands under its new name already, unless that leaves for another name.
    """
    targets = {owner: _new_owner(owner, renames) for owner in numbers.owners}
    moved = {owner: entries for owner, entries in numbers.owners.items() if targets[owner] == owner}
    for owner, entries in numbers.owners.items():
        if targets[owner] != owner:
            moved[owner if targets[owner] in moved else targets[owner]] = entries
    return replace(numbers, owners=moved)


def extended(
    entries: tuple[Entry, ...], names: Iterable[tuple[str, str | None]], certain: Container[str] = ()
) -> tuple[Entry, ...]:
    """The entries of an owner that now has these names, each with the name that it had before, if any.

    What is new gets the next number, what is gone becomes reserved. A name that comes back gets a new
    number: nobody knows whether it still means the same. Names that were exchanged for each other look
    the same before and after: only for `certain` ones it is known that this is still to be done.
    """
    wanted = dict(names)
    before = _renamed_now(wanted, {entry.name for entry in entries if not entry.reserved}, certain)
    kept = [_carried(entry, wanted, before) for entry in entries]
    known = {entry.name for entry in kept if not entry.reserved}
    following = max((entry.number for entry in kept), default=0) + 1
    new = [name for name in wanted if name not in known]
    return (*kept, *(Entry(number, name) for number, name in enumerate(new, start=following)))


def _renamed_now(wanted: Mapping[str, str | None], active: Container[str], certain: Container[str]) -> dict[str, str]:
    """Old name to new name, chains included."""
    claims = {was: name for name, was in wanted.items() if was is not None and was in active}
    while stale := [was for was, name in claims.items() if name in active and name not in claims]:
        for was in stale:
            del claims[was]
    return {was: name for was, name in claims.items() if name in certain or not _returns(was, claims)}


def _returns(name: str, steps: Mapping[str, str]) -> bool:
    """Following the steps leads back to where they started."""
    start, seen = name, set[str]()
    while name in steps and name not in seen:
        seen.add(name)
        name = steps[name]
    return name == start


def _carried(entry: Entry, wanted: Mapping[str, str | None], before: Mapping[str, str]) -> Entry:
    if entry.reserved:
        return entry
    if entry.name in before:
        return replace(entry, name=before[entry.name])
    return entry if entry.name in wanted else replace(entry, reserved=True)


def _new_owner(owner: str, renames: Mapping[str, str]) -> str:
    service, _, message = owner.partition(".")
    return renames.get(owner, f"{renames.get(service, service)}.{message}")


def _entry_text(entry: Entry) -> str:
    return scalar_text(_shown(entry))


def _entry(number: int, shown: str) -> Entry:
    name, _, rest = shown.partition(" ")
    return Entry(number, name, rest == RESERVED)


def _shown(entry: Entry) -> str:
    return f"{entry.name} {RESERVED}" if entry.reserved else entry.name
