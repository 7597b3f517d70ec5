"""The Jinja environment of a blueprint: what Copier gives to a template, built on Jinja alone, and shared partials."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Literal

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment

from msgen.rendering.blueprint import Blueprint, partials_of
from msgen.rendering.bytecode import bytecode_cache
from msgen.rendering.errors import BlueprintError, PathRejected
from msgen.rendering.filters import Filters
from msgen.rendering.path_loops import PathLoops

_LOADERS_OF_FILES = frozenset({"parse_file", "parse_raw"})
"""Methods of Pydantic's models that read any path, and unpickle what is given to them."""
_real = cache(os.path.realpath)
_PATHS = {"posix": PurePosixPath, "windows": PureWindowsPath, "native": PurePath}


class Partials(Extension):
    """Lets a blueprint say `{% include "partials/python/settings.py.jinja" %}`.

    Copier loads nothing from outside a template's own folder, so a blueprint names this extension in its
    `copier.yml`. It then also renders with `copier copy --trust`, without msgen's own code around it.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        if isinstance(environment.loader, FileSystemLoader):
            shared = FileSystemLoader(partials_of(Path(environment.loader.searchpath[0])))
            environment.loader = ChoiceLoader([environment.loader, PrefixLoader({"partials": shared})])


class BlueprintEnvironment(SandboxedEnvironment):
    """Keeps from templates what reaches beyond the view."""

    path_loops: PathLoops

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr in _LOADERS_OF_FILES or (attr == "parser" and isinstance(obj, PurePath)):
            return False
        return super().is_safe_attribute(obj, attr, value)


class OwnFiles(FileSystemLoader):
    """Templates of one folder: a link that leads out of it is none of them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        if not _is_below(found[1], self.searchpath[0]):
            raise PathRejected(f"`{template}` is a link out of the blueprint in `{self.searchpath[0]}`")
        return found


def _is_below(path: str, folder: str) -> bool:
    """Wherever links lead."""
    above, name = os.path.split(path)
    real = os.path.realpath(path) if os.path.islink(path) else os.path.join(_real(above), name)
    return real.startswith(f"{folder}{os.sep}")


@cache
def environment_of(blueprint: Blueprint, cache_folder: Path | None) -> BlueprintEnvironment:
    """One for each blueprint and process; the digest in `blueprint` keeps a changed template apart."""
    settings = dict(blueprint.environment)
    settings["undefined"] = StrictUndefined
    try:
        environment = BlueprintEnvironment(
            loader=OwnFiles(blueprint.root.resolve()), extensions=[PathLoops, *blueprint.extensions], **settings
        )
    except ImportError as error:
        raise BlueprintError(
            f"blueprint `{blueprint.name}`: an extension of its `_jinja_extensions` cannot be imported: {error}\n"
            "hint: install it where msgen is installed"
        ) from error
    environment.path_loops = next(each for each in environment.extensions.values() if isinstance(each, PathLoops))
    environment.filters = Filters(environment.filters)
    environment.globals["pathjoin"] = _pathjoin
    environment.auto_reload = False
    environment.bytecode_cache = bytecode_cache(cache_folder, environment)
    return environment


def _pathjoin(*path: str, mode: Literal["posix", "windows", "native"] = "posix") -> str:
    return str(_PATHS[mode](*path))
