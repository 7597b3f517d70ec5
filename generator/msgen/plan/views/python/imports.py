"""The import block of a generated module, in the order and layout that ruff keeps."""

from __future__ import annotations

import re

LINE_LENGTH = 100


class Imports:
    """Collects names while a view is built; `block` prints them once."""

    def __init__(self, *, future_annotations: bool = True) -> None:
        self._modules: dict[str, set[str]] = {}
        if future_annotations:
            self.add("__future__", "annotations")

    def add(self, module: str, *names: str) -> None:
        """Note `from module import names`, or `import module` where no name is given."""
        self._modules.setdefault(module, set()).update(names or {""})

    def block(self) -> str:
        """The import statements, grouped and sorted, without a newline at the end."""
        groups: dict[int, list[str]] = {}
        for module in sorted(self._modules, key=_module_order):
            groups.setdefault(_group(module), []).append(module)
        blocks = []
        for _, modules in sorted(groups.items()):
            plain = [f"import {module}" for module in modules if "" in self._modules[module]]
            named = [
                _statement(module, self._modules[module] - {""})
                for module in modules if self._modules[module] - {""}
            ]  # fmt: skip
            blocks.append("\n".join(plain + named))
        return "\n\n".join(blocks)


_STANDARD = frozenset({
    "abc", "asyncio", "base64", "collections", "collections.abc", "contextlib", "dataclasses", "datetime",
    "decimal", "enum", "functools", "secrets", "typing", "uuid", "pathlib", "sys",
})  # fmt: skip


def _group(module: str) -> int:
    if module == "__future__":
        return 0
    if module in _STANDARD:
        return 1
    return 3 if module.startswith(".") else 2


def _module_order(module: str) -> tuple[int, str]:
    """Relative imports from the furthest to the closest, then by name."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, _natural(module.lstrip("."))


def _statement(module: str, names: set[str]) -> str:
    ordered = sorted(names, key=_name_order)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= LINE_LENGTH:
        return line
    inner = "".join(f"    {name},\n" for name in ordered)
    return f"from {module} import (\n{inner})"


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


def _natural(text: str) -> str:
    """Numbers inside a name count by value: `Order2` stands before `Order10`."""
    return re.sub(r"\d+", lambda number: number.group().rjust(12, "0"), text)
