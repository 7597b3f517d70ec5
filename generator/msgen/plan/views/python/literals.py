"""Values that the spec writes as text (`default=`, `example`) as Python expressions."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError

from msgen.design.python_names import enum_member, field_name
from msgen.design.types import Field, ListType, MapType, Scalar, Type
from msgen.plan.views.python.annotations import Annotator, text_literal
from msgen.plan.views.python.scopes import Scope

_DURATION = TypeAdapter(timedelta, config=ConfigDict(defer_build=True))


def literal(field: Field, written: str, scope: Scope, annotator: Annotator) -> str | None:
    """The expression of a literal of the field's type; `None` where the text is no value of it."""
    resolved = scope.resolved(field.type)
    is_text = isinstance(resolved, Scalar) and resolved.kind not in ("json", "money")
    if is_text or scope.enum(resolved, field.name) is not None:
        return _of_json(written, resolved, field.name, scope, annotator)
    try:
        value = json.loads(written)
    except json.JSONDecodeError:
        return None
    return _of_json(value, resolved, field.name, scope, annotator)


def _of_json(value: Any, written: Type, name: str, scope: Scope, annotator: Annotator) -> str | None:
    resolved = scope.resolved(written)
    if value is None and resolved.optional:
        return "None"
    match resolved:
        case Scalar(kind="json"):
            return _json(value, annotator)
        case Scalar():
            return _scalar(resolved, value, annotator)
        case ListType(item=item):
            items = value if isinstance(value, list) else [value]
            return _joined("[", [_of_json(one, item, name, scope, annotator) for one in items], "]")
        case MapType(value=item) if isinstance(value, dict):
            entries = {key: _of_json(one, item, name, scope, annotator) for key, one in value.items()}
            return _joined("{", [one and f"{text_literal(key)}: {one}" for key, one in entries.items()], "}")
    enum = scope.enum(resolved, name)
    if enum is not None:
        return f"{annotator.use(enum[0])}.{enum_member(value)}" if value in enum[1] else None
    return _struct(value, resolved, scope, annotator)


def _struct(value: Any, resolved: Type, scope: Scope, annotator: Annotator) -> str | None:
    struct = scope.struct(resolved)
    if struct is None or not isinstance(value, dict):
        return None
    arguments = []
    for item in struct.fields:
        if item.name in value:
            one = _of_json(value[item.name], item.type, item.name, scope, annotator)
            arguments.append(one and f"{field_name(item.name)}={one}")
    return _joined(f"{annotator.use(struct.ref)}(", arguments, ")")


def _scalar(scalar: Scalar, value: Any, annotator: Annotator) -> str | None:
    try:
        return _expression(scalar, value, annotator)
    except (ValueError, TypeError, KeyError, binascii.Error, ValidationError):
        return None


def _expression(scalar: Scalar, value: Any, annotator: Annotator) -> str:
    imports = annotator.imports
    match scalar.kind:
        case "int":
            return str(int(value))
        case "float":
            return repr(float(value))
        case "bool":
            return "True" if str(value).lower() == "true" else "False"
        case "decimal":
            imports.add("decimal", "Decimal")
            return f'Decimal("{value}")'
        case "uuid":
            imports.add("uuid", "UUID")
            return f'UUID("{UUID(value)}")'
        case "date":
            day = date.fromisoformat(value)
            imports.add("datetime", "date")
            return f"date({day.year}, {day.month}, {day.day})"
        case "datetime":
            imports.add("datetime", "UTC", "datetime")
            return _moment(datetime.fromisoformat(value))
        case "duration":
            imports.add("datetime", "timedelta")
            return _duration(_DURATION.validate_python(value))
        case "bytes":
            return "b" + text_literal(repr(base64.b64decode(value, validate=True))[2:-1])
        case "money":
            imports.add("decimal", "Decimal")
            annotator.take("domain._gen.scalars", "Money")
            return f'Money(amount=Decimal("{value["amount"]}"), currency={text_literal(value["currency"])})'
        case _:
            return text_literal(str(value))


def _moment(moment: datetime) -> str:
    utc = moment if moment.tzinfo is None else moment.astimezone(UTC)
    parts = [utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond]
    while len(parts) > 4 and parts[-1] == 0:
        parts.pop()
    return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"


def _duration(length: timedelta) -> str:
    parts = {"days": length.days, "seconds": length.seconds, "microseconds": length.microseconds}
    given = ", ".join(f"{name}={count}" for name, count in parts.items() if count)
    return f"timedelta({given or 0})"


def _json(value: Any, annotator: Annotator) -> str:
    """Read at run time where it holds others, so that it has the type of any JSON value."""
    if not isinstance(value, (dict, list)) or not value:
        return json_literal(value)
    annotator.imports.add("json")
    return f"json.loads({text_literal(json.dumps(value, ensure_ascii=False))})"


def json_literal(value: Any) -> str:
    """A JSON value as Python."""
    match value:
        case str():
            return text_literal(value)
        case list():
            return f"[{', '.join(map(json_literal, value))}]"
        case dict():
            return f"{{{', '.join(f'{text_literal(key)}: {json_literal(one)}' for key, one in value.items())}}}"
        case other:
            return repr(other)


def _joined(opening: str, parts: list[str | None], closing: str) -> str | None:
    """`None` where one of the parts could not be written."""
    known = [part for part in parts if part is not None]
    return f"{opening}{', '.join(known)}{closing}" if len(known) == len(parts) else None
