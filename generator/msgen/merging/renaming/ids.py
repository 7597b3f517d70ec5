"""What a file is called by blueprint, template and objects, once its objects are renamed."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.merging.renaming.renames import Renames


def renamed_id(identity: str, renames: Renames) -> str:
    """The id that a file of the last generation has in the new one.

    Objects stand in an id with their kinds, so that an operation and an aggregate of one name differ:
    `python-service:template/app.py.jinja#services.orders/operations.PlaceOrder`.
    """
    template, hash_sign, subject = identity.partition("#")
    return f"{template}{hash_sign}{'/'.join(_segments(subject, renames))}"


def _segments(subject: str, renames: Renames) -> Iterator[str]:
    service = ""
    for segment in subject.split("/"):
        kind, dot, name = segment.partition(".")
        if kind == "services":
            service = renames.services.get(name.partition(".")[0], name.partition(".")[0])
        yield f"{kind}{dot}{_renamed(kind, name, service, renames)}"


def _renamed(kind: str, name: str, service: str, renames: Renames) -> str:
    match kind:
        case "services" | "dependencies":
            first, dot, rest = name.partition(".")
            return f"{renames.services.get(first, first)}{dot}{rest}"
        case "operations":
            return renames.of(service).operations.get(name, name)
        case "aggregates":
            return renames.of(service).aggregates.get(name, name)
        case "contexts" | "subscriptions":
            return _in_context(name, renames)
        case "read_models":
            model, dot, heard = name.partition(".")
            return f"{model}{dot}{_in_context(heard, renames)}" if dot else name
        case _:
            return name


def _in_context(name: str, renames: Renames) -> str:
    """A context, or `context.Event` with what follows."""
    old, dot, rest = name.partition(".")
    context = renames.contexts.get(old, old)
    event, after, version = rest.partition(".")
    return f"{context}{dot}{renames.of_context(context).events.get(event, event)}{after}{version}"
