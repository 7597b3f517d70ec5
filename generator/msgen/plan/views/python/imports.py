"""The import block of a generated module, in the order and layout that ruff keeps."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from msgen.design.python_names import STANDARD_MODULES

LINE_LENGTH = 100


class Imports:
    """Collects names while a view is built; `block` prints them once."""

    def __init__(self, *, future_annotations: bool = True, first_party: frozenset[str] = frozenset()) -> None:
        self._modules: dict[str, set[str]] = {}
        self._first_party = first_party
        if future_annotations:
            self.add("__future__", "annotations")

    def add(self, module: str, *names: str) -> None:
        """Note `from module import names`, or `import module` where no name is given."""
        self._modules.setdefault(module, set()).update(names or {""})

    def block(self) -> str:
        """The import statements, grouped and sorted, without a newline at the end."""
        groups: dict[int, list[str]] = {}
        for module in sorted(self._modules, key=module_order):
            groups.setdefault(self._group(module), []).append(module)
        blocks = []
        for _, modules in sorted(groups.items()):
            plain = [f"import {module}" for module in modules if "" in self._modules[module]]
            named = [
                from_statement(module, self._modules[module] - {""})
                for module in modules if self._modules[module] - {""}
            ]  # fmt: skip
            blocks.append("\n".join(plain + named))
        return "\n\n".join(blocks)

    def _group(self, module: str) -> int:
        """The future, the standard library, what is installed, what belongs to the repository."""
        package = module.split(".")[0]
        if module == "__future__":
            return 0
        if package in self._first_party or not package:
            return 3
        return 1 if package in STANDARD_MODULES else 2


def module_order(module: str) -> tuple[int, str]:
    """Relative imports from the furthest to the closest, then by name."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, _natural(module.lstrip("."))


def from_statement(module: str, names: Collection[str], *, exploded: bool = False) -> str:
    """One statement for the plain names, and one for each name that gets another.

    `exploded` puts each of several names on a line of its own, also where one line would hold them.
    """
    plain = sorted((name for name in names if " as " not in name), key=_name_order)
    renamed = sorted((name for name in names if " as " in name), key=_name_order)
    lines = [_line(module, [name]) for name in renamed]
    if not plain:
        return "\n".join(lines)
    line = _line(module, plain, exploded=exploded)
    statements = [(_name_order(plain[0]), line), *zip(map(_name_order, renamed), lines, strict=True)]
    return "\n".join(text for _, text in sorted(statements))


def _line(module: str, names: list[str], *, exploded: bool = False) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_LENGTH and not exploded:
        return line
    inner = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{inner})"


@lru_cache(maxsize=1024)
def _name_order(name: str) -> tuple[int, str, str]:
    """Constants, then classes, then the rest, as ruff orders them."""
    member = name.split(" as ")[0]
    if len(member) > 1 and member.isupper():
        kind = 0
    elif member[:1].isupper():
        kind = 1
    else:
        kind = 2
    return kind, _natural(member.lower()), member


@lru_cache(maxsize=1024)
def _natural(text: str) -> str:
    """Numbers inside a name count by value: `Order2` stands before `Order10`."""
    return re.sub(r"\d+", lambda number: number.group().rjust(12, "0"), text)
