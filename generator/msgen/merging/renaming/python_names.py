"""What Python code of one service can import, and what it is called after the renames."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msgen.merging.lock import LockedFile
from msgen.merging.renaming.ids import renamed_id
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

    def __bool__(self) -> bool:
        return bool(self.symbols or any(old != new for old, new in self.modules.items()))

    def module(self, name: str) -> str:
        """What a module is called now; people's own modules move along with the package around them."""
        parent, left = name, ""
        while parent and parent not in self.modules:
            parent, _, last = parent.rpartition(".")
            left = f".{last}{left}"
        return f"{self.modules[parent]}{left}" if parent else name

    def symbol(self, module: str, name: str) -> str:
        return self.symbols.get(module, _NONE).get(name, name)


NO_NAMES = PythonNames({}, {}, {})


def python_names(
    renames: Renames,
    service: str,
    *,
    locked: Iterable[LockedFile],
    base: Mapping[str, File],
    theirs: Mapping[str, File],
) -> PythonNames:
    """The names of a service's repository, told by comparing what was generated with what is generated now.

    `service` is its name now; paths are relative to its folder.
    """
    if not renames:
        return NO_NAMES
    by_id = {file.id: path for path, file in theirs.items() if file.id}
    modules: dict[str, str] = {}
    symbols: dict[str, Mapping[str, str]] = {}
    own: dict[str, Mapping[str, str]] = {}
    for entry in locked:
        path = by_id.get(renamed_id(entry.id, renames), entry.path)
        if not entry.path.endswith(".py") or entry.path not in base or path not in theirs:
            continue
        module = module_at(entry.path)
        modules[module] = module_at(path)
        changed = _changed(base[entry.path].content, theirs[path].content, renames, service, entry)
        if changed:
            symbols[module] = changed
        if changed and entry.owner == "H":
            own[module] = changed
    return PythonNames(modules, symbols, own)


def module_at(path: str) -> str:
    """`src/orders/app/__init__.py` is `orders.app`."""
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _changed(old: bytes, new: bytes, renames: Renames, service: str, entry: LockedFile) -> dict[str, str]:
    if old == new:
        return {}
    only_classes = entry.owner != "G"
    before, now = (list(_definitions(content, only_classes=only_classes)) for content in (old, new))
    return _words(entry.id, renames, service).matched(before, now)


def _words(identity: str, renames: Renames, service: str) -> Vocabulary:
    """The names as they read in one module: in those of a dependency or another context, theirs come first."""
    own_context = _context(renames, service)
    kind, _, name = renamed_id(identity, renames).rpartition("#")[2].rpartition("/")[2].partition(".")
    of_module = {
        "dependencies": (f"services.{name}", f"contexts.{_context(renames, name)}"),
        "contexts": (f"contexts.{name}",),
    }.get(kind, ())
    return vocabulary(renames, *of_module, f"services.{service}", f"contexts.{own_context}")


def _context(renames: Renames, service: str) -> str:
    """The context of a service until now, by its new name."""
    written = renames.before.get("services", {}).get(renames.service_was(service), {})
    context = str(written.get("context", ""))
    return renames.contexts.get(context, context)


def _definitions(content: bytes, *, only_classes: bool) -> Iterator[str]:
    """What a module defines at its top, in its order."""
    for node in _parsed(content).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not only_classes:
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if not only_classes:
                yield name


def _parsed(content: bytes) -> ast.Module:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError):
        return ast.Module([], [])
