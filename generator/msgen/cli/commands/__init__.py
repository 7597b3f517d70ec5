"""The commands, one per module: a function of the module's name, and its `PAGE`. A new module is a new command."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from msgspec import Struct

from msgen.cli.page import Page


class FoundCommand(Struct, frozen=True):
    name: str
    run: Callable[..., Any]
    page: Page


def found(first_word: str = "") -> tuple[FoundCommand, ...]:
    """Every command, by name; the first word of a command line may say that no other one is needed."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    called = [name for name in names if name.rstrip("_") == first_word]
    return tuple(_command(name) for name in called or names)


def _command(name: str) -> FoundCommand:
    """A module that Python would take for a keyword ends in `_`."""
    module = import_module(f"{__name__}.{name}")
    return FoundCommand(name.rstrip("_"), getattr(module, name), module.PAGE)
