"""Renders one blueprint in memory, by Copier's rules: same bytes, a small part of the time.

Templates are compiled once, not for each run and file, and Copier itself is not imported. Its public `run_copy` is the
referee: `tests/rendering/` compares the bytes of both.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError
from msgspec import Struct

from msgen.rendering.blueprint import Blueprint, is_ignored
from msgen.rendering.bytecode import template_of
from msgen.rendering.environment import BlueprintEnvironment, environment_of
from msgen.rendering.errors import PathRejected, TemplateFailed
from msgen.rendering.output import Output
from msgen.rendering.template_folder import Folder, Source, template_folder
from msgen.rendering.tree import SYMLINK

_Values = dict[str, Any]
"""What path parts added by `yield`."""


class Rendering(Struct, frozen=True, dict=True):
    """Of one blueprint for one view, with one environment per blueprint and process."""

    blueprint: Blueprint
    view: Any
    cache_folder: Path | None

    def outputs(self) -> Iterator[Output]:
        """The view is all that templates see: no folder name, no path of this machine and no clock."""
        seen: dict[str, str] = {}
        for output in self._below(template_folder(self.blueprint), "", {}):
            if earlier := seen.get(output.path):
                both = " and ".join(f"`{each}`" for each in sorted({earlier, output.template}))
                raise PathRejected(f"blueprint `{self.blueprint.name}` writes `{output.path}` twice, from {both}")
            seen[output.path] = output.template
            yield output

    @cached_property
    def environment(self) -> BlueprintEnvironment:
        return environment_of(self.blueprint, self.cache_folder)

    @cached_property
    def _openings(self) -> tuple[str, str, str]:
        """Where a tag, a value or a comment begins in the blueprint's dialect."""
        environment = self.environment
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
                raise PathRejected(f"blueprint `{self.blueprint.name}` writes `{path}`, which is outside the output")
            if not any(is_ignored(each) for each in path.split("/")):
                yield path, known

    def _names(self, part: Source | Folder, values: _Values) -> list[tuple[str, _Values]]:
        if not any(opening in part.name for opening in self._openings):
            return [(part.name, values)]  # most of them: nothing to compile
        try:
            return [(name, known) for name, known in self._rendered_names(part.name, values) if name]
        except (TemplateError, TemplateFailed) as error:
            where = f"{self.blueprint.name}/{part.path}"
            raise TemplateFailed(f"blueprint `{self.blueprint.name}`: path {where}: {error}") from error

    def _rendered_names(self, name: str, values: _Values) -> Iterator[tuple[str, _Values]]:
        whole = self._rendered(name, values)
        loop = self.environment.path_loops.found
        if loop is None:
            yield whole, values
            return
        for item in loop.items:
            known = {**values, loop.variable: item}
            yield self._rendered(name, known, is_inside=True), known

    def _content(self, source: Source, values: _Values) -> bytes:
        if not source.is_template:
            return source.content
        if source.mode == SYMLINK:
            return os.fsencode(Path(self._rendered(os.fsdecode(source.content), {})))
        template = self.environment.get_template(source.path)
        return template.render({self.blueprint.view: self.view} | values).encode()

    def _rendered(self, string: str, values: _Values, *, is_inside: bool = False) -> str:
        loops = self.environment.path_loops
        loops.found, loops.is_inside = None, is_inside
        return _compiled(self.environment, string).render({self.blueprint.view: self.view} | values)


@cache
def _compiled(environment: BlueprintEnvironment, string: str) -> Template:
    return template_of(environment, string)
