"""What Python code of one service can import, and what it is called after the renames."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from msgen.merging.lock import LockedFile
from msgen.merging.renaming.definitions import Comparison, parsed
from msgen.merging.renaming.ids import renamed_id
from msgen.merging.renaming.modules import same_modules
from msgen.merging.renaming.renames import Renames
from msgen.merging.renaming.vocabulary import Vocabulary, vocabulary
from msgen.rendering.tree import File

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PythonNames:
    """Modules and what they define, by the names until now."""

    modules: Mapping[str, str]
    """Every generated module and package, to its name now: `billing.app.messages` to `payments.app.messages`."""
    symbols: Mapping[str, Mapping[str, str]]
    """For each module, what it defines under another name now."""
    own_classes: Mapping[str, Mapping[str, str]]
    """For each module that belongs to people, the classes that others find in it by a name that changed."""
    fields: Mapping[tuple[str, str], Mapping[str, str]]
    """For each class or function, by module and name, the fields or parameters that have other names now."""

    def __bool__(self) -> bool:
        return bool(self.symbols or self.fields or any(old != new for old, new in self.modules.items()))

    def module(self, name: str) -> str:
        """What a module is called now; people's own modules move along with the package around them."""
        parent, left = name, ""
        while parent and parent not in self.modules:
            parent, _, last = parent.rpartition(".")
            left = f".{last}{left}"
        return f"{self.modules[parent]}{left}" if parent else name

    def symbol(self, module: str, name: str) -> str:
        return self.symbols.get(module, _NONE).get(name, name)


NO_NAMES = PythonNames({}, {}, {}, {})


def python_names(
    renames: Renames,
    service: str,
    *,
    locked: Collection[LockedFile],
    base: Mapping[str, File],
    theirs: Mapping[str, File],
    new_id: Callable[[str], str] | None = None,
) -> PythonNames:
    """The names of a service's repository, told by comparing what was generated with what is generated now.

    `service` is its name now; paths are relative to its folder. `new_id` gives the id that a file has now, where more
    than the design renames files.
    """
    pairs = same_modules(locked, base, theirs, new_id or partial(renamed_id, renames=renames))
    if not renames and all(old == new for old, new in pairs.items()):
        return NO_NAMES
    words: dict[tuple[str, ...], Vocabulary] = {}
    modules: dict[str, str] = {}
    symbols: dict[str, Mapping[str, str]] = {}
    own: dict[str, Mapping[str, str]] = {}
    fields: dict[tuple[str, str], Mapping[str, str]] = {}
    for entry in locked:
        if entry.path not in pairs:
            continue
        module, path = module_at(entry.path), pairs[entry.path]
        modules[module] = module_at(path)
        before, now = base[entry.path].content, theirs[path].content
        if before == now or not renames:
            continue
        scopes = scopes_of(entry.id, renames, service)
        if scopes not in words:
            words[scopes] = vocabulary(renames, *scopes)
        comparison = Comparison.of(before, now, words[scopes], only_classes=entry.owner != "G")
        fields.update({(module, name): renamed for name, renamed in comparison.fields()})
        if comparison.symbols:
            symbols[module] = {**symbols.get(module, _NONE), **comparison.symbols}
        if comparison.symbols and entry.owner == "H":
            own[module] = comparison.symbols
    return PythonNames(modules, symbols, own, fields | _inherited(fields, locked, base))


def module_at(path: str) -> str:
    """`src/orders/app/__init__.py` is `orders.app`."""
    return path.removeprefix("src/").rpartition(".")[0].removesuffix("/__init__").replace("/", ".")


def imported_module(statement: ast.ImportFrom, path: str) -> str:
    """The module of a `from` import, from the top; `path` is that of the file in which it stands."""
    if not statement.level:
        return statement.module or ""
    package = module_at(path).split(".")
    if path.endswith("/__init__.py"):
        package.append("")
    above = package[: len(package) - statement.level]
    return ".".join([*above, *([statement.module] if statement.module else [])])


def scopes_of(identity: str, renames: Renames, service: str) -> tuple[str, ...]:
    """Whose names count first in a module: in that of a dependency or another context, theirs do."""
    kind, _, name = renamed_id(identity, renames).rpartition("#")[2].rpartition("/")[2].partition(".")
    of_module = {
        "contexts": (f"contexts.{name}",),
        "dependencies": (f"services.{name}", f"contexts.{_context(renames, name)}"),
        "services": (f"services.{name}", f"contexts.{_context(renames, name)}"),
    }.get(kind, ())
    return (*of_module, f"services.{service}", f"contexts.{_context(renames, service)}")


def _context(renames: Renames, service: str) -> str:
    """The context of a service until now, by its new name."""
    written = renames.before.get("services", {}).get(renames.service_was(service), {})
    context = str(written.get("context", ""))
    return renames.contexts.get(context, context)


def _inherited(
    fields: Mapping[tuple[str, str], Mapping[str, str]], locked: Collection[LockedFile], base: Mapping[str, File]
) -> dict[tuple[str, str], Mapping[str, str]]:
    """The fields of people's classes, which have those of the generated ones that they are built on."""
    if not fields:
        return {}
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for entry in locked:
        if entry.owner == "H" and entry.path.endswith(".py") and entry.path in base:
            for name, parent in _parents(base[entry.path].content, entry.path):
                if parent in fields:
                    found[module_at(entry.path), name] = fields[parent]
    return found


def _parents(content: bytes, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each class of a module with those that it is built on, by module and name."""
    body = parsed(content).body
    imported = {
        alias.asname or alias.name: (imported_module(node, path), alias.name)
        for node in body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in body:
        for parent in node.bases if isinstance(node, ast.ClassDef) else ():
            if isinstance(node, ast.ClassDef) and isinstance(parent, ast.Name) and parent.id in imported:
                yield node.name, imported[parent.id]
