"""Statements laid out as `ruff format` keeps them, for names of any length.

A statement stands on one line where it fits and is exploded, one argument a line with a trailing comma, where it
does not: both forms are stable, so no formatter runs in the render path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgen.plan.views.python.expressions import Call, as_call, as_conditional, split_arguments

LINE_LENGTH = 100
_COMPREHENSION = re.compile(r"^(?P<open>[\[{])(?P<element>.+) (?P<clause>for .+ in .+)(?P<close>[\]}])$")
_COMPARISON = re.compile(r"^(?P<call>.+\)) (?P<operator>[<>]=?) (?P<number>-?[\d.]+)$")


def statement(prefix: str, expression: str | Call, suffix: str = "", *, indent: int = 8) -> str:
    """`prefix expression suffix` without the first line's indentation.

    >>> print(statement("return ", Call("mapping.output", ("request", "order"))))
    return mapping.output(request, order)
    """
    one_line = f"{prefix}{expression}{suffix}"
    if len(one_line) + indent <= LINE_LENGTH:
        return one_line
    pad, inner = " " * indent, " " * (indent + 4)
    target, operator, waiting = _assignment(prefix)
    too_long = len(f"{prefix}{_opening(expression)}") + indent > LINE_LENGTH
    if too_long and isinstance(expression, Call) and expression.head.endswith("]"):
        return f"{prefix}{_exploded(expression.head, indent)}({', '.join(map(str, expression.arguments))}){suffix}"
    if operator and too_long and len(f"{target}{operator}(") + indent <= LINE_LENGTH:
        value = statement(waiting, expression, indent=indent + 4)
        if _is_text(expression) or max(map(len, f"{inner}{value}".splitlines())) <= LINE_LENGTH:
            return f"{target}{operator}(\n{inner}{value}\n{pad}){suffix}"
    if isinstance(expression, Call) and expression.arguments:
        arguments = "".join(f"{inner}{argument_line(argument, indent + 4)}\n" for argument in expression.arguments)
        return f"{prefix}{_head(expression.head, prefix, indent)}(\n{arguments}{pad}{_end(suffix, indent)}"
    return prefix + _broken(str(expression), indent) + suffix


def _head(head: str, prefix: str, indent: int) -> str:
    """What stands before the brackets: a call before the last dot is exploded where it is too long."""
    base, dot, method = head.rpartition(".")
    call = as_call(base)
    if call is None or len(f"{prefix}{head}(") + indent <= LINE_LENGTH:
        return head
    arguments = "".join(f"{' ' * (indent + 4)}{argument_line(item, indent + 4)}\n" for item in call.arguments)
    return f"{call.head}(\n{arguments}{' ' * indent}){dot}{method}"


def _end(suffix: str, indent: int) -> str:
    """The closing bracket and what follows it."""
    if suffix.startswith(" -> "):
        return f") -> {returned(suffix[4:-1], suffix[-1], indent=indent)}"
    call = as_call(suffix) if suffix.startswith(".") else None
    return f"){suffix}" if call is None else statement(")", call, indent=indent)


def _assignment(prefix: str) -> tuple[str, str, str]:
    """`order = await ` as target, operator and what stands before the value; empty for anything else."""
    match = re.match(r"^([\w.\[\]\"]+)( = )(await )?$", prefix) or re.match(r"^()(return )(await )?$", prefix)
    return (match[1], match[2], match[3] or "") if match else ("", "", "")


def _is_text(expression: str | Call) -> bool:
    """A literal, which brackets may hold however long it is."""
    return isinstance(expression, str) and expression.startswith(('"', 'f"'))


def _opening(expression: str | Call) -> str:
    """The part of an expression that stays on its first line."""
    head = str(expression) if isinstance(expression, str) else f"{expression.head}("
    call = as_call(head) if isinstance(expression, str) else None
    return head if call is None else f"{call.head}("


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
    typed = re.match(r"^(\w+: )(.+?)( = None)?$", argument)
    if typed:
        return annotated(typed[1], typed[2], f"{typed[3] or ''},", indent=indent, is_parameter=True)
    compared = _COMPARISON.match(argument)
    if compared:
        return f"{_broken(compared['call'], indent)}\n{' ' * indent}{compared['operator']} {compared['number']},"
    name, equals, value = _keyword(argument)
    call = None if as_conditional(value) else as_call(value)
    if call is not None:
        return statement(f"{name}{equals}", call, ",", indent=indent)
    return f"{name}{equals}{_broken(value, indent)},"


def _keyword(argument: str) -> tuple[str, str, str]:
    match = re.match(r"^(\w+)(=)(.+)$", argument) or re.match(r'^("\w+")(: )(.+)$', argument)
    return (match[1], match[2], match[3]) if match else ("", "", argument)


def _broken(expression: str, indent: int) -> str:
    pad, inner = " " * indent, " " * (indent + 4)
    if as_conditional(expression):
        if len(inner) + len(expression) <= LINE_LENGTH:
            return f"(\n{inner}{expression}\n{pad})"
        return "(\n" + "".join(f"{inner}{line}\n" for line in _branches(expression, indent + 4)) + f"{pad})"
    comprehension = _COMPREHENSION.match(expression)
    if comprehension:
        element, clause = comprehension["element"], comprehension["clause"]
        body = f"{inner}{element} {clause}\n"
        if len(body) - 1 > LINE_LENGTH:
            laid_out = statement("", as_call(element) or element, indent=indent + 4)
            body = f"{inner}{laid_out}\n{inner}{clause}\n"
        return f"{comprehension['open']}\n{body}{pad}{comprehension['close']}"
    if len(expression) > 2 and expression[0] + expression[-1] in ("[]", "{}"):
        items = "".join(f"{inner}{argument_line(item, indent + 4)}\n" for item in split_arguments(expression[1:-1]))
        return f"{expression[0]}\n{items}{pad}{expression[-1]}"
    call = as_call(expression)
    return expression if call is None else statement("", call, indent=indent)


def _branches(expression: str, indent: int, keyword: str = "") -> Iterator[str]:
    """The lines of a conditional expression, and of the one inside its `else`."""
    conditional = as_conditional(expression)
    if conditional is None:
        yield statement(keyword, as_call(expression) or expression, indent=indent)
        return
    yield statement(keyword, as_call(conditional.then) or conditional.then, indent=indent)
    yield from _conditions(f"if {conditional.test}", indent)
    yield from _branches(conditional.other, indent, "else ")


def _conditions(text: str, indent: int) -> Iterator[str]:
    """What is tested, broken before its operators where it is too long: first at `and`, then at `is`."""
    broken = next((f" {word} " for word in ("and", "is") if f" {word} " in text), None)
    if len(text) + indent <= LINE_LENGTH or broken is None:
        yield text
        return
    left, right = text.split(broken, 1)
    yield from _conditions(left, indent)
    yield from _conditions(f"{broken[1:]}{right}", indent)


def annotated(prefix: str, annotation: str, suffix: str = "", *, indent: int, is_parameter: bool = False) -> str:
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
    if core == annotation and not (is_parameter or core.endswith("]")):
        fits = len(inner) + len(core) <= LINE_LENGTH >= len(prefix) + indent + 1 and not suffix
        return f"{prefix}(\n{inner}{core}\n{pad}){suffix}" if fits else f"{prefix}{core}{suffix}"
    if core == annotation:
        return f"{prefix}{_exploded(core, indent)}{suffix}"
    if is_parameter:
        return f"{prefix}{_exploded(core, indent)}\n{pad}| None{suffix}"
    union = annotation
    if len(inner) + len(union) > LINE_LENGTH:
        first = core if len(inner) + len(core) <= LINE_LENGTH else _exploded(core, indent + 4)
        union = f"{first}\n{inner}| None"
    return f"{prefix}(\n{inner}{union}\n{pad}){suffix}"


def returned(annotation: str, end: str = ":", *, indent: int) -> str:
    """The annotation behind `) -> ` and what follows it, in brackets where it is too long."""
    if len(f") -> {annotation}{end}") + indent <= LINE_LENGTH:
        return f"{annotation}{end}"
    pad, inner = " " * indent, " " * (indent + 4)
    if annotation.endswith("]"):
        return f"{_exploded(annotation, indent)}{end}"
    core = annotation.removesuffix(" | None")
    if core == annotation and len(inner) + len(core) > LINE_LENGTH:
        return f"{annotation}{end}"
    union = annotation if len(inner) + len(annotation) <= LINE_LENGTH else f"{core}\n{inner}| None"
    return f"(\n{inner}{union}\n{pad}){end}"


def class_head(name: str, *bases: str) -> str:
    """The first line of a class.

    >>> class_head("Order", "OrderFields")
    'class Order(OrderFields):'
    """
    return statement("class ", Call(name, bases), ":", indent=0)


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
