"""How names that are made of the design's names read after renames: `PlaceOrderInput`, `an_order`, `orders`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from msgen.design.naming import pascal_case, plural, words
from msgen.merging.renaming.renames import Design, Renames

Words = tuple[str, ...]
_LIMIT = 256
"""Readings of one name that are tried."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that stand for an object, to the words that stand for it now; those that are nearest come first."""

    terms: Mapping[Words, tuple[Words, ...]]

    def readings(self, name: str) -> Iterator[Words]:
        """What a name may read as now, from the likeliest on; the name itself is one of them."""
        return islice(self._readings(spoken(name)), _LIMIT)

    def matched(self, old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
        """Old name to new name, of those names of a module that changed and are there under their new ones."""
        there = {(_style(name), spoken(name)): name for name in new}
        found: dict[str, str] = {}
        for name in old:
            style = _style(name)
            now = next((there[key] for words in self.readings(name) if (key := (style, words)) in there), name)
            if now != name:
                found[name] = now
        return found

    def may_become(self, old: str, new: str) -> bool:
        """Whether a name may read so now."""
        return _style(old) == _style(new) and spoken(new) in self.readings(old)

    def changing(self) -> frozenset[Words]:
        """What is renamed, as it was and as it is called now."""
        return frozenset(
            term for old, new in self.terms.items() if any(each != old for each in new) for term in (old, *new)
        )

    def _readings(self, said: Words) -> Iterator[Words]:
        if not said:
            yield ()
            return
        for length in range(len(said), 0, -1):
            for term in self.terms.get(said[:length], ()):
                yield from (term + rest for rest in self._readings(said[length:]))
        yield from (said[:1] + rest for rest in self._readings(said[1:]))


def vocabulary(renames: Renames, *scopes: str) -> Vocabulary:
    """The names of the whole design, those of `scopes` (`services.orders`, `contexts.sales`, by new names) first."""
    terms: dict[Words, dict[Words, None]] = defaultdict(dict)
    for old, new in _terms(renames, scopes):
        terms[words(old)][words(new)] = None
    return Vocabulary({old: tuple(new) for old, new in terms.items()})


def _terms(renames: Renames, scopes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    parts = dict(_parts(renames))
    for scope in (*scopes, "", *parts):
        yield from parts.get(scope, ())
    for fields in _fields(renames):
        yield from fields.items()


def _parts(renames: Renames) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    before = renames.before
    services = {name: renames.services.get(name, name) for name in before.get("services", ())}
    contexts = {name: renames.contexts.get(name, name) for name in before.get("contexts", ())}
    externals = {name: name for name in before.get("externals", ())}
    yield "", [*services.items(), *contexts.items(), *externals.items()]
    for old, new in services.items():
        yield f"services.{new}", list(_of_service(before["services"][old], new, renames))
    for old, new in contexts.items():
        inside = renames.of_context(new)
        written = before["contexts"][old]
        types = [(name, inside.types.get(name, name)) for name in written["types"]]
        yield f"contexts.{new}", types + [(name, inside.events.get(name, name)) for name in written["events"]]


def _of_service(written: Design, name: str, renames: Renames) -> Iterator[tuple[str, str]]:
    inside = renames.of(name)
    for operation in written["operations"]:
        yield operation["name"], inside.operations.get(operation["name"], operation["name"])
    for aggregate in written["aggregates"]:
        new = inside.aggregates.get(aggregate["name"], aggregate["name"])
        yield aggregate["name"], new
        yield plural(aggregate["name"]), plural(new)
    for model in written["read_models"]:
        yield model["name"], model["name"]
        yield plural(pascal_case(model["name"])), plural(pascal_case(model["name"]))


def _fields(renames: Renames) -> Iterator[Mapping[str, str]]:
    for service in renames.of_services.values():
        yield from (*service.fields.values(), *service.inputs.values(), *service.outputs.values())
    for context in renames.of_contexts.values():
        yield from (*context.fields.values(), *context.payloads.values())


def spoken(name: str) -> Words:
    """The words of a name, or of several with a space between; an article depends on what follows and says nothing."""
    said = [words(each) for each in name.split(" ")]
    return tuple(
        "a" if word == "an" and not at and (len(each) > 1 or len(said) > 1) else word
        for each in said
        for at, word in enumerate(each)
    )


def _style(name: str) -> str:
    stem = name.lstrip("_")
    if stem.isupper() and len(stem) > 1:
        return "constant"
    return "class" if stem[:1].isupper() else "name"
