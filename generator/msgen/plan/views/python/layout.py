"""Statements laid out as `ruff format` keeps them, for names of any length.

A statement stands on one line where it fits and is exploded, one argument a line with a trailing comma, where it
does not: both forms are stable, so no formatter runs in the render path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_LENGTH = 100
_COMPREHENSION = re.compile(r"^(?P<open>[\[{])(?P<element>.+) (?P<clause>for .+ in .+)(?P<close>[\]}])$")
_CONDITIONAL = re.compile(r"^(?P<then>.+?) if (?P<test>[\w.]+ is None) else (?P<other>.+)$")


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or anything else in round brackets: what stands before them and the arguments."""

    head: str
    arguments: tuple[str | Call, ...] = ()

    def __str__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.arguments))})"


def statement(prefix: str, expression: str | Call, suffix: str = "", *, indent: int = 8) -> str:
    """`prefix expression suffix` without the first line's indentation.

    >>> print(statement("return ", Call("mapping.output", ("request", "order"))))
    return mapping.output(request, order)
    """
    one_line = f"{prefix}{expression}{suffix}"
    if len(one_line) + indent <= LINE_LENGTH:
        return one_line
    pad, inner = " " * indent, " " * (indent + 4)
    if isinstance(expression, Call) and expression.arguments:
        arguments = "".join(
            f"{inner}{argument_line(argument, indent + 4)}\n" for argument in expression.arguments
        )
        return f"{prefix}{expression.head}(\n{arguments}{pad}){suffix}"
    return prefix + _broken(str(expression), indent) + suffix


def subscript(prefix: str, head: str, parts: tuple[str, ...], suffix: str = "", *, indent: int) -> str:
    """`prefix head[part, part] suffix`: on one line, with the parts on a line of their own, or on one each."""
    joined = ", ".join(parts)
    one_line = f"{prefix}{head}[{joined}]{suffix}"
    if len(one_line) + indent <= LINE_LENGTH:
        return one_line
    pad, inner = " " * indent, " " * (indent + 4)
    if len(inner) + len(joined) <= LINE_LENGTH:
        return f"{prefix}{head}[\n{inner}{joined}\n{pad}]{suffix}"
    lines = "".join(f"{inner}{part},\n" for part in parts)
    return f"{prefix}{head}[\n{lines}{pad}]{suffix}"


def argument_line(argument: str | Call, indent: int) -> str:
    """An argument with its comma, as it stands on a line of its own."""
    if isinstance(argument, Call):
        return statement("", argument, ",", indent=indent)
    if len(argument) + 1 + indent <= LINE_LENGTH:
        return f"{argument},"
    name, equals, value = _keyword(argument)
    call = None if _CONDITIONAL.match(value) else as_call(value)
    if call is not None:
        return statement(f"{name}{equals}", call, ",", indent=indent)
    return f"{name}{equals}{_broken(value, indent)},"


def _keyword(argument: str) -> tuple[str, str, str]:
    match = re.match(r"^(\w+)(=)(.+)$", argument) or re.match(r'^("\w+")(: )(.+)$', argument)
    return (match[1], match[2], match[3]) if match else ("", "", argument)


def _broken(expression: str, indent: int) -> str:
    pad, inner = " " * indent, " " * (indent + 4)
    comprehension = _COMPREHENSION.match(expression)
    if comprehension:
        element, clause = comprehension["element"], comprehension["clause"]
        body = f"{inner}{element} {clause}\n"
        if len(body) - 1 > LINE_LENGTH:
            body = f"{inner}{element}\n{inner}{clause}\n"
        return f"{comprehension['open']}\n{body}{pad}{comprehension['close']}"
    if _CONDITIONAL.match(expression):
        if len(inner) + len(expression) <= LINE_LENGTH:
            return f"(\n{inner}{expression}\n{pad})"
        return "(\n" + "".join(f"{inner}{line}\n" for line in _branches(expression, indent + 4)) + f"{pad})"
    if expression.startswith("[") and expression.endswith("]"):
        items = "".join(f"{inner}{item},\n" for item in split_arguments(expression[1:-1]))
        return f"[\n{items}{pad}]"
    call = as_call(expression)
    return expression if call is None else statement("", call, indent=indent)


def _branches(expression: str, indent: int, keyword: str = "") -> Iterator[str]:
    """The lines of a conditional expression, and of the one inside its `else`."""
    conditional = _CONDITIONAL.match(expression)
    if conditional is None:
        yield statement(keyword, as_call(expression) or expression, indent=indent)
        return
    yield f"{keyword}{conditional['then']}"
    yield f"if {conditional['test']}"
    yield from _branches(conditional["other"], indent, "else ")


def annotated(
    prefix: str, annotation: str, suffix: str = "", *, indent: int, is_parameter: bool = False
) -> str:
    """`prefix annotation suffix` over several lines where it is too long; a union stands in brackets in a class.

    >>> print(annotated("size: ", "Annotated[int, Field(ge=0)]", " = 1", indent=4))
    size: Annotated[int, Field(ge=0)] = 1
    """
    if len(f"{prefix}{annotation}{suffix}") + indent <= LINE_LENGTH:
        return f"{prefix}{annotation}{suffix}"
    pad, inner = " " * indent, " " * (indent + 4)
    if suffix.startswith(" = ") and not is_parameter and len(f"{prefix}{annotation} = (") + indent <= LINE_LENGTH:
        return f"{prefix}{annotation} = (\n{inner}{suffix.removeprefix(' = ')}\n{pad})"
    core = annotation.removesuffix(" | None")
    if core == annotation:
        return f"{prefix}{_exploded(core, indent)}{suffix}"
    if is_parameter:
        return f"{prefix}{_exploded(core, indent)}\n{pad}| None{suffix}"
    union = annotation
    if len(inner) + len(union) > LINE_LENGTH:
        union = f"{_exploded(core, indent + 4)}\n{inner}| None"
    return f"{prefix}(\n{inner}{union}\n{pad}){suffix}"


def _exploded(annotation: str, indent: int) -> str:
    """The parts in the square brackets on lines of their own; a single one takes no comma, which would make a tuple."""
    if not annotation.endswith("]"):
        return annotation
    head, _, inside = annotation[:-1].partition("[")
    parts = split_arguments(inside)
    pad = " " * (indent + 4)
    comma = "," if len(parts) > 1 else ""
    lines = "".join(f"{pad}{_part(part, comma, indent + 4)}\n" for part in parts)
    return f"{head}[\n{lines}{' ' * indent}]"


def _part(part: str, comma: str, indent: int) -> str:
    if len(part) + len(comma) + indent <= LINE_LENGTH:
        return f"{part}{comma}"
    call = as_call(part)
    if call is not None:
        return statement("", call, comma, indent=indent)
    core = part.removesuffix(" | None")
    union = "" if core == part else f"\n{' ' * indent}| None"
    return f"{_exploded(core, indent)}{union}{comma}"


def as_call(expression: str) -> Call | None:
    """A call written as text, so that its arguments may stand on lines of their own; `None` for anything else.

    >>> str(as_call('column("a").in_(["b", "c"])'))
    'column("a").in_(["b", "c"])'
    """
    if not expression.endswith(")"):
        return None
    depth, quoted = 0, ""
    for position in range(len(expression) - 1, -1, -1):
        letter = expression[position]
        if letter in "\"'":
            quoted = "" if letter == quoted else quoted or letter
        if not quoted:
            depth += (letter in ")]}") - (letter in "([{")
        if depth == 0 and not quoted:
            arguments = split_arguments(expression[position + 1 : -1])
            return Call(expression[:position], arguments) if position and arguments else None
    return None


def split_arguments(text: str) -> tuple[str, ...]:
    """The arguments of a call, at the commas outside of brackets and quotes."""
    arguments: list[str] = []
    depth, current, quoted = 0, "", ""
    for letter in text:
        if letter in "\"'":
            quoted = "" if letter == quoted else quoted or letter
        if not quoted:
            depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0 and not quoted:
            arguments.append(current.strip())
            current = ""
        else:
            current += letter
    return (*arguments, current.strip()) if current.strip() else tuple(arguments)
