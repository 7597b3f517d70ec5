"""The commands, one per module: a function of the module's name, and its `PAGE`. A new module is a new command.

A package is a command with further ones below it: its modules.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from msgspec import Struct

from msgen.cli.page import Page


class FoundCommand(Struct, frozen=True):
    name: str
    run: Callable[..., Any]
    page: Page
    below: tuple[FoundCommand, ...] = ()


def found(first_word: str = "") -> tuple[FoundCommand, ...]:
    """Every command, by name; the first word of a command line may say that no other one is needed."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    called = [name for name in names if _spoken(name) == first_word]
    return tuple(_command(f"{__name__}.{name}") for name in called or names)


def is_known(name: str) -> bool:
    """There is a command of this name; nothing is loaded to find out."""
    return any(_spoken(module.name) == name for module in pkgutil.iter_modules(__path__))


def _command(path: str) -> FoundCommand:
    module = import_module(path)
    name = path.rpartition(".")[2]
    below = _below(path, getattr(module, "__path__", ()))
    return FoundCommand(_spoken(name), getattr(module, name), module.PAGE, below)


def _below(path: str, folders: Iterable[str]) -> tuple[FoundCommand, ...]:
    return tuple(_command(f"{path}.{name}") for name in sorted(module.name for module in pkgutil.iter_modules(folders)))


def _spoken(name: str) -> str:
    """A module that Python would take for a keyword ends in `_`."""
    return name.rstrip("_")
