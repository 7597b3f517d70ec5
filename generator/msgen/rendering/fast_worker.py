"""Copier without what it repeats for each run and each file: same bytes, a small part of the time.

The environment is the one that Copier builds, on names that it keeps private. With a Copier that lacks one of them
this module cannot be imported, and `engine` renders with the public `run_copy`. `tests/rendering/` checks each name,
and compares the bytes of both.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from copier._jinja_ext import SandboxedEnvironment, get_yield_context
from copier._main import Worker
from copier._settings import SettingsModel
from copier._template import Template as CopierTemplate
from copier.errors import CopierError, ForbiddenPathError, YieldTagInFileError
from jinja2 import Template, TemplateError
from msgspec import Struct

from msgen.rendering.blueprint import IGNORED, Blueprint, is_ignored
from msgen.rendering.environment import bytecode_cache
from msgen.rendering.errors import PathRejected, TemplateFailed
from msgen.rendering.output import Output
from msgen.rendering.template_folder import Folder, Source, template_folder
from msgen.rendering.tree import SYMLINK

USED = ("template", "jinja_env")
if missing := [name for name in USED if not hasattr(Worker, name)]:
    raise ImportError(f"this Copier has no {', '.join(missing)}")

_Values = dict[str, Any]
"""What path parts added by `yield`."""


class FolderTemplate(CopierTemplate):
    """A template that is a plain folder: git is not asked about it."""

    @cached_property
    def vcs(self) -> None:
        return None


class QuietWorker(Worker):
    """Copier's own worker for one blueprint, which reads no settings and no answers of the user."""

    def __init__(self, blueprint: Blueprint, view: Any, destination: Path) -> None:
        super().__init__(
            src_path=str(blueprint.root),
            dst_path=destination,
            data={blueprint.view: view},
            settings=SettingsModel(),
            exclude=IGNORED,
            defaults=True,
            overwrite=True,
            quiet=True,
            unsafe=True,
        )
        self.blueprint = blueprint

    @cached_property
    def template(self) -> CopierTemplate:
        return FolderTemplate(url=str(self.blueprint.root))


class FastWorker(Struct, frozen=True, dict=True):
    """Renders one blueprint in memory, with one environment per blueprint and process."""

    blueprint: Blueprint
    view: Any
    cache_folder: Path | None

    def render(self) -> Iterator[Output]:
        """The view is all that templates see: no folder name, no path of this machine and no clock."""
        seen: dict[str, str] = {}
        for output in self._below(template_folder(self.blueprint), "", {}):
            if earlier := seen.get(output.path):
                both = " and ".join(f"`{each}`" for each in sorted({earlier, output.template}))
                raise PathRejected(f"blueprint `{self.blueprint.name}` writes `{output.path}` twice, from {both}")
            seen[output.path] = output.template
            yield output

    @cached_property
    def jinja_env(self) -> SandboxedEnvironment:
        return _environment(self.blueprint, self.cache_folder)

    @cached_property
    def _openings(self) -> tuple[str, str, str]:
        """Where a tag, a value or a comment begins in the blueprint's dialect."""
        environment = self.jinja_env
        return environment.block_start_string, environment.variable_start_string, environment.comment_start_string

    def _below(self, folder: Folder, above: str, values: _Values) -> Iterator[Output]:
        for source in folder.sources:
            for path, known in self._paths(source, above, values):
                yield Output(path, self._content(source, known), source.mode, source.path, known)
        for inner in folder.folders:
            for path, known in self._paths(inner, above, values):
                yield from self._below(inner, path, known)

    def _paths(self, part: Source | Folder, above: str, values: _Values) -> Iterator[tuple[str, _Values]]:
        """Where a file or folder goes: nowhere if its name is empty, to many places if it yields."""
        for name, known in self._names(part, values):
            path = posixpath.normpath(posixpath.join(above, name))
            if path.startswith(("/", "../")) or path == "..":
                raise ForbiddenPathError(path=Path(path))
            if not any(is_ignored(each) for each in path.split("/")):
                yield path, known

    def _names(self, part: Source | Folder, values: _Values) -> list[tuple[str, _Values]]:
        if not any(opening in part.name for opening in self._openings):
            return [(part.name, values)]  # most of them: nothing to compile
        try:
            return [(name, known) for name, known in self._rendered_names(part.name, values) if name]
        except (TemplateError, CopierError) as error:
            where = f"{self.blueprint.name}/{part.path}"
            raise TemplateFailed(f"blueprint `{self.blueprint.name}`: path {where}: {error}") from error

    def _rendered_names(self, name: str, values: _Values) -> Iterator[tuple[str, _Values]]:
        whole = self._render_string(name, values)
        context = get_yield_context(self.jinja_env)
        if context.yield_name is None:
            yield whole, values
            return
        variable, items = context.yield_name, context.yield_iterable
        for item in items or ():
            known = {**values, variable: item}
            yield self._render_string(name, known), known

    def _content(self, source: Source, values: _Values) -> bytes:
        if not source.is_template:
            return source.content
        if source.mode == SYMLINK:
            return os.fsencode(Path(self._render_string(os.fsdecode(source.content), {})))
        template = self.jinja_env.get_template(source.path)
        self._forget_yield()
        content: str = template.render(**{self.blueprint.view: self.view}, **values)
        if get_yield_context(self.jinja_env).yield_name:
            raise YieldTagInFileError(f"File {source.path} contains a yield tag, but it is not allowed.")
        return content.encode()

    def _render_string(self, string: str, values: _Values) -> str:
        compiled = _compiled(self.jinja_env, string)
        self._forget_yield()
        return compiled.render({self.blueprint.view: self.view} | values)

    def _forget_yield(self) -> None:
        """Copier forgets the last `yield` when it compiles, which a cached template never does again."""
        context = get_yield_context(self.jinja_env)
        context.yield_name = None
        context.yield_iterable = None


@cache
def _environment(blueprint: Blueprint, cache_folder: Path | None) -> SandboxedEnvironment:
    """The environment as Copier builds it; the digest in `blueprint` keeps a changed template apart."""
    environment = QuietWorker(blueprint, None, blueprint.root).jinja_env
    environment.auto_reload = False
    environment.bytecode_cache = bytecode_cache(cache_folder, environment)
    return environment


@cache
def _compiled(environment: SandboxedEnvironment, string: str) -> Template:
    return environment.from_string(string)
