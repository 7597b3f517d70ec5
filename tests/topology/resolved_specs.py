"""Topologies of specs that stand inside a test."""

from __future__ import annotations

from textwrap import dedent, indent

from msgen.design.types import Field
from msgen.spec import parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Message, Service, Topology


def system(text: str) -> Topology:
    """The topology of a spec without its first two keys."""
    return resolve(parse(read_text(f"msgen: 1\nname: test\n{dedent(text)}")))


def service(text: str, name: str = "orders") -> Service:
    """One service of a system that has only this one."""
    return system(f"services:\n  {name}:\n{indent(dedent(text).strip(), '    ')}\n").services[name]


def names(message: Message) -> tuple[str, ...]:
    return tuple(field.name for field in message.fields)


def kinds(fields: tuple[Field, ...]) -> dict[str, str]:
    """The kind of each scalar field."""
    return {field.name: getattr(field.type, "kind", type(field.type).__name__) for field in fields}
