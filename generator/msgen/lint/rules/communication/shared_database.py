"""COM01: one database in which several services keep their data."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service, Store


def check(review: Review) -> Iterator[Smell]:
    users: dict[str, list[tuple[str, str, str]]] = {}
    for service in review.topology.services.values():
        for path, own, store in _stores(service):
            users.setdefault(store.name, []).append((service.name, path, own))
    for name, found in users.items():
        services = list(dict.fromkeys(user for user, _, _ in found))
        owner = name if name in services else services[0]
        for user, path, own in found:
            if user == owner:
                continue
            yield Smell(
                f"{path}.name",
                f"`{user}` keeps its data in `{name}`, the store of `{owner}`",
                fixes=(
                    Fix(f"give {user} a store of its own", (Edit(f"{path}.name", own),)),
                    Fix(f"let {owner} own the data: {user} calls its operations or hears its events"),
                ),
            )


def _stores(service: Service) -> Iterator[tuple[str, str, Store]]:
    """Every store of a service that exists: its object path, a name of its own, and the store."""
    found = [(f"{service.name}.store", service.name, service.store)]
    found += [(f"{service.name}.read_models.{item.name}.store", item.name, item.store) for item in service.read_models]
    yield from (entry for entry in found if entry[2].exists)


RULE = Rule(
    id="COM01",
    title="Shared database",
    severity="error",
    covers=("S2", "B4"),
    source=(
        "Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; Brogi, Neri, Soldani, Zimmermann, multivocal review of "
        "smells; MSANose; microservices.io (Richardson)"
    ),
    condition="more than one service has a store of one `store.name`",
    fix="choice",
    check=check,
)
