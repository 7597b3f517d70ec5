"""The text of a proto file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from msgen.contracts.numbers import Entry, Numbers
from msgen.contracts.protobuf.names import enum_value_name, field_name, unspecified_name
from msgen.contracts.protobuf.shape import ProtoEnum, ProtoMessage, ProtoShape

_COMMENT_WIDTH = 96


def proto_text(shape: ProtoShape, service: str, numbers: Numbers) -> str:
    """The declarations with their numbers, in the format that `buf format` keeps."""
    blocks = [
        ['syntax = "proto3";'],
        _package(shape),
        [f'import "{path}";' for path in shape.imports],
        _service(shape),
        *(_message(item, numbers.of(service, item.name)) for item in shape.messages),
        *(_enum(item, numbers.of(service, item.name)) for item in shape.enums),
    ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _package(shape: ProtoShape) -> list[str]:
    """An API without a version says to the linter that this is meant."""
    is_versioned = shape.package.count(".") > 1
    ignored = [] if is_versioned else ["// buf:lint:ignore PACKAGE_VERSION_SUFFIX"]
    return [*ignored, f"package {shape.package};"]


def _service(shape: ProtoShape) -> list[str]:
    methods = [
        line
        for method in shape.methods
        for line in (
            *_comment(method.description, "  "),
            f"  rpc {method.name}({method.request}) returns ({method.response});",
        )
    ]
    return [*_comment(shape.description), *_body(f"service {shape.service}", methods)]


def _message(message: ProtoMessage, entries: tuple[Entry, ...]) -> list[str]:
    numbers = {entry.name: entry.number for entry in entries if not entry.reserved}
    if message.is_fixed:
        numbers = {field.source.name: number for number, field in enumerate(message.fields, start=1)}
    taken = frozenset(field.name for field in message.fields)
    body = list(_reserved(entries, (field_name(entry.name) for entry in entries if entry.reserved), taken))
    for field in message.fields:
        label = f"{field.label} " if field.label else ""
        body += _comment(field.source.description, "  ")
        body.append(f"  {label}{field.type} {field.name} = {numbers[field.source.name]};")
    return [*_comment(message.description), *_body(f"message {message.name}", body)]


def _enum(enum: ProtoEnum, entries: tuple[Entry, ...]) -> list[str]:
    numbers = {entry.name: entry.number for entry in entries if not entry.reserved}
    names = {value: enum_value_name(enum.name, value) for value in enum.values}
    removed = (enum_value_name(enum.name, entry.name) for entry in entries if entry.reserved)
    body = list(_reserved(entries, removed, frozenset(names.values())))
    body.append(f"  {unspecified_name(enum.name)} = 0;")
    body += [f"  {name} = {numbers[value]};" for value, name in names.items()]
    return [*_comment(enum.description), *_body(f"enum {enum.name}", body)]


def _reserved(entries: Iterable[Entry], names: Iterable[str], taken: frozenset[str]) -> Iterator[str]:
    """Numbers of what was removed; the name too, unless something new has it."""
    numbers = [str(entry.number) for entry in entries if entry.reserved]
    if numbers:
        yield f"  reserved {', '.join(numbers)};"
    free = [f'"{name}"' for name in dict.fromkeys(names) if name not in taken]
    if free:
        yield f"  reserved {', '.join(free)};"


def _body(head: str, lines: list[str]) -> list[str]:
    return [f"{head} {{", *lines, "}"] if lines else [f"{head} {{}}"]


def _comment(description: str, indent: str = "") -> list[str]:
    lines = [line for paragraph in description.splitlines() for line in textwrap.wrap(paragraph, _COMMENT_WIDTH)]
    return [f"{indent}// {line}" for line in lines]
