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


def found() -> tuple[FoundCommand, ...]:
    """Every command, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(_command(name) for name in names)


def _command(name: str) -> FoundCommand:
    """A module that Python would take for a keyword ends in `_`."""
    module = import_module(f"{__name__}.{name}")
    return FoundCommand(name.rstrip("_"), getattr(module, name), module.PAGE)
